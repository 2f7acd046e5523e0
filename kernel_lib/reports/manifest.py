"""What a report folder says of itself: from what, by what and with which hashes its files were made."""

import platform
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel_lib.words.language import DEFAULT, Language

MANIFEST = "manifest.json"
_PARTS = ("leadbook", "papermill", "nbclient", "nbconvert", "weasyprint", "altair", "vl-convert-python", "ipykernel")


class MadeFrom(BaseModel):
    """The log a report was made from: how many entries, its Merkle root (empty when the reader may not see it)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    events: int
    root: str = ""
    verified_at: datetime | None = None
    whole: bool | None = None


class Failure(BaseModel):
    """Where a run failed: number of the code cell, the heading above it, and what it said, free of personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: int
    cells: int
    title: str
    kind: str
    message: str


class Manifest(BaseModel):
    """One run. `files` maps each file but the manifest to its SHA-256; `gaps` is what people have yet to write."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Literal["running", "draft", "failed", "interrupted"]
    report: str
    title: str
    run_id: str
    started_at: datetime
    finished_at: datetime | None = None
    notebook_sha256: str
    parameters: dict[str, str | int]
    parameters_sha256: str
    language: Language = DEFAULT
    made_from: MadeFrom | None = None
    checks: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    gaps: tuple[str, ...] = ()
    failure: Failure | None = None
    versions: dict[str, str] = {}
    files: dict[str, str] = {}
    simulated: bool = False

    def write(self, folder: Path) -> None:
        """Write `manifest.json` into a folder, replacing the one of an earlier stage as a whole."""
        draft = folder / f".{MANIFEST}"
        draft.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        draft.replace(folder / MANIFEST)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a report folder."""
        return cls.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))


def versions() -> dict[str, str]:
    """Return the versions of what makes a report."""
    return {"python": platform.python_version(), **{part: version(part) for part in _PARTS}}
