"""`leadbook log`: prove a record, prove that the log only grew, and have a witness sign for it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from audits.proving import prove_consistency, prove_record
from audits.sampling import Plan, draw
from audits.witness import Witness
from gallery.command.signing import existing_settings, signed_in
from kernel_lib.errors import SettingsError
from kernel_lib.wire.witnesses import CosignatureOffered, WitnessOffered

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


@log.command()
def witness(
    state: Annotated[Path, typer.Argument(help="Folder of the witness, on its own machine.")],
    name: Annotated[str, typer.Option("--name", help="Name under which it signs, without white space.")],
    key: Annotated[Path, typer.Option("--key", help="The log's public key, log.pub.", exists=True, dir_okay=False)],
) -> None:
    """Become a witness of a log; give witness.pub to the service that keeps it."""
    try:
        Witness.begin(state, name, key.read_text())
    except (FileExistsError, ValueError) as error:
        raise SettingsError(f"{state}: expected a new witness, got: {error}") from error
    _out.print(f"{state / 'witness.pub'}", markup=False, soft_wrap=True)


@log.command()
def cosign(
    state: Annotated[Path, typer.Option("--state", help="Folder of the witness.", exists=True, file_okay=False)],
    checkpoint: Annotated[Path, typer.Option("--checkpoint", help="Signed checkpoint.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", help="File to write; it may not exist yet.")],
    proof: Annotated[Path | None, typer.Option("--proof", help="Proof of growth since the last one.")] = None,
) -> None:
    """As a witness: sign a checkpoint, if the log only grew since the last one signed. Exit 1 when it did not."""
    given = checkpoint.read_bytes(), proof.read_bytes() if proof else None
    content = Witness(state).cosign(*given, int(time.time()))
    with out.open("xb") as file:
        file.write(content)
    _out.print(f"{out}: cosigned", markup=False, soft_wrap=True)


@log.command()
def cosigned(
    file: Annotated[Path, typer.Argument(help="The checkpoint that a witness signed.", exists=True, dir_okay=False)],
    key: Annotated[Path | None, typer.Option("--witness", help="Its witness.pub, the first time.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Let the service keep a cosigned checkpoint; `leadbook verify` compares the log with it from then on."""
    with signed_in(existing_settings(data_dir)) as client:
        if key is not None:
            client.witnesses.take(WitnessOffered(key=key.read_text()))
        kept = client.witnesses.keep(CosignatureOffered(note=file.read_text()))
    _out.print(f"{kept.witness} signed for {kept.events} entries", markup=False, soft_wrap=True)


@log.command()
def sample(
    month: Annotated[str, typer.Option("--month", help="Month of the searches, as 2026-11; it must have ended.")],
    share: Annotated[float, typer.Option("--share", help="Share of the month's searches.")] = Plan.share,
    least: Annotated[int, typer.Option("--least", help="At least so many, if there are.")] = Plan.least,
    data_dir: DataDir = None,
) -> None:
    """Draw the month's random sample of searches for audit again, from the log alone."""
    try:
        drawn = draw(existing_settings(data_dir).audit_dir, month, Plan(share, least))
    except ValueError as error:
        raise SettingsError(str(error)) from error
    _out.print(
        f"{len(drawn.drawn)} of {drawn.searches} searches of {month}; seed {drawn.seed}, "
        f"the checkpoint of {drawn.seed_size} entries",
        markup=False,
        soft_wrap=True,
    )
    for each in drawn.drawn:
        _out.print(f"{each.sequence}  {each.user}  {each.offence}  {each.outcome}", markup=False, soft_wrap=True)


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
