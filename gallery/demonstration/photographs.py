"""The photographs of the demonstration: which they are, whose number they show, under which licence."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel_lib.errors import SettingsError
from kernel_lib.hashing import sha256_hex

CREDITS = "CREDITS.md"
SHIPPED = "skimage"
"""Artefact name of the pictures that an installed package already ships."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Artefact(_Row):
    """A file of a package registry that carries photographs in a folder; `credits` names its list of authors."""

    name: str
    project: str
    file: str
    sha256: str
    folder: str
    credits: str | None = None


class Photograph(_Row):
    """One photograph. `subject` is a number, never a name; None where nobody is shown."""

    file: str
    sha256: str
    use: Literal["reference", "probe", "refused"]
    artefact: str
    licence: str
    credit: str
    may_be_altered: bool
    subject: str | None = None

    def read(self, photographs_dir: Path) -> bytes:
        """The bytes of the photograph, checked.

        Raises:
            SettingsError: it is missing or is another picture.
        """
        try:
            data = (photographs_dir / self.file).read_bytes()
        except OSError as error:
            raise SettingsError(
                f"photograph {self.file}: expected it in the cache, got {error.strerror}; run `make setup`"
            ) from error
        if sha256_hex(data) != self.sha256:
            raise SettingsError(
                f"photograph {self.file}: expected SHA-256 {self.sha256}, got {sha256_hex(data)}; "
                "delete it and run `make setup`"
            )
        return data


class Photographs(_Row):
    """All photographs and the artefacts that carry them."""

    artefact: tuple[Artefact, ...]
    photograph: tuple[Photograph, ...]

    @classmethod
    def listed(cls) -> "Photographs":
        """The list that ships with the product."""
        text = resources.files("gallery.demonstration").joinpath("photographs.toml").read_text(encoding="utf-8")
        return cls.model_validate(tomllib.loads(text))

    def used_as(self, use: Literal["reference", "probe", "refused"]) -> tuple[Photograph, ...]:
        """The photographs of one use, in the order of the list."""
        return tuple(photograph for photograph in self.photograph if photograph.use == use)

    def credits(self) -> str:
        """Who made each photograph, under which licence: what goes wherever the photographs go."""
        lines = [
            "# Credits of the demonstration's photographs",
            "",
            "Nobody shown here is charged with anything: every booking of the demonstration is invented.",
            "The composed scene, the picture of two people and the degraded probe were made from these photographs for",
            "the demonstration; where a part is under CC BY-SA, the whole is under CC BY-SA 4.0.",
            "",
            "| File | Licence | Credit | From |",
            "|---|---|---|---|",
        ]
        lines += [f"| {row.file} | {row.licence} | {row.credit} | {row.artefact} |" for row in self.photograph]
        return "\n".join(lines) + "\n"

    def named(self, file: str) -> Photograph:
        """One photograph by its file name. Raises KeyError when it is not listed."""
        found = {photograph.file: photograph for photograph in self.photograph}
        return found[file]
