"""Accounts on the command line: one's own password, and for administrators the others."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.wire.who import PasswordChange

accounts = typer.Typer(no_args_is_help=True, help="One's own password; for administrators, other people's accounts.")
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Name = Annotated[str, typer.Argument(help="User name of the account.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept in the log by its hash.")]


@accounts.command()
def password(data_dir: DataDir = None) -> None:
    """Change one's own password; one's other sessions end."""
    with signed_in(existing_settings(data_dir)) as client:
        old = typer.prompt("Old password", hide_input=True)
        new = typer.prompt("New password", hide_input=True, confirmation_prompt=True)
        client.accounts.change_password(PasswordChange(old=old, new=new))
    _out.print("The password is changed.")


@accounts.command(name="list")
def listed(data_dir: DataDir = None) -> None:
    """List every account, its roles, and when it was last used."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.accounts.review()
    table = Table(title=f"Accounts; disabled after {view.idle_days} days without use")
    for column in ("name", "roles", "state", "last used"):
        table.add_column(column)
    for each in view.accounts:
        used = f"{each.last_used_at:%Y-%m-%d %H:%M}" if each.last_used_at else "never"
        table.add_row(each.username, ", ".join(each.roles), each.state, used)
    _out.print(table)


@accounts.command()
def disable(name: Name, reason: Reason, data_dir: DataDir = None) -> None:
    """Close somebody else's account and end its sessions."""
    with signed_in(existing_settings(data_dir)) as client:
        client.accounts.disable(name, reason)
    _out.print("The account is disabled and signed out.")


@accounts.command()
def recover(name: Name, reason: Reason, data_dir: DataDir = None) -> None:
    """Give somebody else's account a new first password, told once."""
    with signed_in(existing_settings(data_dir)) as client:
        made = client.accounts.recover(name, reason)
    _out.print(f"Password (told once): {made.password}", markup=False)
