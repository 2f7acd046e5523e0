"""A picture of a candidate that is destroyed leaves the case: pseudonyms, similarities and hashes stay (C-12, I-10)."""

from dataclasses import replace

import pytest

from gallery.casework import examination, lead, pictures, search_pictures
from gallery.casework.replay import replay as run_again
from gallery.disclosure.gather import gather
from gallery.records import destructions, gallery
from gallery.records.erasing import count_left, erase_pictures
from gallery.records.examinations import examinations_of
from gallery.records.ids import new_id
from gallery.records.searches import candidates_of
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import EligibilityState, Role
from kernel_lib.wire.holds import HoldAsked
from tests.gallery.casework.bench import Bench


def _destroy(bench: Bench, number: str) -> None:
    with bench.ledger.unrecorded() as connection:
        subject = gallery.subject_numbered(connection, "demo", number)
        assert subject is not None
        shown = gallery.pictures_of(connection, subject.id)
        numbers = erase_pictures(connection, [each.id for each in shown], bench.clock.now)
        assert count_left(connection, [each.id for each in shown]) == frozenset()
    bench.casework.index.remove([number for some in numbers.values() for number in some])
    bench.casework.images.destroy_all([each.lineage_id for each in shown])


@pytest.mark.proves("C-12", "I-10")
def test_the_case_of_a_lead_keeps_hashes_and_can_still_be_read(bench: Bench) -> None:
    """The examiner is shown no picture any more, the lead names a bare pseudonym, and everything else is as it was."""
    bench.join("compliance", (Role.COMPLIANCE,))
    lead_id = bench.lead("S-001")
    with bench.ledger.reading() as connection:
        found = connection.exec_driver_sql("SELECT request_id FROM leads").scalar_one()
        first = examinations_of(connection, found)[0]
    view = examination.get(bench.casework, bench["examiner1"], first.id)
    letter = next(each for each in view.letters if each.letter == bench.letter_of(view, "S-001"))

    _destroy(bench, "S-001")

    with pytest.raises(WrongState) as refused:
        pictures.show(bench.casework, bench["examiner1"], letter.pictures[0].picture)
    assert refused.value.refusal.rule == "C-12"
    with bench.ledger.reading() as connection:
        candidates = candidates_of(connection, str(first.search_id))
        kept = connection.exec_driver_sql("SELECT pictures FROM purged_candidates").scalars().all()
    assert len(candidates) == 6
    assert len(kept) == 1
    told = lead.get(bench.casework, bench["investigator"], lead_id)
    assert told.reveal is None or told.reveal.subject_number.startswith("destroyed ")
    with bench.ledger.reading() as connection:
        case_id = connection.exec_driver_sql("SELECT case_id FROM requests").scalar_one()
        assert gather(connection, bench.casework, case_id).requests
    assert run_again(bench.casework, bench["compliance"], str(first.search_id)).places <= 6


@pytest.mark.proves("C-13", "F-25", "F-35")
def test_a_hold_on_the_case_keeps_what_it_listed_unless_the_law_orders_otherwise(bench: Bench) -> None:
    """A picture that a held case listed is counted as held and is in no run; an election to a contravention is not."""
    bench.join("compliance", (Role.COMPLIANCE,))
    bench.lead("S-001")
    with bench.ledger.reading() as connection:
        called = connection.exec_driver_sql("SELECT occurrence_number FROM cases").scalar_one()
    hold = HoldAsked(ground="charge", note="Charge laid on Monday.")
    placed = search_pictures.place_hold(bench.casework, bench["compliance"], called, hold)
    today = bench.clock.now.date()

    def due(rule: str) -> tuple[int, int]:
        with bench.ledger.unrecorded() as connection:
            subject = gallery.subject_numbered(connection, "demo", "S-001")
            assert subject is not None
            (shown,) = gallery.pictures_of(connection, subject.id)
            old = gallery.current_eligibility(connection, shown.id)
            assert old is not None
            changed = {"id": new_id(), "state": EligibilityState.DUE, "rule": rule, "due_on": today}
            gallery.set_eligibility(connection, replace(old, **changed))
            (count,) = destructions.due_counts(connection, "demo", today)
            return count.due, count.held

    held, ordered = due("F-22.dismissed"), due("F-25.attorney_general_election")
    search_pictures.lift_hold(bench.casework, bench["compliance"], placed.holds[0].id)

    assert (held, ordered, due("F-22.dismissed")) == ((0, 1), (1, 0), (1, 0))
