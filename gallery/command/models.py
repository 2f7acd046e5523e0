"""`leadbook model …`: registered face models, what a change would do to past lists, and the change (F-11, W-19)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.wire.models import ImpactAsked, ImpactView, ListChanges, ModelsView

model = typer.Typer(no_args_is_help=True, help="Face models: what a change would do, and the change.")
_out = Console()

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Name = Annotated[str, typer.Argument(help="Name of a registered model, as `leadbook model list` tells it.")]

_MOVES = {
    "same": "stay at their place",
    "nearer": "move up the list",
    "further": "move down the list",
    "off_list": "leave the list",
    "onto_list": "come onto the list",
    "on_neither": "are on neither list",
    "not_held": "are not in the gallery of today",
}


@model.command("list")
def show(data_dir: DataDir = None) -> None:
    """List registered models, which is in use, and the reports on a change."""
    with signed_in(existing_settings(data_dir)) as client:
        held = client.models.held()
    _print(listed(held))


@model.command()
def impact(
    name: Name,
    evaluation_set: Annotated[str, typer.Option("--set", help="Labelled set to search by both models.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Search past probes by both models and file what would change; for compliance."""
    asked = ImpactAsked(model=name, evaluation_set=evaluation_set)
    with signed_in(existing_settings(data_dir)) as client:
        report = client.models.report(asked)
    _print(in_words(report))


@model.command()
def switch(name: Name, data_dir: DataDir = None) -> None:
    """Take a model into use at the next start of the service; for administrators, once reports are filed."""
    with signed_in(existing_settings(data_dir)) as client:
        client.models.switch(name)
    _print([f"{name} comes into use when the service is started again."])


@model.command()
def remove_former(data_dir: DataDir = None) -> None:
    """Remove templates of models that were in use before; for administrators."""
    with signed_in(existing_settings(data_dir)) as client:
        removed = client.models.remove_former().removed
    _print([f"{removed:,} templates of former models removed"])


def listed(view: ModelsView) -> Iterator[str]:
    """Give the models and the reports as lines."""
    for each in view.models:
        state = "in use" if each.in_use else "from the next start on" if each.next_start else "registered"
        work = "" if each.casework else ", not for casework"
        yield f"{each.name}  {state}{work}: templates of {each.templates:,} of {each.eligible:,} eligible pictures"
    yield from (f"report {each.number}: {each.old.model_id} to {each.new.model_id}" for each in view.reports)


def in_words(view: ImpactView) -> Iterator[str]:
    """Give a report as lines: counts, and no name."""
    yield f"report {view.number}, {view.sha256}"
    for word, side in (("in use", view.old), ("other", view.new)):
        yield f"{word}: {side.model_id}, {side.pictures:,} pictures of {side.people:,} people"
    yield f"{view.without:,} eligible pictures have no template of the other model"
    yield f"{view.replayed:,} past searches searched again, {view.left_out:,} left out: their picture is not held"
    bounds = f"similarity from {view.threshold:g}, at most {view.length}"
    yield f"under the bounds in force ({bounds}): {_changed(view.in_force)}"
    yield f"by place alone (the first {view.length}): {_changed(view.by_place)}"
    yield "candidates that became leads: " + ", ".join(
        f"{_count(view.leads[key])} {told}" for key, told in _MOVES.items()
    )
    if view.scale_old and view.scale_new:
        yield f"best similarity, quartiles: {_three(view.scale_old)} in use, {_three(view.scale_new)} other"
    for each in view.accuracy:
        rate = each.operating.fnir
        yield f"{view.evaluation_set} by {each.model_id}: {rate.count} of {rate.of} searches miss the person"
    yield f"counts from 1 to {view.smallest_cell - 1} are not told"
    yield from view.statements


# Private


def _changed(told: ListChanges) -> str:
    lists, entries = told.lists, told.entries
    return (
        f"{_count(lists['changed'])} lists change, {_count(lists['same'])} do not; "
        f"{_count(entries['enter'])} entries enter, {_count(entries['leave'])} leave, {_count(entries['stay'])} stay"
    )


def _count(count: int | None) -> str:
    return "few" if count is None else f"{count:,}"


def _three(values: tuple[float, float, float]) -> str:
    return " / ".join(f"{each:.3f}" for each in values)


def _print(lines: Iterator[str] | list[str]) -> None:
    _out.print("\n".join(lines), markup=False, soft_wrap=True, highlight=False)
