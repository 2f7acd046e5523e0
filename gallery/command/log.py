"""`leadbook log`: prove a record, prove that the log only grew, and have a witness sign for it; needs no service."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audits.proving import prove_consistency, prove_record
from gallery.command.signing import existing_settings
from kernel_lib.errors import SettingsError

log = typer.Typer(no_args_is_help=True, help="Proofs from the audit log, for people who do not hold it.")
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write; it may not exist yet. Default: the screen.")]


@log.command()
def prove(
    event: Annotated[int, typer.Argument(help="Number of the entry.")], out: Out = None, data_dir: DataDir = None
) -> None:
    """Prove that an entry is in the log signed for; the file holds the entry and all that a check needs."""
    _give(out, lambda: prove_record(existing_settings(data_dir).audit_dir, event))


@log.command()
def consistency(
    old: Annotated[int, typer.Argument(help="How many entries the earlier log had.")],
    new: Annotated[int | None, typer.Argument(help="How many the later one has; default: the log's own.")] = None,
    out: Out = None,
    data_dir: DataDir = None,
) -> None:
    """Prove that the log begins with what it was before, unchanged."""
    _give(out, lambda: prove_consistency(existing_settings(data_dir).audit_dir, old, new))


# Private


def _give(out: Path | None, make: Callable[[], bytes]) -> None:
    """Write a proof, or show it. Raises SettingsError: what was asked for is not there."""
    try:
        content = make()
    except ValueError as error:
        raise SettingsError(str(error)) from error
    if out is None:
        _out.print(content.decode(), end="", markup=False, highlight=False, soft_wrap=True)
        return
    with out.open("xb") as file:
        file.write(content)
    _out.print(f"{out}: {len(content)} bytes; check it with verify_log.py", markup=False, soft_wrap=True)
