"""What a run left on this machine, found by its id and given out only while it is what the run left, by its hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from gallery.records.runs import Run
from gallery.reporting.released_files import ReleasedFiles
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.reports.manifest import MANIFEST, Manifest

_UNFINISHED, _FAILED = ".unfinished", ".failed"
_ID_LENGTH = 36


@dataclass
class RunFiles:
    """The folders of finished runs as they are at one moment, beside the kept files of those that go out.

    A folder whose run has not ended is never looked into.
    """

    folder: Path
    kept: ReleasedFiles

    def now(self) -> "RunFiles":
        """Return the same, to look at the folders as they are at this moment."""
        return RunFiles(self.folder, self.kept)

    def get(self, run: Run, name: str) -> bytes:
        """Return a file.

        Raises:
            NotFound: the run left none of that name, or its folder is not on this machine.
            WrongState: the file is no longer what the run left.
        """
        sha256 = run.files.get(name)
        if sha256 is None:
            raise _unknown()
        if (self.kept.folder / sha256).is_file():
            return self.kept.get(sha256)
        path = self._folders.get(run.id, self.folder) / name
        if run.id not in self._folders or not path.is_file():
            raise _unknown()
        content = path.read_bytes()
        if sha256_hex(content) != sha256:
            reason = f"The file {name} of this run was changed."
            raise WrongState("report.changed", reason, "Run the report again; the log holds the hash.")
        return content

    def all_of(self, run: Run) -> dict[str, bytes]:
        """Return every file of a run by its name. Raises as `get` does."""
        return {name: self.get(run, name) for name in run.files}

    def manifest(self, run: Run) -> Manifest | None:
        """Return what a run says of itself, or None where that is not here or was changed."""
        try:
            return Manifest.model_validate_json(self.get(run, MANIFEST))
        except (NotFound, WrongState, ValidationError):
            return None

    @cached_property
    def _folders(self) -> Mapping[str, Path]:
        listed = self.folder.iterdir() if self.folder.is_dir() else ()
        ended = (each for each in listed if each.suffix != _UNFINISHED and each.is_dir())
        return {each.name.removesuffix(_FAILED)[-_ID_LENGTH:]: each for each in ended}


def _unknown() -> NotFound:
    return NotFound("report.unknown", "There is no such file of a run here.", "Look at the list of runs.")
