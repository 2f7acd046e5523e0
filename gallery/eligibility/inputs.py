"""The facts of a picture as they are kept with its state, so that anybody can see later what it was reckoned from.

Equal sets of facts give equal text, in whatever order they arrived: lists are sorted, names stand in one order.
"""

import json
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from gallery.eligibility.facts import ChargeFacts, Facts, Outcome


def inputs_of(facts: Facts) -> dict[str, Any]:
    """Return the facts as values of JSON."""
    kept: dict[str, Any] = json.loads(inputs_text(facts))
    return kept


def inputs_text(facts: Facts) -> str:
    """Return the facts as JSON, as `json.dumps` would write them; put together here, it takes a third of the time."""
    return (
        f'{{"service": {_word(facts.service)}, "profile": {_word(facts.profile)}, '
        f'"captured_on": {_day(facts.captured_on)}, "demonstration": {_yes(facts.demonstration)}, '
        f'"charges": [{_charges(facts.charges)}], "elsewhere": [{_charges(facts.elsewhere)}], '
        f'"died_on": {_day(facts.died_on)}, "sealed_on": {_day(facts.sealed_on)}, '
        f'"withdrawn_on": {_day(facts.withdrawn_on)}, "destroyed_on": {_day(facts.destroyed_on)}, '
        f'"holds": {_holds(facts)}, "decisions": {_decisions(facts)}}}'
    )


# Private

_word = lru_cache(maxsize=4_096)(json.dumps)
"""A word of the rules or a service's code as JSON: there are few."""


def _charges(charges: tuple[ChargeFacts, ...]) -> str:
    return ", ".join(map(_charge, charges if len(charges) < 2 else sorted(charges, key=_by_id)))


def _by_id(charge: ChargeFacts) -> str:
    return charge.id


def _charge(charge: ChargeFacts) -> str:
    age = "null" if charge.age is None else charge.age
    return (
        f'{{"id": {json.dumps(charge.id)}, "offence": {_word(charge.offence)}, '
        f'"charged_on": {_day(charge.charged_on)}, "election": {_word(charge.election)}, "age": {age}, '
        f'"outcomes": [{_outcomes(charge.outcomes)}]}}'
    )


def _outcomes(outcomes: Collection[Outcome]) -> str:
    return ", ".join(map(_outcome, outcomes if len(outcomes) < 2 else sorted(outcomes, key=repr)))


def _outcome(outcome: Outcome) -> str:
    """Only what is known of it."""
    told = f'{{"happened": {_day(outcome.happened)}, "disposition": {_word(outcome.disposition)}'
    if outcome.appeal_until:
        told += f', "appeal_until": {_day(outcome.appeal_until)}'
    if outcome.appealed:
        told += ', "appealed": true'
    if outcome.appeal_ended:
        told += f', "appeal_ended": {_day(outcome.appeal_ended)}'
    if outcome.order_expires:
        told += f', "order_expires": {_day(outcome.order_expires)}'
    if outcome.sentence_done:
        told += f', "sentence_done": {_day(outcome.sentence_done)}'
    return told + (', "as_adult": true}' if outcome.as_adult else "}")


def _holds(facts: Facts) -> str:
    if not facts.holds:
        return "[]"
    return json.dumps(sorted([_iso(each.placed_on), _iso(each.lifted_on)] for each in facts.holds))


def _decisions(facts: Facts) -> str:
    if not facts.decisions:
        return "[]"
    return json.dumps(sorted([_iso(each.decided_on), each.keep, _iso(each.look_again_on)] for each in facts.decisions))


def _day(day: date | None) -> str:
    return f'"{day.isoformat()}"' if day else "null"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _yes(value: bool) -> str:  # one value, and nothing to choose
    return "true" if value else "false"
