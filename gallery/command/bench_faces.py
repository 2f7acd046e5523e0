"""`leadbook bench faces PICTURES`: pictures a second that are read, searched for faces and encoded, beside peers."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kernel_lib.errors import SettingsError
from kernel_lib.faces.image import FORMATS
from kernel_lib.settings import Settings

if TYPE_CHECKING:
    from gallery.command.face_speed import FaceFigures

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}


def bench_faces(
    pictures: Annotated[Path, typer.Argument(help="Folder of pictures to read.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Pictures to take, the first by name.")] = 60,
) -> None:
    """Measure pictures a second for decoding, detection, quality and encoding, by workers and beside peers."""
    from gallery.command.face_speed import measure  # other commands need neither the models nor the peers

    paths = listed(pictures)[:most]
    if json_file and not json_file.parent.is_dir():
        raise SettingsError(f"--json {json_file}: expected a file in a folder that is there; make the folder first")
    errors = Console(stderr=True)
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task("the pictures once", total=None)
        figures = measure(
            paths,
            Settings.from_env().models_dir,
            lambda what, done, total: progress.update(task, description=what, completed=done, total=total),
        )
    if json_file:
        json_file.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")
    show(figures, Console())


def listed(folder: Path) -> list[Path]:
    """Return the pictures of a folder, by name.

    Raises:
        SettingsError: there is no such folder, or no picture in it.
    """
    if not folder.is_dir():
        raise SettingsError(f"pictures {folder}: expected a folder of pictures, got none there; name another")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES and path.is_file())
    if not found:
        raise SettingsError(f"pictures {folder}: expected {', '.join(FORMATS)} files, got none; name another folder")
    return found


def show(figures: "FaceFigures", out: Console) -> None:
    """Print the figures as three tables."""
    refused = ", ".join(f"{count} {rule}" for rule, count in figures.refused.items()) or "none"
    out.print(
        f"{figures.pictures} pictures of {figures.mean_megapixels:.1f} megapixels; refused: {refused}; "
        f"without a face: {figures.without_face}; peak memory {figures.peak_memory_mb:.0f} MB",
        soft_wrap=True,
    )
    steps = [(name, f"{rate:.1f}") for name, rate in asdict(figures.one_core).items()]
    out.print(_table("One core", ("step", "a second"), steps))
    workers = [
        (str(each.workers), *(f"{value:.2f}" for value in list(asdict(each).values())[1:]))
        for each in figures.by_workers
    ]
    heads = ("workers", "pictures a second", "times one worker", "cores given", "of one worker's work a core")
    out.print(_table("Whole, by workers", heads, workers))
    title = f"One core beside peers: {figures.alike_pictures} pictures of at most {figures.alike_longest_side} pixels"
    rows = [
        (
            one.name,
            *(f"{rate:.1f}" for rate in (one.decode, one.detection, one.encoding, one.whole)),
            *(f"{ratio:.2f}" for ratio in (one.ratio_detection, one.ratio_encoding, one.ratio_whole)),
        )
        for one in figures.alike
    ]
    columns = ("who", "decode", "detection", "encoding", "whole", "Leadbook: detection", "encoding", "whole, times")
    out.print(_table(title, columns, rows))
    for one in figures.alike:
        out.print(f"{one.name}: {one.of}", style="dim", soft_wrap=True)


# Private


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(title=title)
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    return table
