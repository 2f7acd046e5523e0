"""`leadbook bench index`: one search of the index, beside numpy and FAISS, over invented templates."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gallery.command.invented_templates import Distribution
from kernel_lib.errors import SettingsError

if TYPE_CHECKING:
    from gallery.command.index_speed import IndexFigures


def bench_index(
    count: Annotated[int, typer.Option("--count", min=100, help="Templates in the gallery.")] = 200_000,
    dimensions: Annotated[int, typer.Option("--dimensions", min=2, max=4096, help="Numbers of a template.")] = 128,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    distribution: Annotated[
        Distribution, typer.Option("--distribution", help="Templates of people, or evenly random ones.")
    ] = Distribution.TEMPLATES,
    candidates: Annotated[int, typer.Option("--candidates", min=1, max=10_000, help="Length of a list.")] = 50,
    share: Annotated[float, typer.Option("--share", min=0.0001, max=1.0, help="Eligible part of the gallery.")] = 1.0,
    searches: Annotated[int, typer.Option("--searches", min=1, max=10_000, help="Searches to measure.")] = 40,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Equal seeds invent equal templates.")] = 1,
) -> None:
    """Measure a search: its time, its list and proof, and how many times as long numpy and FAISS take."""
    from gallery.command.index_speed import Asked, measure  # other commands need none of what it imports

    if json_file and not json_file.absolute().parent.is_dir():
        raise SettingsError(f"--json {json_file}: expected a file in an existing folder, got no such folder; make it")
    asked = Asked(count, dimensions, distribution, candidates, share, searches, seed)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        figures = measure(
            asked, lambda what, done, total: progress.update(task, description=what, completed=done, total=total)
        )
    show(figures, Console())
    if json_file:
        json_file.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")


def show(figures: "IndexFigures", out: Console) -> None:
    """Print the figures as a table."""
    one = figures
    table = Table(title=f"{one.count:,} templates ({one.distribution}) of {one.dimensions} numbers")
    for column in ("one search", "milliseconds", "times Leadbook's"):
        table.add_column(column)
    table.add_row("Leadbook, proven", f"{one.milliseconds:.2f}", "1")
    table.add_row("numpy, full scan", f"{one.milliseconds_numpy:.2f}", f"{one.ratio_to_numpy:.1f}")
    table.add_row("FAISS flat", f"{one.milliseconds_faiss_flat:.2f}", f"{one.ratio_to_faiss_flat:.1f}")
    read = one.milliseconds_limit
    table.add_row("reading all templates once", f"{read:.2f}", f"{read / one.milliseconds:.1f}")
    out.print(table)
    out.print(
        f"{one.proof_rate:.1%} of {one.searches} searches proven complete; recall {one.recall:.4f}; "
        f"{one.candidates} candidates, {one.eligible_share:.1%} eligible; {one.compared:,.0f} compared exactly; "
        f"slowest {one.milliseconds_slowest:.2f} ms",
        soft_wrap=True,
        highlight=False,
    )
    out.print(
        f"peak memory {one.peak_memory_mb:,.0f} MB, of which codes {one.codes_mb:,.0f} MB, built in "
        f"{one.build_seconds:.1f} s; {one.threads} threads; {one.machine}",
        soft_wrap=True,
        highlight=False,
    )
