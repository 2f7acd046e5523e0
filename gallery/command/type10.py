"""`leadbook type10 check FILE` and `leadbook type10 export PICTURE`: ANSI/NIST-ITL transactions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from gallery.enrolment.typeten.checking import faults
from gallery.enrolment.typeten.transaction import read
from gallery.rules.typeten import TypeTenRules
from kernel_lib.errors import SettingsError

type10 = typer.Typer(no_args_is_help=True, help="Type-10 transactions: check one, export a held picture as one.")
_out = Console()


@type10.command()
def check(
    file: Annotated[Path, typer.Argument(help="File of one transaction.", exists=True, dir_okay=False)],
    profile: Annotated[str, typer.Option("--profile", help="Profile; default: the one in use.")] = "",
) -> None:
    """Say of each field that is not right what was expected and what was got; nothing leaves this machine."""
    rules = TypeTenRules.load()
    if profile and profile not in rules.profiles:
        raise SettingsError(f"profile: expected one of {', '.join(rules.profiles)}, got another; choose one of them")
    chosen = rules.profiles[profile] if profile else rules.profile
    found = faults(read(file.read_bytes()), rules, chosen)
    for each in found:
        line = f"10.{each.number:03} {each.mnemonic}: expected {each.expected}, got {each.got}"
        _out.print(line, markup=False, soft_wrap=True, highlight=False)
    if found:
        raise typer.Exit(1)
    _out.print(f"Every field is right by the profile {chosen.id}.")


@type10.command()
def export(
    picture: Annotated[str, typer.Argument(help="Id of a gallery picture.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; it may not exist yet.")],
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Write a held picture as a transaction; the export is in the log."""
    if out.exists():
        raise SettingsError(f"file {out}: expected none, got one; choose another name")
    with signed_in(existing_settings(data_dir)) as client:
        data = client.feeds.type10(picture)
    with out.open("xb") as file:
        out.chmod(0o600)
        file.write(data)
    _out.print(f"{out}: {len(data)} bytes", markup=False, soft_wrap=True)
