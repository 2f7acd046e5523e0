"""An answered application is forgotten after its days, and its statement goes with the picture."""

from datetime import timedelta

import pytest

from gallery.records import gallery
from gallery.records.applications import application_by_id, disagreements_with, letters_of
from gallery.records.erasing import erase_pictures
from gallery.rights import answering, view
from gallery.rights.forgetting import forget_due
from kernel_lib.errors import PictureDamaged
from kernel_lib.wire.rights import AnswerGiven
from tests.gallery.casework.bench import Bench
from tests.gallery.rights.given import REASONS, received


@pytest.mark.proves("F-32", "F-67", "M-02")
def test_an_answered_application_names_nobody_after_its_days(bench: Bench) -> None:
    """On the last day all is there; then number, form, reasons and letters are gone, and what is counted stays."""
    given = AnswerGiven(outcome="refused", ground="finding_of_guilt", reasons=REASONS)
    told = received(bench, kind="removal", asked="About event E-77, please.")
    waiting = received(bench, kind="removal")
    answered = answering.answer(bench.casework, bench["clerk"], told.id, given)
    with bench.ledger.reading() as connection:
        (letter,) = letters_of(connection, told.id)

    bench.clock.now += timedelta(days=bench.rules.rights.answered_days)
    on_the_last_day = forget_due(bench.casework)
    bench.clock.now += timedelta(seconds=1)
    after = forget_due(bench.casework)
    again = forget_due(bench.casework)

    assert (on_the_last_day, after, again) == (0, 1, 0)
    with bench.ledger.reading() as connection:
        kept = application_by_id(connection, told.id)
        assert letters_of(connection, told.id) == ()
        assert (open_one := application_by_id(connection, waiting.id)) is not None
        assert open_one.subject_number == "S-001"
    assert kept is not None
    assert (kept.subject_number, kept.reasons, kept.report, "E-77" in str(kept.form)) == ("", "", None, False)
    assert (kept.outcome, kept.ground, kept.number) == ("refused", "finding_of_guilt", answered.number)
    with pytest.raises(PictureDamaged):
        bench.images.get(letter.lineage_id, letter.sha256)
    listed = view.work_list(bench.casework, bench["clerk"]).applications
    assert {each.id for each in listed} == {told.id, waiting.id}
    forgotten = [each.event for each in bench.log if each.event.act == "application_forgotten"]
    assert [dict(each.details) for each in forgotten] == [{"kind": "removal", "outcome": "refused", "letters": 1}]


@pytest.mark.proves("F-32", "F-63")
def test_a_statement_of_disagreement_goes_with_its_picture(bench: Bench) -> None:
    """As long as the picture is held the statement travels with it, also after the application was forgotten."""
    with bench.ledger.reading() as connection:
        subject = gallery.subject_numbered(connection, "demo", "S-001")
        assert subject is not None
        held = [each.id for each in gallery.pictures_of(connection, subject.id)]
    told = received(bench, kind="correction", asked="The year is wrong; it is 1991.")
    given = AnswerGiven(outcome="statement", statement="I was never in that place on that day.")
    answering.answer(bench.casework, bench["clerk"], told.id, given)
    bench.clock.now += timedelta(days=bench.rules.rights.answered_days + 1)
    forget_due(bench.casework)
    with bench.ledger.reading() as connection:
        travelling = disagreements_with(connection, held)

    with bench.ledger.unrecorded() as connection:
        erase_pictures(connection, held, bench.clock())

    with bench.ledger.reading() as connection:
        left = disagreements_with(connection, held)
    assert (len(travelling), len(left)) == (len(held), 0)
