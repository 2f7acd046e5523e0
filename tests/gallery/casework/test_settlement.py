"""What follows locked conclusions: a lead, no lead, or a third look."""

import pytest
from sqlalchemy import text

from gallery.casework import examination, intake
from gallery.casework.lead import listed
from gallery.records.examinations import examinations_of
from kernel_lib.errors import WrongState
from tests.gallery.casework.bench import Bench


def _told(bench: Bench, request_id: str) -> tuple[str, str | None]:
    view = intake.get(bench.casework, bench["investigator"], request_id)
    return view.state, view.lead_id


@pytest.mark.proves("C-03", "D-12")
def test_two_who_find_nobody_make_no_lead(bench: Bench) -> None:
    """The investigator reads it in words that claim nothing (C-03)."""
    request_id = bench.examined(None)

    bench.say(request_id, None)

    view = intake.get(bench.casework, bench["investigator"], request_id)
    assert (view.state, view.lead_id) == ("no_lead", None)
    assert "does not show that the person is not in the gallery" in view.state_words
    assert listed(bench.casework, bench["investigator"]) == ()


def test_support_of_nought_is_no_support(bench: Bench) -> None:
    """A letter with a value of 0 on both sides makes no lead (D-12)."""
    request_id = bench.examined("S-001", 0)

    bench.say(request_id, "S-001", 0)

    assert _told(bench, request_id) == ("no_lead", None)


@pytest.mark.proves("D-12", "D-13")
@pytest.mark.parametrize(("second", "value"), [(None, 0), ("S-002", 2), ("S-001", 0)])
def test_two_who_differ_are_a_conflict_for_a_third(bench: Bench, second: str | None, value: int) -> None:
    """A third blind examiner is assigned, and nothing is told yet (D-13)."""
    request_id = bench.examined("S-001")

    bench.say(request_id, second, value)

    assert _told(bench, request_id) == ("conflict", None)
    name, _ = bench.verifier_of(request_id)
    with bench.ledger.reading() as connection:
        held = examinations_of(connection, request_id)
    assert [each.place for each in held] == [1, 2, 3]
    assert bench[name].account_id not in {held[0].examiner_id, held[1].examiner_id}
    assert ("conflict_opened", "done") in bench.log.told()


@pytest.mark.proves("D-13")
@pytest.mark.parametrize(("third", "state"), [("S-001", "lead"), (None, "no_lead"), ("S-002", "no_lead")])
def test_two_of_three_decide(bench: Bench, third: str | None, state: str) -> None:
    """When no two support one subject there is no lead; the three conclusions all stay (D-13)."""
    request_id = bench.examined("S-001")
    bench.say(request_id, None)

    bench.say(request_id, third)

    assert _told(bench, request_id)[0] == state
    assert ("conflict_resolved", "done") in bench.log.told()
    with bench.ledger.reading() as connection:
        values = [each.value for each in examinations_of(connection, request_id)]
    assert values == [2, -2, 2 if third else -2]


def test_a_conflict_without_a_third_examiner_waits(bench: Bench) -> None:
    """It is not decided by two."""
    with bench.ledger.unrecorded() as connection:
        account_id = bench["examiner3"].account_id
        connection.execute(text("UPDATE accounts SET state = 'disabled' WHERE id = :who"), {"who": account_id})
    request_id = bench.examined("S-001")

    bench.say(request_id, None)

    assert _told(bench, request_id) == ("conflict", None)


def test_a_second_examiner_who_finds_the_probe_unsuitable_supports_nobody(bench: Bench) -> None:
    """It counts as no support, so it differs from support (D-12)."""
    request_id = bench.examined("S-001")
    name, examination_id = bench.verifier_of(request_id)

    notes = bench.notes(suitable=False, limits="Nothing can be seen of the eyes.")
    examination.lock_analysis(bench.casework, bench[name], examination_id, notes)

    assert _told(bench, request_id) == ("conflict", None)


@pytest.mark.proves("D-09", "D-10")
def test_the_second_examiner_cannot_tell_what_the_first_found(bench: Bench) -> None:
    """After a choice and after none, the view has the same fields and the same number of letters (D-09, D-10)."""
    views = []
    for subject in ("S-003", None):
        name, examination_id = bench.verifier_of(bench.examined(subject))
        views.append(bench.look(name, examination_id))
    chosen, none = views

    assert (len(chosen.letters), len(none.letters)) == (6, 6)
    for view in views:
        assert view.state == "comparison"
        assert "S-00" not in view.model_dump_json()
        assert {letter.disposition for letter in view.letters} == {None}
    assert bench.letter_of(chosen, "S-003")


@pytest.mark.proves("D-09", "D-16")
def test_first_and_second_examinations_have_the_same_fields_and_words(bench: Bench) -> None:
    """Nothing in the payload names the kind of the examination (D-09)."""
    first = bench.opened()
    bench.conclude("examiner1", first, "S-001")
    name, examination_id = bench.verifier_of(bench.request_of(first.id))
    second = bench.look(name, examination_id)

    for word in ("verif", "second", "first", "foil", "proposed", "rank"):
        assert word not in second.model_dump_json().lower(), word
    assert set(first.model_dump()) == set(second.model_dump())


def test_a_locked_request_takes_no_more_examinations(bench: Bench) -> None:
    """The story ends with the lead."""
    lead_request = bench.request_of(bench.opened().id)

    with pytest.raises(WrongState):
        examination.take(bench.casework, bench["examiner2"], lead_request)
