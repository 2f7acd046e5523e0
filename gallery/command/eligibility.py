"""`leadbook eligibility`: why a picture may or may not be searched, rule by rule; and all states reckoned anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from gallery.command.signing import existing_settings, signed_in
from gallery.lifecycle.reckoning_all import reckon_all
from gallery.service.floor import open_floor
from kernel_lib.wire.lifecycle import ReadingView, StandingView

eligibility = typer.Typer(no_args_is_help=True, help="Why pictures may or may not be searched.")
_out = Console()


@eligibility.callback()
def _group() -> None:
    """Keep `explain` a command of its own group."""


@eligibility.command()
def explain(
    reference: Annotated[str, typer.Argument(help="Id of a gallery picture, or a subject's number.")],
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Print a picture's state with its rule, what each charge says, and every state before."""
    with signed_in(existing_settings(data_dir)) as client:
        shown = (
            (client.lifecycle.picture(reference),) if _is_id(reference) else client.lifecycle.person(reference).pictures
        )
    for view in shown:
        _out.print("\n".join(in_words(view)), markup=False, soft_wrap=True)


@eligibility.command("reckon-all")
def everybody(
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="Processes that reckon.")] = 2,
) -> None:
    """Reckon every picture's state from its facts while the service is stopped, and say what differed."""
    floor = open_floor(existing_settings(data_dir))
    try:
        with Progress(console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task("people")
            done = reckon_all(
                floor.ledger,
                floor.rules,
                floor.database.place,
                processes=processes,
                progress=lambda people, total: shown.update(task, completed=people, total=total),
            )
    finally:
        floor.close()
    _out.print(f"{done.people} people, {done.pictures} pictures; {done.written} states written", soft_wrap=True)
    for (before, after), count in done.moves:
        _out.print(f"  {count}: {before or 'no state'} to {after}".replace("_", " "), markup=False, soft_wrap=True)


def in_words(view: StandingView) -> Iterator[str]:
    """Yield the lines of one picture, its state first."""
    yield f"{view.state.value.replace('_', ' ')}: {view.sentence}"
    yield f"  rule {view.rule}, rules {view.rule_version}, profile {view.profile}"
    yield f"  picture {view.picture_id}, lineage {view.lineage_id}, captured {view.captured_on}"
    yield f"  looked at again by {view.next_review}" + (f", destruction due on {view.due_on}" if view.due_on else "")
    if view.waits_for:
        yield f"  waits for: {view.waits_for}"
    for reading in view.readings:
        yield from _charge(reading)
    for mark in view.marks:
        yield f"  {mark.kind} since {mark.since}" + (
            f" until {mark.until}" if mark.until else f", ground {mark.ground}"
        )
    for then in view.before:
        state = then.state.value.replace("_", " ")
        yield f"  before, from {then.computed_at:%Y-%m-%d %H:%M} UTC: {state} by {then.rule}"


def _charge(reading: ReadingView) -> Iterator[str]:
    election = f", elected {reading.election}" if reading.election else ""
    yield f"  charge of {reading.charged_on}, {reading.offence}{election}: {reading.rule}. {reading.sentence}"
    for outcome in reading.outcomes:
        days = {name: value for name, value in outcome.model_dump(exclude={"disposition", "happened"}).items() if value}
        told = "".join(f", {name.replace('_', ' ')} {value}" for name, value in days.items())
        yield f"    {outcome.disposition.value.replace('_', ' ')} on {outcome.happened}{told}"


def _is_id(reference: str) -> bool:
    return len(reference) == 36 and reference.count("-") == 4
