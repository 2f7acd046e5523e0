"""`leadbook subject report NUMBER`: the answer to a person who asks what is held of them (F-60, W-23)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.wire.rights import AccessReport, ApplicationAsked, IdentityCheck

subject = typer.Typer(no_args_is_help=True, help="What people ask about their own pictures.")
_out = Console()


@subject.callback()
def _group() -> None:
    """Keep `report` a command of its own group."""


@subject.command()
def report(
    number: Annotated[str, typer.Argument(help="The service's number of the person.")],
    identity: Annotated[str, typer.Option("--identity", help="How identity was checked: an id of rights.toml.")],
    checked: Annotated[datetime, typer.Option("--checked", formats=["%Y-%m-%d"], help="Day of that check.")],
    received: Annotated[datetime | None, typer.Option("--received", formats=["%Y-%m-%d"])] = None,
    applicant: Annotated[str, typer.Option("--applicant", help="self, counsel or guardian.")] = "self",
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Record an application with its identity check, make the access report, and print it."""
    settings = existing_settings(data_dir)
    day = checked.date()
    asked = ApplicationAsked(
        kind="access",
        subject_number=number,
        applicant=applicant,
        received_on=received.date() if received else day,
        identity=IdentityCheck(check=identity, checked_on=day),
    )
    with signed_in(settings) as client:
        application = client.rights.receive(asked)
        made = client.rights.report(application.id)
    _out.print("\n".join(in_words(made, application.due_on)), markup=False, soft_wrap=True, highlight=False)


def in_words(report: AccessReport, due_on: date) -> Iterator[str]:
    """Yield the lines of a report, the answer first."""
    yield f"Application {report.application_number}, to be answered by {due_on}"
    yield "Pictures are held." if report.held else "No picture is held."
    if report.young_person:
        yield "A young person's record is among them; it is told to that person and their counsel only."
    for before in report.numbers:
        yield f"{before.item}: stood before under the number {before.number}"
    for event in report.events:
        yield f"{event.item}: booking {event.booking_event}, {event.ica_authority}, {'; '.join(event.charges)}"
    for shown in report.pictures:
        template = "template held" if shown.template_held else "no template"
        yield f"{shown.item}: captured {shown.captured_on}, {shown.state.value.replace('_', ' ')}, {template}"
        yield f"  {shown.sentence} Rule {shown.rule}." + (f" Destruction on {shown.due_on}." if shown.due_on else "")
    yield f"On a candidate list {report.listed} time(s), selected {report.selected}, subject of a lead {report.leads}"
    for seen in report.appearances:
        yield f"{seen.item}: {seen.kind} on {seen.on}"
    for given in report.given:
        yield f"{given.item}: given to {given.recipient} ({given.how}) on {given.on}"
    if not report.given:
        yield "Given to nobody."
