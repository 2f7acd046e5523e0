"""Results that come from outside, and disclosures that go outside Ontario (G-08, G-09)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gallery.casework import intake
from gallery.records.case_tables import leads
from gallery.rules.sharing import OutsideRules
from gallery.sharing import desk, external, outside
from gallery.sharing.means import Sharing
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable
from kernel_lib.vocabulary import RequestState, Role
from kernel_lib.wire.sharing import ExternalResultGiven, OutsideOffered
from tests.gallery.casework.bench import ANSWER, NOON
from tests.gallery.sharing.three import SEARCHER, Three


def _given(**changed: Any) -> ExternalResultGiven:
    whole: dict[str, Any] = {
        "system": "Another system",
        "agency": "Another police service",
        "source": "police_bookings",
        "authority": ANSWER,
        "received_on": NOON.date(),
    }
    return ExternalResultGiven(**{**whole, **changed})


@pytest.mark.proves("G-08")
def test_a_result_from_outside_is_recorded_as_such_and_is_no_lead(three: Three) -> None:
    """It has no place for a person, changes no state, and the request still goes the whole way of its own search."""
    bench, asker = three.bench, three.bench["investigator"]
    request_id = bench.submitted()

    kept = external.record(three.sharing, asker, request_id, _given())

    held = intake.get(bench.casework, asker, request_id)
    with bench.ledger.reading() as connection:
        assert connection.execute(select(leads)).all() == []
    assert (held.state, held.lead_id) == (RequestState.SUBMITTED, None)
    assert [each.standing for each in kept.results] == [external.STANDING]
    assert external.listed(three.sharing, asker, request_id) == kept
    assert {name for name in ExternalResultGiven.model_fields if "subject" in name or "picture" in name} == set()
    with pytest.raises(NotFound):
        external.record(three.sharing, bench["stranger"], request_id, _given())


@pytest.mark.proves("G-08", "A-05")
@pytest.mark.parametrize("source", ["open_web", "commercial", "unknown"])
def test_a_result_of_a_prohibited_or_unknown_source_is_refused_and_the_refusal_recorded(
    three: Three, source: str
) -> None:
    """The log keeps the kind of source, nothing else of it."""
    request_id = three.bench.submitted()

    with pytest.raises(Unacceptable) as refused:
        external.record(three.sharing, three.bench["investigator"], request_id, _given(source=source))

    entry = list(three.bench.log)[-1].event
    assert refused.value.refusal.rule == "A-05"
    assert (entry.act, entry.result, entry.details["source_type"]) == ("external_result_recorded", "refused", source)


@pytest.mark.proves("G-09")
def test_disclosure_outside_ontario_is_off(three: Three) -> None:
    """By default nobody proposes one and nobody authorises one."""
    compliance = three.bench[f"{SEARCHER}_compliance"]
    three.bench.submitted()

    with pytest.raises(NotAllowed) as refused:
        outside.propose(three.sharing, compliance, OutsideOffered(case="2026-000123", recipient="x"))

    assert refused.value.refusal.rule == "G-09"
    assert not desk.view(three.sharing, compliance).outside_enabled


@pytest.mark.proves("G-09")
def test_turned_on_it_needs_a_basis_and_another_officer_and_is_counted_apart(three: Three) -> None:
    """Proposed by compliance with a listed basis, authorised by a higher approver; only then it counts."""
    bench, rules = three.bench, three.bench.rules
    enabled = replace(rules.sharing, outside=OutsideRules(enabled=True, bases=rules.sharing.outside.bases))
    sharing = Sharing(replace(bench.casework, rules=replace(rules, sharing=enabled)))
    bench.join("officer", (Role.HIGHER_APPROVER,))
    bench.submitted()
    whole = OutsideOffered(
        case="2026-000123", recipient="A court abroad", place="Abroad", basis="court_order", reason=ANSWER
    )
    with pytest.raises(Unacceptable) as refused:
        outside.propose(sharing, bench[f"{SEARCHER}_compliance"], whole.model_copy(update={"basis": "courtesy"}))

    proposed = outside.propose(sharing, bench[f"{SEARCHER}_compliance"], whole)
    with pytest.raises(NotAllowed):
        outside.authorise(sharing, bench[f"{SEARCHER}_compliance"], proposed.outside[0].id)
    authorised = outside.authorise(sharing, bench["officer"], proposed.outside[0].id)

    assert set(refused.value.refusal.fields) == {"basis"}
    assert (proposed.outside_authorised, authorised.outside_authorised) == (0, 1)
    assert [each.case_number for each in authorised.outside] == ["2026-000123"]
