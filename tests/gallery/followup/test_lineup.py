"""A witness lineup after a lead."""

from typing import Any

import pytest

from gallery.followup import evidence, lineup
from kernel_lib.errors import Unacceptable, WrongState
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.given import TODAY, a_lineup, corroborated, on_the_day


@pytest.mark.proves("E-06")
def test_a_lineup_without_an_independent_link_is_blocked(bench: Bench, lead_id: str) -> None:
    """Also when a fact is recorded that does not link by itself."""
    me = bench["investigator"]
    for prepare in (lambda: None, lambda: corroborated(bench, lead_id, kind="description")):
        prepare()
        with pytest.raises(WrongState) as refused:
            lineup.hold(bench.casework, me, lead_id, a_lineup())
        assert refused.value.refusal.rule == "E-06"
    corroborated(bench, lead_id, kind="device_location")

    assert len(lineup.hold(bench.casework, me, lead_id, a_lineup()).lineups) == 1


@pytest.mark.proves("E-06", "E-07")
def test_the_record_holds_method_warning_and_answer(bench: Bench, lead_id: str) -> None:
    """Blind, sequential, fillers, recording, and that the person came from a face search."""
    corroborated(bench, lead_id)

    (held,) = lineup.hold(bench.casework, bench["investigator"], lead_id, a_lineup()).lineups

    assert (held.blind_administrator, held.sequential, held.fillers, held.recorded) == (True, True, 9, True)
    assert held.from_face_search is True
    assert held.warning == bench.rules.follow_up.lineup.warning
    assert "near-twin" in held.filler_answer
    details = bench.log.entries[-1].event.details
    assert (details["kind"], details["fillers"], details["from_search"]) == ("lineup", 9, True)


@pytest.mark.proves("E-06", "E-07")
@pytest.mark.parametrize(
    ("changed", "rule", "field"),
    [
        ({"fillers": 8}, "E-06", "fillers"),
        ({"blind_administrator": False}, "E-06", "deviation"),
        ({"sequential": False}, "E-06", "deviation"),
        ({"recorded": False, "deviation": "No."}, "E-06", "deviation"),
        ({"filler_answer": ""}, "E-07", "filler_answer"),
    ],
)
def test_a_lineup_that_is_not_held_properly_is_refused(
    bench: Bench, lead_id: str, changed: dict[str, Any], rule: str, field: str
) -> None:
    """At the field at fault; a departure needs its reason, the fillers their answer."""
    corroborated(bench, lead_id)

    with pytest.raises(Unacceptable) as refused:
        lineup.hold(bench.casework, bench["investigator"], lead_id, a_lineup(**changed))

    assert (refused.value.refusal.rule, list(refused.value.refusal.fields)) == (rule, [field])


@pytest.mark.proves("E-06")
def test_a_departure_with_its_reason_is_recorded(bench: Bench, lead_id: str) -> None:
    """The reason stands in the record."""
    corroborated(bench, lead_id)
    given = a_lineup(recorded=False, deviation="The recorder failed; two officers took notes throughout.")

    (held,) = lineup.hold(bench.casework, bench["investigator"], lead_id, given).lineups

    assert held.deviation.startswith("The recorder failed")


@pytest.mark.proves("E-10")
def test_a_contradiction_stops_a_lineup(bench: Bench, lead_id: str) -> None:
    """Custody on the day of the offence."""
    corroborated(bench, lead_id)
    told = on_the_day(custody_from=TODAY.replace(day=1))
    evidence.tell_circumstances(bench.casework, bench["investigator"], lead_id, told)

    with pytest.raises(WrongState) as refused:
        lineup.hold(bench.casework, bench["investigator"], lead_id, a_lineup())

    assert refused.value.refusal.rule == "E-10"
