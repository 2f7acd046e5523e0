"""`leadbook locate`: where data, keys and backups lie, and by which proof (M-01)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gallery.command.signing import existing_settings
from gallery.service.locations import locations

_out = Console()


def locate(
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Tell where each store lies by declaration and by this machine; exit 1 unless all are in Canada."""
    found = locations(existing_settings(data_dir))
    table = Table(title="Where personal data, templates, keys and backups lie")
    for column in ("store", "address", "carried by", "country", "place", "proof"):
        table.add_column(column, overflow="fold")
    for each in found:
        table.add_row(each.store, each.address, each.carried_by, each.country, each.place, each.proof)
    _out.print(table)
    faults = [each.fault for each in found if each.fault]
    for fault in faults:
        _out.print(fault, markup=False, soft_wrap=True)
    if faults:
        raise typer.Exit(1)
