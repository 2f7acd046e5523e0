"""`leadbook destroy`: see what is due, propose a run, release it as one of two people, follow it, stop it."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.client import Client
from kernel_lib.vocabulary import RunState
from kernel_lib.wire.destruction import DuePreview, RunSample, RunView

_out = Console()
_FOLLOWED_EVERY = 1.0


def destroy(
    due: Annotated[bool, typer.Option("--due", help="What the rules say must go by today.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show it in numbers; change nothing.")] = False,
    run: Annotated[bool, typer.Option("--run", help="Propose its destruction.")] = False,
    rule: Annotated[str, typer.Option("--rule", help="Only what is due under this rule.")] = "",
    release: Annotated[str, typer.Option("--release", metavar="RUN", help="Look at a run's sample; release it.")] = "",
    stop: Annotated[str, typer.Option("--stop", metavar="RUN", help="Stop a run after its present batch.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is stopped.")] = "",
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Destroy what is due: preview, proposal, two releases by people of records and of compliance."""
    if not due and not release and not stop:
        raise typer.BadParameter("expected --due with --preview or --run, or --release RUN, or --stop RUN")
    with signed_in(existing_settings(data_dir)) as client:
        if stop:
            _say(run_in_words(client.destructions.stop(stop, reason)))
        elif release:
            _release(client, release)
        elif run:
            _propose(client, rule)
        else:
            _say(due_in_words(client.destructions.due()))


def due_in_words(preview: DuePreview) -> Iterator[str]:
    """Yield one line a rule, and the sum."""
    for line in preview.lines:
        late = f", {line.days_late} day(s) late" if line.days_late else ""
        yield f"{line.due} due, {line.held} held: {line.rule}. {line.sentence} Oldest {line.oldest}{late}."
    yield f"{preview.due} due in all, {preview.held} held by a case"


def run_in_words(run: RunView) -> Iterator[str]:
    """Yield what a run is and how far it came."""
    yield f"run {run.id}: {run.state}, {run.planned} lineage(s), {run.rule or 'all rules'}"
    yield f"  names exactly {run.lineages_sha256}"
    given = [name for name in ("records", "compliance") if getattr(run, f"released_by_{name}")]
    yield f"  released by: {' and '.join(given) or 'nobody yet'}"
    for state, count in sorted(run.counts.items()):
        yield f"  {state}: {count}"
    for store, count in sorted(run.stores.items()):
        yield f"  {count} because of: {store}"


# Private


def _propose(client: Client, rule: str) -> None:
    run = client.destructions.propose(rule)
    _say(run_in_words(run))
    _out.print(f"One person of records and one of compliance: leadbook destroy --release {run.id}", soft_wrap=True)


def _release(client: Client, run_id: str) -> None:
    _say(_sample_in_words(client.destructions.sample(run_id)))
    run = client.destructions.run(run_id)
    _say(run_in_words(run))
    typer.confirm(f"Destroy these {run.planned} lineage(s) for good?", abort=True)
    run = client.destructions.release(run_id)
    while run.state is RunState.RELEASED:
        time.sleep(_FOLLOWED_EVERY)
        run = client.destructions.run(run_id)
    _say(run_in_words(run))
    if run.counts.get("failed"):
        raise typer.Exit(1)


def _sample_in_words(sample: RunSample) -> Iterator[str]:
    yield f"sample by seed {sample.seed}:"
    for line in sample.lines:
        yield f"  lineage {line.lineage_id}, due since {line.due_on}: {line.rule}. {line.sentence}"


def _say(lines: Iterator[str]) -> None:
    for line in lines:
        _out.print(line, markup=False, highlight=False, soft_wrap=True)
