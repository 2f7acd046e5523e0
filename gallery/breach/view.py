"""Breaches as pages and the report show them, and what is still missing in one (M-06)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from gallery.control.means import display_name
from gallery.records.breaches import Breach, BreachStep, breaches_in, steps_of
from gallery.rules import Rules
from gallery.rules.breach import Worded
from kernel_lib.wire.breach import BreachesView, BreachStepView, BreachView, StatuteView, Wording, YearCount

_UNAUTHORISED = ("unauthorised_search", "self_search")


def breaches_view(connection: Connection, rules: Rules, service: str) -> BreachesView:
    """Return every breach of a service, counts by calendar year, and what the rules ask."""
    held = tuple(breach_view(connection, rules, each) for each in breaches_in(connection, service))
    return BreachesView(
        breaches=held,
        years=_years(held),
        kinds=tuple(map(_wording, rules.breach.kinds.values())),
        factors=tuple(map(_wording, rules.breach.factors.values())),
        statutes=tuple(
            StatuteView(id=each.id, state=each.state, since=each.since, en=each.words["en"], fr=each.words["fr"])
            for each in rules.breach.statutes
        ),
        reason_min_length=rules.breach.reason_min_length,
        rule_version=rules.breach.version,
    )


def breach_view(connection: Connection, rules: Rules, breach: Breach) -> BreachView:
    """Return one breach with its steps."""
    steps = steps_of(connection, breach.id)
    told = [each.body for each in steps if each.step == "notified"]
    return BreachView(
        id=breach.id,
        number=breach.number,
        kind=breach.kind,
        state=breach.state,
        source=str(steps[0].body.get("source", "hand")) if steps else "hand",
        occurred_on=date.fromisoformat(breach.occurred_on),
        opened_at=breach.opened_at,
        opened_by=display_name(connection, breach.opened_by),
        closed_at=breach.closed_at,
        real_risk=real_risk(steps),
        notified=tuple(dict.fromkeys(each["recipient"] for each in told)),
        people_told=sum(int(each["people"]) for each in told),
        missing=missing(steps),
        steps=tuple(_step(connection, rules, each) for each in steps),
    )


def real_risk(steps: Sequence[BreachStep]) -> bool | None:
    """Return what the latest assessment says, or None before there is one."""
    return next((bool(each.body["real_risk"]) for each in reversed(steps) if each.step == "assessed"), None)


def missing(steps: Sequence[BreachStep]) -> tuple[str, ...]:
    """Name what must still be done: where there is a real risk, the commissioner and the people are told."""
    taken = {each.step for each in steps}
    told = {each.body["recipient"] for each in steps if each.step == "notified"}
    wanted = {"containment": "contained" not in taken, "assessment": "assessed" not in taken}
    if real_risk(steps):
        wanted["notice to the commissioner"] = "commissioner" not in told
        wanted["notice to the people"] = "person" not in told
    return tuple(name for name, lacks in wanted.items() if lacks)


# Private


def _years(held: tuple[BreachView, ...]) -> tuple[YearCount, ...]:
    years = sorted({each.opened_at.year for each in held}, reverse=True)
    return tuple(_year(year, [each for each in held if each.opened_at.year == year]) for year in years)


def _year(year: int, held: list[BreachView]) -> YearCount:
    return YearCount(
        year=year,
        breaches=len(held),
        unauthorised_searches=sum(each.kind in _UNAUTHORISED for each in held),
        real_risk=sum(each.real_risk is True for each in held),
    )


def _step(connection: Connection, rules: Rules, step: BreachStep) -> BreachStepView:
    return BreachStepView(
        step=step.step,
        taken_at=step.taken_at,
        taken_by=display_name(connection, step.taken_by),
        facts=tuple(_facts(rules, step.body)),
    )


def _facts(rules: Rules, body: Any) -> list[tuple[str, str]]:
    """Return what was written at a step as label and text; factors each on a line of their own."""
    rows = [(name, _text(value)) for name, value in body.items() if name != "factors"]
    for name, (speaks, why) in body.get("factors", {}).items():
        rows.append((rules.breach.factors[name].words["en"], f"{_text(speaks)}: {why}"))
    return rows


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _wording(each: Worded) -> Wording:
    return Wording(id=each.id, en=each.words["en"], fr=each.words["fr"])
