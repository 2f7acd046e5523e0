"""A correction is made, refused, or answered by a statement of disagreement, and told to those who knew before."""

from datetime import timedelta

import pytest

from gallery.casework import examination, intake, lead
from gallery.disclosure.gather import gather
from gallery.followup import copies, disclosing
from gallery.lifecycle.view import StandingDesk
from gallery.records.applications import STATEMENT_ATTACHED, disagreements_with
from gallery.records.gallery import pictures_of, subject_numbered
from gallery.rights import answering, keeping, reporting
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import CopyKind
from kernel_lib.wire.case import DisclosureGiven
from kernel_lib.wire.examination import Acknowledgement
from kernel_lib.wire.follow_up import CopyAsked
from kernel_lib.wire.rights import AnswerGiven, ApplicationView
from tests.gallery.casework.bench import Bench
from tests.gallery.followup.given import case_of
from tests.gallery.rights.given import REASONS, TODAY, received

STATEMENT = "I was not the person who was booked that day; my cousin used my papers."


@pytest.fixture
def told(bench: Bench) -> Bench:
    """A bench on which a lead about S-001 was opened, told to the Crown this year, and to a court two years ago."""
    lead_id = bench.lead()
    lead.acknowledge(bench.casework, bench["investigator"], lead_id, Acknowledgement(initials="AB", accepted=True))
    for recipient, day in (("crown", TODAY), ("court", TODAY - timedelta(days=366))):
        given = DisclosureGiven(recipient=recipient, method="letter", disclosed_on=day, reference="letter")
        disclosing.record(bench.casework, bench["investigator"], case_of(bench, lead_id), given)
    return bench


def _answer(bench: Bench, given: AnswerGiven) -> ApplicationView:
    application = received(bench, kind="correction", asked="The booking of that day is not mine.")
    return answering.answer(bench.casework, bench["clerk"], application.id, given)


def _kinds(answered: ApplicationView) -> list[tuple[str, str]]:
    return [(each.kind, each.recipient) for each in answered.letters]


@pytest.mark.proves("F-62")
def test_a_correction_is_told_to_everybody_of_the_year_before(told: Bench) -> None:
    """The requester and the Crown get a notice; the court, told a day too long ago, does not; refused tells nobody."""
    corrected = _answer(told, AnswerGiven(outcome="corrected", reasons=REASONS))
    refused = _answer(told, AnswerGiven(outcome="refused", ground="no_error_shown", reasons=REASONS))

    assert _kinds(corrected) == [("letter", "applicant"), ("notice", "crown"), ("notice", "requester")]
    assert _kinds(refused) == [("letter", "applicant")]
    for each in (*corrected.letters, *refused.letters):
        application = corrected if each in corrected.letters else refused
        assert keeping.fetch(told.casework, told["clerk"], application.id, each.id).startswith(b"%PDF-")


@pytest.mark.proves("F-62", "F-63")
def test_a_statement_of_disagreement_is_attached_and_told(told: Bench) -> None:
    """It stands with every picture of the person, shows in the next report, and its words are in no log entry."""
    answered = _answer(told, AnswerGiven(outcome="statement", statement=STATEMENT))
    report = reporting.report(told.casework, told["clerk"], received(told).id)

    with told.ledger.reading() as connection:
        subject = subject_numbered(connection, "demo", "S-001")
        assert subject is not None
        held = [each.id for each in pictures_of(connection, subject.id)]
        attached = disagreements_with(connection, held)
    assert [(each.picture_id, each.statement) for each in attached] == [(held[0], STATEMENT)]
    assert _kinds(answered)[1:] == [("notice", "crown"), ("notice", "requester")]
    assert [each.disagreement for each in report.pictures] == [True]
    desk = StandingDesk(told.ledger, told.rules).person(told["clerk"], "S-001")
    assert [each.statements for each in desk.pictures] == [(STATEMENT_ATTACHED, STATEMENT)]
    assert "cousin" not in str(told.log.entries)


@pytest.mark.proves("F-63")
def test_the_statement_travels_with_the_picture(bench: Bench) -> None:
    """The examiner learns that there is one, never its words; lead, its file, and the pack hold the words."""
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    _answer(bench, AnswerGiven(outcome="statement", statement=STATEMENT))
    view = bench.look("examiner1", taken.id)
    bench.conclude("examiner1", view, "S-001")
    request_id = bench.request_of(taken.id)
    bench.say(request_id, "S-001")
    lead_id = intake.get(bench.casework, bench["investigator"], request_id).lead_id
    assert lead_id is not None
    accepted = Acknowledgement(initials="AB", accepted=True)

    shown = lead.acknowledge(bench.casework, bench["investigator"], lead_id, accepted)
    file = copies.make(bench.casework, bench["investigator"], lead_id, CopyAsked(kind=CopyKind.FILE))
    with bench.ledger.reading() as connection:
        pack = gather(connection, bench.casework, case_of(bench, lead_id))

    marked = bench.letter_of(view, "S-001")
    assert [each.letter for each in view.letters if each.statement] == [marked]
    assert "cousin" not in view.model_dump_json()
    assert shown.reveal is not None
    assert file.document is not None
    assert shown.reveal.cautions[-2:] == (STATEMENT_ATTACHED, STATEMENT)
    assert file.document.persons[0].cautions[-1] == STATEMENT
    assert pack.requests[0].lead is not None
    assert STATEMENT_ATTACHED in pack.requests[0].lead.cautions


def test_nothing_is_corrected_without_words(told: Bench) -> None:
    """Neither an application nor a statement without words is taken, nor a statement on somebody else's picture."""
    with pytest.raises(Unacceptable):
        received(told, kind="correction")
    with pytest.raises(Unacceptable):
        _answer(told, AnswerGiven(outcome="statement"))
    with pytest.raises(Unacceptable):
        _answer(told, AnswerGiven(outcome="statement", statement=STATEMENT, picture_ids=("another",)))
