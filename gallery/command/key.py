"""`leadbook key …`: another identity key, by two people; carried out while the service is stopped (M-02)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from audits.events import ServiceStopped
from gallery.command.signing import existing_settings, signed_in
from gallery.service.floor import open_floor
from kernel_lib.wire.key_changes import KeyChangeAsked, KeyChangeDecision, KeyChangeView

key = typer.Typer(no_args_is_help=True, help="Another key for what names a person: proposed, agreed to, carried out.")
change = typer.Typer(no_args_is_help=True, help="Change a key.")
key.add_typer(change, name="change")
_out = Console()
_err = Console(stderr=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; the log keeps its hash.")]


@change.command()
def identity(
    reason: Annotated[str, typer.Option("--reason", help="Why; without it nothing is proposed, only counted.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Count what another identity key would seal anew; with a reason propose it, for another person to decide."""
    with signed_in(existing_settings(data_dir)) as client:
        held = client.key_changes.held()
        for each in held.sealed:
            _line(f"  {each.values:>12,}  {each.column}")
        _line(f"  {held.values:>12,}  values under the identity key")
        if reason:
            made = client.key_changes.propose(KeyChangeAsked(reason=reason))
            _line(f"proposed: {made.id}; another person decides with `leadbook key decide`")


@key.command()
def changes(data_dir: DataDir = None) -> None:
    """List the changes that were proposed, and how each stands."""
    with signed_in(existing_settings(data_dir)) as client:
        found = client.key_changes.held().changes
    for each in found:
        _line(f"{each.id}  {standing(each)}  {each.reason}")
    if not found:
        _line("No change of the identity key was ever proposed.")


@key.command()
def decide(
    change_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the change, as `leadbook key changes` says.")],
    reason: Reason,
    agree: Annotated[bool, typer.Option("--agree/--refuse", help="Agree, or turn it down.")],
    data_dir: DataDir = None,
) -> None:
    """Decide on a change that somebody else proposed; agreed, the next start of the service carries it out."""
    with signed_in(existing_settings(data_dir)) as client:
        decided = client.key_changes.decide(change_id, KeyChangeDecision(approved=agree, reason=reason))
    _line(f"{decided.id}  {standing(decided)}")


@key.command()
def run(data_dir: DataDir = None) -> None:
    """Carry out a change that was agreed to, or go on with one, while the service is stopped; as the service's user."""
    settings = existing_settings(data_dir)
    with Progress(console=_err, transient=True) as bar:
        task = bar.add_task("Sealing anew", total=None)
        floor = open_floor(settings, on_resealed=lambda done, total: bar.update(task, completed=done, total=total))
    try:
        floor.ledger.record(ServiceStopped(actor_id="system", role="system", details={"command": "key run"}))
        resealed = floor.resealed
    finally:
        floor.close()
    if resealed is None:
        _line("No change of the identity key was due; nothing was changed.")
    else:
        _line(f"{resealed:,} values stand under a new identity key; the one before is destroyed")


def standing(each: KeyChangeView) -> str:
    """Say how far a change is."""
    if each.approved is None:
        return f"waits for another person than {each.proposed_by}"
    if not each.approved:
        return f"turned down by {each.decided_by}"
    if each.done_at is None:
        return f"agreed to by {each.decided_by}; the next start of the service carries it out"
    return f"done {each.done_at:%Y-%m-%d %H:%M} UTC, {each.resealed or 0:,} values"


# Private


def _line(text: str) -> None:
    _out.print(text, markup=False, soft_wrap=True, highlight=False)
