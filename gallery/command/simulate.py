"""`leadbook simulate`: a year of three simulated services in a data folder of its own."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gallery.simulated.folder import MARKER
from gallery.simulation.planted import LIST
from gallery.simulation.year import simulate as make
from kernel_lib.settings import Settings

_out = Console()


def simulate(
    out: Annotated[Path, typer.Option("--out", help="Data folder to make; empty or absent.")],
    year: Annotated[int, typer.Option("--year", min=2024, max=2100, help="The year that is told.")] = 2026,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same log.")] = 7,
    people: Annotated[int, typer.Option("--people", min=40, max=2000, help="Invented people in the galleries.")] = 500,
) -> None:
    """Make a data folder with an invented year, marked as simulated for good; nobody in it exists."""
    settings = Settings.from_env(data_dir=out)
    made = make(settings, year, seed, people, lambda line: _out.print(line, style="dim", markup=False))
    table = Table(title="Accounts of this simulation. The passwords are shown once and stored nowhere.")
    for column in ("user name", "password"):
        table.add_column(column, no_wrap=True)
    for username, password in made.passwords.items():
        table.add_row(username, password)
    _out.print(table)
    _out.print(f"{made.events} events, root {made.root}", markup=False, soft_wrap=True)
    _out.print(f"What was planted: {out / LIST}; marked as simulated by {out / MARKER}", markup=False, soft_wrap=True)
