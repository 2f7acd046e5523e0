"""`leadbook bench faces PICTURES`: pictures a second that are read, searched for faces and encoded, beside peers."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kernel_lib.errors import SettingsError
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import FORMATS, decode
from kernel_lib.settings import Settings

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}


def bench_faces(
    pictures: Annotated[Path, typer.Argument(help="Folder of pictures to read.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Measure pictures a second on a folder of pictures."""
    contents = [path.read_bytes() for path in listed(pictures)]
    engine = FaceEngine.open(Settings.from_env().models_dir, threads=1)
    start = time.perf_counter()
    read = [decode(content) for content in contents]
    middle = time.perf_counter()
    for picture in read:
        engine.detect(picture)
    end = time.perf_counter()
    figures = {"decode": len(read) / (middle - start), "detection": len(read) / (end - middle)}
    Console().print(figures)
    if json_file:
        json_file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def listed(folder: Path) -> list[Path]:
    """Return the pictures of a folder, by name.

    Raises:
        SettingsError: there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise SettingsError(f"pictures {folder}: expected a folder of pictures, got none there; name another")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not found:
        raise SettingsError(f"pictures {folder}: expected {', '.join(FORMATS)} files, got none; name another folder")
    return found
