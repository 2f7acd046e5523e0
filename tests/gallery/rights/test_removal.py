"""An application for removal is answered as the rules bear it, by a dated letter, within a time that follows them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gallery.lifecycle.incoming import Incoming
from gallery.records import gallery
from gallery.records.ids import new_id
from gallery.rights import answering, keeping, view
from gallery.rights.letters import Writer
from gallery.rules.rights import RightsRules
from kernel_lib.errors import SettingsError, Unacceptable, WrongState
from kernel_lib.vocabulary import CourtDisposition
from kernel_lib.wire.lifecycle import ChargeNamed, OutcomeAsked, OutcomeTold
from kernel_lib.wire.rights import AnswerGiven, ApplicationView
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON
from tests.gallery.rights.given import REASONS, TODAY, received

REFUSED = AnswerGiven(outcome="refused", ground="open_charge", reasons=REASONS)
GRANTED = AnswerGiven(outcome="granted")


def _charged(bench: Bench) -> str:
    """Charge S-001 at their booking event; return the event's number."""
    with bench.ledger.unrecorded() as connection:
        subject = gallery.subject_numbered(connection, "demo", "S-001")
        assert subject is not None
        event = gallery.events_of(connection, subject.id)[0]
        charge = gallery.Charge(new_id(), event.id, "robbery", "1", TODAY - timedelta(days=30), None, 30)
        gallery.add_charge(connection, charge)
    return event.number


def _withdrawn(bench: Bench, event: str) -> None:
    told = OutcomeTold(disposition=CourtDisposition.WITHDRAWN, happened=TODAY)
    named = ChargeNamed(subject_number="S-001", booking_event=event, offence_id="robbery")
    Incoming(bench.ledger, bench.rules).record_outcome(bench["clerk"], OutcomeAsked(charge=named, outcome=told))


def _answer(bench: Bench, application: ApplicationView, given: AnswerGiven) -> ApplicationView:
    return answering.answer(bench.casework, bench["clerk"], application.id, given)


@pytest.mark.proves("F-64", "F-65", "F-67")
def test_an_application_goes_from_form_to_dated_letter(bench: Bench) -> None:
    """Evaluated when it comes, not granted while the charge is open, granted once it is withdrawn; free of charge."""
    event = _charged(bench)
    application = received(bench, kind="removal", removal={"booking_event": event, "disposition": "withdrawn"})
    assert application.evaluation is not None
    assert (application.evaluation.staying, application.fee_cents) == (1, 0)
    assert application.due_on == TODAY + timedelta(days=30)

    with pytest.raises(WrongState, match="stay"):
        _answer(bench, application, GRANTED)
    _withdrawn(bench, event)
    with pytest.raises(WrongState, match="may not be refused"):
        _answer(bench, application, REFUSED)
    answered = _answer(bench, application, GRANTED)

    assert (answered.outcome, answered.late, [each.dated for each in answered.letters]) == ("granted", False, [TODAY])
    pdf = keeping.fetch(bench.casework, bench["clerk"], application.id, answered.letters[0].id)
    assert pdf.startswith(b"%PDF-")
    decided = [each.event for each in bench.log if each.event.act == "application_decided"][-1]
    assert {name: decided.details[name] for name in ("kind", "outcome", "days")} == {
        "kind": "removal",
        "outcome": "granted",
        "days": 0,
    }
    with pytest.raises(WrongState, match="answered"):
        _answer(bench, application, GRANTED)


@pytest.mark.proves("F-66")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_refusal_tells_ground_reasons_and_both_routes(bench: Bench, language: str) -> None:
    """In the applicant's language: the ground, the reasons, the service's own review, and the commissioner."""
    application = received(bench, kind="removal", language=language)
    refused = AnswerGiven(outcome="refused", ground="finding_of_guilt", reasons=REASONS)

    with pytest.raises(Unacceptable):
        _answer(bench, application, AnswerGiven(outcome="refused", ground="finding_of_guilt"))
    with pytest.raises(Unacceptable):
        _answer(bench, application, AnswerGiven(outcome="refused", ground="bad_mood", reasons=REASONS))
    with pytest.raises(Unacceptable):
        _answer(bench, application, AnswerGiven(outcome="refused", ground="not_held", reasons=REASONS))
    answered = _answer(bench, application, refused)

    with bench.ledger.reading() as connection:
        kept = answering.held_application(connection, bench["clerk"], application.id)
    page = Writer(bench.rules, kept, TODAY).answer(refused, answered.evaluation, told=0, pictures=1).page()
    review = bench.rules.rights.review
    told = (bench.rules.rights.grounds["finding_of_guilt"], review.internal, review.commissioner)
    assert all(text["fr" if language == "fr" else "en"].replace("'", "&#x27;") in page for text in told)
    assert REASONS in page.replace("&#x27;", "'")
    assert f'<html lang="{language}-CA">' in page


@pytest.mark.proves("F-65")
def test_last_days_follow_the_limit_in_force(bench: Bench) -> None:
    """Thirty calendar days; after the switch forty-five business days; the work list recounts."""
    application = received(bench)
    rules = bench.rules.rights
    switched = replace(rules, in_force="business_45")
    casework = replace(bench.casework, rules=replace(bench.rules, rights=switched))

    recounted = view.work_list(casework, bench["clerk"]).applications

    assert (application.due_on, application.limit) == (NOON.date() + timedelta(days=30), "calendar_30")
    assert [(each.due_on, each.limit) for each in recounted] == [(_counted(rules, TODAY, 45), "business_45")]
    assert rules.limit(date(2027, 6, 30)).id == "calendar_30"
    assert rules.limit(date(2027, 7, 1)).id == "business_45"
    assert not rules.is_business_day(date(2027, 3, 26))
    with pytest.raises(SettingsError, match="2031"):
        switched.due_on(date(2030, 12, 1))


def _counted(rules: RightsRules, day: date, left: int) -> date:
    """Count business days another way: list them, and take the last."""
    later = [day + timedelta(days=step) for step in range(1, 120)]
    return [each for each in later if each.isoweekday() < 6 and each not in rules.holidays][left - 1]
