"""`make bench`: times and memory of the whole product on this machine, as a table beside the aims.

Every figure is the median of several runs in one process or against one running installation. `--write` keeps the
figures in benchmarks/results, each part as soon as it is whole, and writes docs/performance.md from them; `--json FILE`
writes those of the product elsewhere.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.growth import LARGE, SIZES, Growth, measure_growth
from benchmarks.machine import Machine
from benchmarks.of_faces import measure_faces
from benchmarks.of_pages import measure_pages
from benchmarks.of_search import measure_search
from benchmarks.of_viewer import measure_viewer
from benchmarks.page import main as write_page
from benchmarks.peers.catalogue import named
from benchmarks.peers.table import milliseconds, number
from gallery.command.bench_faces import listed
from gallery.command.face_speed import FaceFigures
from gallery.command.face_speed import measure as measure_face_speed
from kernel_lib.settings import Settings

_CONSOLE = Console()


def main() -> None:
    """Measure, print, and write what was asked for."""
    chosen = _chosen()
    try:
        _large(write=chosen.write) if chosen.large else _ordinary(chosen)
    except KeyboardInterrupt:
        _CONSOLE.print("Interrupted: the part at hand is not kept, and docs/performance.md not written.")
        raise SystemExit(130) from None
    if chosen.write:
        write_page()


def measure_product(settings: Settings, references: int, tell: Callable[[str], None]) -> list[Figure]:
    """Measure each part in turn, in folders that are removed."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="lb-") as folder:
        tell("faces")
        figures += measure_faces(settings)
        tell(f"searches in the service, over {references:,} references that are enrolled first")
        figures += measure_search(Settings(Path(folder) / "search", settings.cache_dir), references)
        tell("pages in a browser")
        figures += measure_pages(Settings(Path(folder) / "pages", settings.cache_dir))
        tell("the viewer")
        figures += measure_viewer()
    return figures


# Private


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures of the product here")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    parser.add_argument("--references", type=int, default=10_000, help="references in the searched gallery")
    parser.add_argument("--large", action="store_true", help=f"measure the index at {LARGE[0]:,} alone; needs 16 GB")
    return parser.parse_args()


def _ordinary(chosen: argparse.Namespace) -> None:
    """Measure part after part, and keep each as soon as it is whole."""
    settings = Settings.from_env()
    growth = measure_growth(SIZES, _tell)
    show_growth(growth)
    if chosen.write:
        kept.keep_growth(kept.GROWTH, growth)
    faces = _faces(settings)
    if chosen.write:
        kept.keep_faces(kept.FACES, Machine.here(), faces)
    figures = measure_product(settings, chosen.references, _tell)
    show(figures)
    for path in (chosen.json, kept.PRODUCT if chosen.write else None):
        if path:
            kept.keep_figures(path, Machine.here(), figures)


def _large(*, write: bool) -> None:
    growth = measure_growth(LARGE, _tell)
    show_growth(growth)
    if write:
        kept.keep_growth(kept.LARGE, growth)


def _faces(settings: Settings) -> FaceFigures:
    told: set[str] = set()

    def tell(what: str, _done: int, _total: int) -> None:
        if what not in told:
            _tell(f"faces: {what}")
        told.add(what)

    return measure_face_speed(listed(settings.photographs_dir), settings.models_dir, tell)


def _tell(what: str) -> None:
    _CONSOLE.print(f"Measuring {what}")


def show_growth(growth: Growth) -> None:
    """Print time and memory by size."""
    _print(
        f"The index by size; the memory gives {growth.bytes_a_second / 1e9:.0f} GB/s",
        ("what", "templates", "ms", "limit of the memory, ms", "MB", "built in s", "opened in s"),
        [
            (
                named(row.peer).title,
                f"{row.count:,}",
                milliseconds(row.all) if row.all else row.why,
                f"{growth.limit_ms(row.count, row.dimensions):.2f}",
                number(row.memory_mb, 0),
                number(row.build_s, 1),
                number(row.opened_s, 2),
            )
            for row in growth.rows
        ],
    )


def show(figures: list[Figure]) -> None:
    """Print the figures of the product."""
    rows = [(figure.what, figure.text, figure.aim_text, figure.of) for figure in figures]
    _print("Leadbook, measured", ("what", "median", "aim", "of"), rows)


def _print(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title)
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    _CONSOLE.print(table)


if __name__ == "__main__":
    main()
