"""`leadbook amendments`: what differs from the accepted privacy assessment, and which amendments wait (K-03, W-11)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import ask_session, existing_settings
from kernel_lib.client import Client
from kernel_lib.wire.assessment import AmendmentView, AssessmentView

_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]


def amendments(data_dir: DataDir = None) -> None:
    """Tell what holds searching back until an amendment is accepted; for compliance, administrators and auditors."""
    settings = existing_settings(data_dir)
    with Client(settings.socket, ask_session(settings)) as client:
        view = client.assessment.get()
    for line in listed(view):
        _out.print(line, markup=False, highlight=False)
    if view.drift:
        raise typer.Exit(1)


def listed(view: AssessmentView) -> Iterator[str]:
    """Give the state, what differs, and every amendment that waits."""
    yield view.state
    for each in view.drift:
        yield f"differs: {each.key}: {_values(each.before)} -> {_values(each.after)}"
    for amendment in view.amendments:
        if amendment.accepted_at is None and amendment.dropped_at is None:
            yield f"amendment {amendment.number} {_waits_for(amendment)}: {', '.join(_keys(amendment))}"


# Private


def _waits_for(amendment: AmendmentView) -> str:
    return "waits for another person" if amendment.described_by else "waits to be written"


def _keys(amendment: AmendmentView) -> list[str]:
    return [each.key for each in amendment.changes]


def _values(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "none"
