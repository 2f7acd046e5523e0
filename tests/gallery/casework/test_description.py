"""What is described of a person beside what is held: a contradiction holds the lead back (D-07)."""

from typing import Any

import pytest

from gallery.casework import approval, description, examination, intake, lead
from gallery.desk.work import listed
from gallery.records.examinations import examinations_of
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import Standing
from kernel_lib.wire.descriptions import ContradictionDecided, DescriptionOffered, FeatureCompared
from tests.gallery.casework.bench import ANSWER, Bench, decision


def _rows(bench: Bench, contradicts: str = "", **changed: Any) -> DescriptionOffered:
    rows = [
        FeatureCompared(
            feature=feature,
            described="193 cm" if feature == contradicts else "",
            held="173 cm" if feature == contradicts else "",
            standing=Standing.CONTRADICTS if feature == contradicts else Standing.NOT_KNOWN,
        )
        for feature in bench.rules.review.features
    ]
    return DescriptionOffered(**{"rows": tuple(rows), **changed})


def _first(bench: Bench, request_id: str) -> str:
    with bench.ledger.reading() as connection:
        return examinations_of(connection, request_id)[0].id


@pytest.fixture
def contradicted(bench: Bench) -> tuple[Bench, str]:
    """A request on whose subject both examiners agree, while the height contradicts."""
    request_id = bench.examined()
    description.fill_in(bench.casework, bench["examiner1"], _first(bench, request_id), _rows(bench, "height"))
    bench.say(request_id, "S-001")
    return bench, request_id


@pytest.mark.proves("D-07")
def test_a_marked_contradiction_keeps_the_lead_from_going_out(contradicted: tuple[Bench, str]) -> None:
    """Both agree, no lead exists, and an approver finds it in their work list."""
    bench, request_id = contradicted

    request = intake.get(bench.casework, bench["investigator"], request_id)

    assert (request.state, request.lead_id) == ("verified", None)
    assert ("lead_held_back", "done") in bench.log.told()
    assert ("lead_issued", "done") not in bench.log.told()
    waiting = [item.object_id for item in listed(bench.casework, bench["approver"]).mine]
    assert request_id in waiting
    assert description.waiting(bench.casework, bench["approver"]).descriptions[0].holds_back is True


@pytest.mark.proves("D-07")
def test_an_approver_lets_it_out_with_a_reason_and_the_lead_says_so(contradicted: tuple[Bench, str]) -> None:
    """The reason stays in the record; the lead carries the caution."""
    bench, request_id = contradicted

    decided = description.decide(
        bench.casework, bench["approver"], request_id, ContradictionDecided(release=True, reason=ANSWER)
    )

    request = intake.get(bench.casework, bench["investigator"], request_id)
    assert (request.state, decided.reason, decided.holds_back) == ("lead", ANSWER, False)
    assert request.lead_id is not None
    with bench.ledger.reading() as connection:
        cautions = connection.exec_driver_sql("SELECT CAST(cautions AS text) FROM leads").scalar_one()
    assert "contradicts what is held" in cautions
    assert lead.get(bench.casework, bench["investigator"], request.lead_id).state == "issued"
    assert listed(bench.casework, bench["approver"]).mine == ()


def test_an_approver_ends_it_without_a_lead(contradicted: tuple[Bench, str]) -> None:
    """Nothing goes out."""
    bench, request_id = contradicted

    description.decide(
        bench.casework, bench["approver"], request_id, ContradictionDecided(release=False, reason=ANSWER)
    )

    assert bench.state_of(request_id) == "no_lead"


def test_without_a_contradiction_the_lead_goes_out(bench: Bench) -> None:
    """An unknown feature blocks nothing."""
    request_id = bench.examined()
    description.fill_in(bench.casework, bench["examiner1"], _first(bench, request_id), _rows(bench))

    bench.say(request_id, "S-001")

    assert bench.state_of(request_id) == "lead"


def test_nobody_decides_on_their_own_request_or_examination(contradicted: tuple[Bench, str]) -> None:
    """Nor without a reason, nor from another service."""
    bench, request_id = contradicted
    short = ContradictionDecided(release=True, reason="Yes.")

    for name, kind in (("examiner1", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(kind):
            description.decide(bench.casework, bench[name], request_id, short)
    with pytest.raises(Unacceptable):
        description.decide(bench.casework, bench["approver"], request_id, short)
    assert bench.state_of(request_id) == "verified"


def test_the_verifier_neither_sees_nor_fills_in_a_description(contradicted: tuple[Bench, str]) -> None:
    """Only the first examiner does, after their lock and before a lead (D-09)."""
    bench, request_id = contradicted
    name, verification = bench.verifier_of(request_id)

    assert examination.get(bench.casework, bench[name], verification).description is None
    with pytest.raises(NotFound):
        description.fill_in(bench.casework, bench[name], verification, _rows(bench))


def test_before_the_lock_and_after_the_lead_nothing_is_filled_in(bench: Bench) -> None:
    """Before, it would lead; afterwards a lead is withdrawn."""
    view = bench.opened()
    with pytest.raises(WrongState):
        description.fill_in(bench.casework, bench["examiner1"], view.id, _rows(bench))
    locked = bench.conclude("examiner1", view, "S-001")
    assert (view.description, locked.description is not None) == (None, True)
    bench.say(bench.request_of(view.id), "S-001")

    with pytest.raises(WrongState):
        description.fill_in(bench.casework, bench["examiner1"], view.id, _rows(bench))


def test_every_feature_is_answered_once_and_a_contradiction_in_words(bench: Bench) -> None:
    """The list is data of the service."""
    request_id = bench.examined()
    first = _first(bench, request_id)
    wordless = FeatureCompared(feature="height", standing=Standing.CONTRADICTS)
    others = tuple(row for row in _rows(bench).rows if row.feature != "height")

    for offered in (_rows(bench, rows=others), _rows(bench, rows=(wordless, *others))):
        with pytest.raises(Unacceptable):
            description.fill_in(bench.casework, bench["examiner1"], first, offered)


def _described(bench: Bench) -> str:
    """A request with a description on file whose first examination supports S-001."""
    request_id = bench.submitted(person_described="About 193 cm, slim, a swallow on the left hand.")
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    taken = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.conclude("examiner1", bench.look("examiner1", taken.id), "S-001")
    return request_id


@pytest.mark.proves("D-07")
def test_a_description_on_file_must_be_compared_before_a_lead_goes_out(bench: Bench) -> None:
    """Both agree and nothing goes out; the first examiner finds it in their work list; comparing lets it out."""
    request_id = _described(bench)
    first = _first(bench, request_id)
    bench.say(request_id, "S-001")
    held_back = bench.state_of(request_id)
    waiting = [item.object_id for item in listed(bench.casework, bench["examiner1"]).mine]
    view = examination.get(bench.casework, bench["examiner1"], first).description

    description.fill_in(bench.casework, bench["examiner1"], first, _rows(bench))

    assert (held_back, bench.state_of(request_id)) == ("verified", "lead")
    assert ("lead_held_back", "done") in bench.log.told()
    assert waiting == [first]
    assert view is not None
    assert (view.required, view.told) == (True, "About 193 cm, slim, a swallow on the left hand.")
    assert listed(bench.casework, bench["examiner1"]).mine == ()


@pytest.mark.proves("D-07")
def test_a_contradiction_marked_late_still_waits_for_a_supervisor(bench: Bench) -> None:
    """Comparing after both agreed holds the lead back when something contradicts."""
    request_id = _described(bench)
    bench.say(request_id, "S-001")

    description.fill_in(bench.casework, bench["examiner1"], _first(bench, request_id), _rows(bench, "height"))

    assert bench.state_of(request_id) == "verified"
    assert [each.request_id for each in description.waiting(bench.casework, bench["approver"]).descriptions] == [
        request_id
    ]


@pytest.mark.proves("D-07", "D-09")
def test_it_is_compared_by_who_supports_the_person_in_question(bench: Bench) -> None:
    """When the second and third outvote the first, the second compares, and only after all are locked."""
    request_id = bench.submitted(person_described="About 193 cm.")
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    taken = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.conclude("examiner1", bench.look("examiner1", taken.id), "S-002")
    second_name, second = bench.verifier_of(request_id)
    bench.say(request_id, "S-001")
    during = examination.get(bench.casework, bench[second_name], second).description
    bench.say(request_id, "S-001")

    assert during is None
    assert bench.state_of(request_id) == "resolved"
    with pytest.raises(WrongState):
        description.fill_in(bench.casework, bench["examiner1"], taken.id, _rows(bench))
    description.fill_in(bench.casework, bench[second_name], second, _rows(bench))
    assert bench.state_of(request_id) == "lead"
