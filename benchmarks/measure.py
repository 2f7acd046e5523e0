"""`make bench`: times and memory of the whole product on this machine, as a table beside the aims.

Every figure is the median of several runs in this one process or against one running installation. `--write` puts the
table into docs/performance.md, `--json FILE` writes the figures.
"""

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure
from benchmarks.of_faces import measure_faces
from benchmarks.of_pages import measure_pages
from benchmarks.of_search import measure_search
from benchmarks.of_viewer import measure_viewer
from kernel_lib.settings import Settings

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench`; do not edit. Medians on the machine named below, everything on the processor.
A search is exact: the chosen face is compared with every eligible reference.

"""


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--references", type=int, default=10_000, help="references in the searched gallery")
    chosen = parser.parse_args()
    settings = Settings.from_env()
    with tempfile.TemporaryDirectory(prefix="lb-") as folder:
        figures = [
            *measure_faces(settings),
            *measure_search(Settings(Path(folder) / "search", settings.cache_dir), chosen.references),
            *measure_pages(Settings(Path(folder) / "pages", settings.cache_dir)),
            *measure_viewer(),
        ]
    show(figures)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=2) + "\n")
    if chosen.write:
        DOCUMENT.write_text(HEAD + as_markdown(figures))


def show(figures: list[Figure]) -> None:
    """Print the table."""
    table = Table(title="Leadbook, measured")
    for column in ("what", "median", "aim", "of"):
        table.add_column(column)
    for figure in figures:
        table.add_row(figure.what, figure.text, figure.aim_text, figure.of)
    Console().print(table)


def as_markdown(figures: list[Figure]) -> str:
    """Return the table and the machine as Markdown."""
    day = datetime.now(UTC).date()
    lines = [f"{day} · {os.cpu_count()} cores · {platform.machine()} · Python {platform.python_version()}", ""]
    lines += ["| What | Median | Aim | Measured over |", "|---|---|---|---|"]
    lines += [f"| {figure.what} | {figure.text} | {figure.aim_text} | {figure.of} |" for figure in figures]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
