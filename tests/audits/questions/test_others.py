"""Questions beside the 25: each returns exactly what was planted, or what was told of every request."""

from collections import Counter

import pytest

from tests.audits.questions.conftest import Asked
from tests.audits.questions.plan import Plan
from tests.audits.questions.world import World

pytestmark = pytest.mark.proves("I-05")


def test_many_searches_in_a_short_time(asked: Asked) -> None:
    """Ten within the hour to the second; not ten within an hour and nine seconds."""
    of_the_day = {"first_day": "2026-04-15", "last_day": "2026-04-15"}
    found = asked("search_bursts", "person", "searches", "cases", **of_the_day)

    assert found == [("busy", 10, 10)]


@pytest.mark.parametrize(("kind", "field"), [("purpose.offences", "offence"), ("source.types", "source")])
def test_use_by_value(asked: Asked, world: World, kind: str, field: str) -> None:
    """Offences and sources of every request that was sent, by service."""
    found = asked("use_by_value", "service", "kind", "used", "times")

    told = Counter((plan.service, _value(plan, field)) for plan in world.plans)
    expected = {(service, kind, used, times) for (service, used), times in told.items()}
    assert {row for row in found if row[1] == kind} == expected


def test_last_of_each_act(asked: Asked) -> None:
    """On the last day the service ended, and did nothing else."""
    found = asked("last_of_each_act", "act", "times", "last_day", first_day="2026-10-30")

    assert found == [("service_stopped", 1, "2026-10-30")]


def test_entries_that_lack_something(asked: Asked) -> None:
    """Entries of an honest year lack nothing that they must have, and there are some of each kind."""
    found = {row[0]: row[1:] for row in asked("entries_lacking", "what", "entries", "lacking", "first_sequence")}

    assert {what: lacking for what, (_, lacking, _) in found.items()} == dict.fromkeys(found, 0)
    assert {"who", "rule of a refusal", "allowed key", "state of a certificate", "identical replay"} == set(found)
    assert found["who"][0] > 0
    assert found["allowed key"][0] > 0


def _value(plan: Plan, field: str) -> str:
    return str(getattr(plan, field))
