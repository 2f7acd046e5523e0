"""The records desk: what waits, one person with every reason, and forms whose effect is told before it is done."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kernel_lib.errors import NotFound
from kernel_lib.vocabulary import CourtDisposition, EligibilityState, MarkKind, Role
from kernel_lib.wire.lifecycle import (
    ChargeNamed,
    ChaseLine,
    ChaseList,
    ClockInForce,
    DeskCounts,
    FactPreviewAsked,
    FactsChanged,
    MarkDue,
    MarkView,
    MovedPicture,
    OutcomeAsked,
    OutcomeKept,
    OutcomeTold,
    PersonStanding,
    ReadingView,
    RuleChangeAsked,
    RuleChangeTold,
    StandingView,
    StateMove,
    StateThen,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import everything, press, tell, words_in
from widgets.pages.records import RecordsPage
from widgets.words.language import say

TODAY = date(2026, 11, 24)
LINE = ChaseLine(
    picture_id="p1",
    subject_number="S-1",
    booking_event="E-1",
    state=EligibilityState.INELIGIBLE,
    rule="F-21.no_disposition",
    sentence="The charge is open and recent enough; the court's decision is awaited.",
    waits_for="disposition",
    since=NOW,
    due_on=None,
    officer="officer 7",
)
MARK = MarkDue(
    id="m1",
    kind=MarkKind.HOLD,
    subject_number="S-1",
    booking_event="E-1",
    since=date(2026, 1, 5),
    look_again_on=date(2026, 11, 1),
    ground="litigation",
)
CHASE = ChaseList(
    counts={"disposition": 3},
    lines=(LINE, LINE.model_copy(update={"picture_id": "p2"})),
    desk=DeskCounts(
        today=TODAY,
        by_state={EligibilityState.ELIGIBLE: 1200, EligibilityState.DUE: 4},
        overdue=0,
        review_soon=7,
        due_soon=2,
    ),
    marks=(MARK,),
    clocks=(
        ClockInForce(clock="open_charge", length="24 months"),
        ClockInForce(clock="withdrawn", length="30 days"),
    ),
)
TRIED = RuleChangeTold(
    pictures=1204,
    in_force=ClockInForce(clock="open_charge", length="24 months"),
    tried=ClockInForce(clock="open_charge", length="12 months"),
    before={EligibilityState.ELIGIBLE: 1200, EligibilityState.DUE: 4},
    after={EligibilityState.ELIGIBLE: 900, EligibilityState.INELIGIBLE: 300, EligibilityState.DUE: 4},
    moves=(StateMove(before=EligibilityState.ELIGIBLE, after=EligibilityState.INELIGIBLE, count=300),),
    late_before=1,
    late_after=2,
    leave_search=300,
    enter_search=0,
    samples=(
        MovedPicture(
            subject_number="S-7",
            booking_event="E-7",
            before=EligibilityState.ELIGIBLE,
            after=EligibilityState.INELIGIBLE,
        ),
    ),
)
READING = ReadingView(
    charge_id="c1",
    offence="robbery",
    charged_on=date(2026, 3, 1),
    election="summary",
    supports=False,
    rule="F-22.withdrawn",
    sentence="The charge was withdrawn; the picture left search at once.",
    changes_on=None,
    due_on=date(2026, 12, 10),
    outcomes=(
        OutcomeKept(id="o1", recorded_at=NOW, disposition=CourtDisposition.WITHDRAWN, happened=date(2026, 11, 10)),
    ),
    age=30,
    title="Robbery",
)
PICTURE = StandingView(
    picture_id="p1",
    lineage_id="l1",
    subject_number="S-1",
    booking_event="E-1",
    captured_on=date(2026, 3, 1),
    profile="plain",
    state=EligibilityState.INELIGIBLE,
    rule="F-22.withdrawn",
    sentence="The charge was withdrawn; the picture left search at once.",
    rule_version="2026-11-1",
    next_review=date(2026, 12, 9),
    due_on=date(2026, 12, 10),
    waits_for="",
    readings=(READING,),
    marks=(
        MarkView(
            id="m1",
            kind=MarkKind.HOLD,
            since=date(2026, 1, 5),
            until=None,
            look_again_on=date(2026, 11, 1),
            ground="litigation",
        ),
    ),
    before=(
        StateThen(
            state=EligibilityState.ELIGIBLE,
            rule="F-21.open_charge",
            computed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
            next_review=date(2026, 5, 30),
        ),
    ),
    since=datetime(2026, 11, 10, 12, tzinfo=UTC),
)
PERSON = PersonStanding(subject_number="S-1", pictures=(PICTURE,), today=TODAY)
EFFECT = FactsChanged(
    sequence=7,
    changed=1,
    moves=(StateMove(before=EligibilityState.INELIGIBLE, after=EligibilityState.ELIGIBLE, count=1),),
)


def _page(role: Role = Role.RECORDS_CLERK, **answers: Any) -> tuple[RecordsPage, FakeClient]:
    given = {"resolve": an_account(role), "lifecycle.chase_list": CHASE, "lifecycle.person": PERSON}
    client = FakeClient({**given, **{f"lifecycle.{name}": value for name, value in answers.items()}})
    page = RecordsPage(lambda: client, {})
    page.load()
    return page, client


def _opened(role: Role = Role.RECORDS_CLERK, **answers: Any) -> tuple[RecordsPage, FakeClient]:
    page, client = _page(role, **answers)
    tell(page.chased, event="open", id="S-1\np1")
    return page, client


def _tried() -> tuple[RecordsPage, FakeClient]:
    page, client = _page(try_clock=TRIED)
    press(page.body, say("Try another clock"))
    page.what_if.clock.value, page.what_if.length.value = "open_charge", "12 months"
    press(page.body, say("Try it"))
    return page, client


@pytest.mark.proves("F-21", "F-35")
def test_the_desk_shows_clocks_marks_and_what_must_be_brought() -> None:
    """Counts by state, what is near, and lines that open their person; a line a picture, also of one person."""
    page, client = _page()

    text = words_in(page.body)
    assert "Pictures: may be searched" in text
    assert "1,200" in text
    assert "Waiting for a decision of the court" in text
    assert [row["cells"][0] for row in page.chased.rows] == ["S-1", "S-1"]
    assert [row["cells"][2] for row in page.marks.rows] == ["Hold"]
    tell(page.marks, event="open", id=page.marks.rows[0]["id"])
    assert client.last("lifecycle.person") == ("S-1",)


@pytest.mark.proves("F-21")
def test_each_officer_of_whom_something_is_awaited_gets_a_letter_that_names_no_person() -> None:
    """By officer, with event, what is awaited and for how long; only the records desk writes them."""
    other = LINE.model_copy(update={"picture_id": "p3", "booking_event": "E-9", "officer": "officer 8"})
    page, _ = _page(chase_list=CHASE.model_copy(update={"lines": (*CHASE.lines, other)}))
    assert page.chased.rows[0]["cells"][2] == "officer 7"
    press(page.body, say("Write a reminder to each officer"))

    text = words_in(page.body)
    first, second = text.index("To: officer 7"), text.index("To: officer 8")
    assert "E-9" not in text[first:second]
    assert "E-9" in text[second:]
    assert "a decision of the court" in text[second:]
    assert "S-1" not in text
    auditor, _ = _page(Role.AUDITOR)
    assert not [each for each in everything(auditor.body) if "reminder" in getattr(each, "description", "")]


@pytest.mark.proves("F-20")
def test_a_person_is_shown_with_every_reason_and_its_life_in_time() -> None:
    """State, rule, versions, charge by charge, marks, and what happened in order; no name anywhere."""
    page, _ = _opened()

    text = words_in(page.body)
    told = ("is not searched", "F-22.withdrawn", "2026-11-1", "Charge withdrawn", "Robbery", "litigation", "2026-12-10")
    assert [each for each in told if each not in text] == []
    assert text.index("The picture was taken") < text.index("Court: Charge withdrawn") < text.index("falls due")
    assert 'class="lb-time-searched"' in text


def test_nobody_of_a_number_is_said_and_the_desk_stays() -> None:
    """A number that is not this service's is refused in words."""
    refused = NotFound("F-20", "There is nobody of this number in your service's gallery.", "Check the number.")
    page, _ = _page(person=refused)
    press(page.body, "Show the person")
    missing = [name for name, _ in page.banner.fields]

    page.number.value = "S-9"
    press(page.body, "Show the person")

    assert missing == ["number"]
    assert "nobody of this number" in str(page.banner.reason)


@pytest.mark.proves("F-22")
def test_an_outcome_is_previewed_in_numbers_then_recorded_in_place_of_a_wrong_one() -> None:
    """The effect is shown before the second step; what is sent is what was previewed."""
    page, client = _opened(preview=EFFECT, record_outcome=EFFECT)
    press(page.body, "Record a decision of the court")
    press(page.body, "Show the effect")
    missing = [name for name, _ in page.banner.fields]
    answers = {
        "charge": "E-1\nrobbery",
        "disposition": "convicted",
        "happened": date(2026, 11, 10),
        "replaces": "o1",
    }
    for name, value in answers.items():
        page.fields[name].value = value

    press(page.body, "Show the effect")
    shown = words_in(page.body)
    press(page.body, "Record it")

    charge = ChargeNamed(subject_number="S-1", booking_event="E-1", offence_id="robbery")
    told = OutcomeTold(disposition=CourtDisposition.CONVICTED, happened=date(2026, 11, 10))
    asked = OutcomeAsked(charge=charge, outcome=told, replaces="o1")
    assert missing == ["charge", "disposition", "happened"]
    assert "1 from: is not searched, to: may be searched" in shown
    assert client.last("lifecycle.preview") == (FactPreviewAsked(outcome=asked),)
    assert client.last("lifecycle.record_outcome") == (asked,)
    assert page.banner.heading == "Recorded."


@pytest.mark.parametrize(
    ("opens", "answers", "sent"),
    [
        ("Record an election", {"charge": "E-1\nrobbery", "election": "contravention"}, "record_election"),
        ("Record the age at the offence", {"charge": "E-1\nrobbery", "age": "16"}, "record_age"),
        ("Record a death", {"died_on": TODAY}, "record_death"),
        (
            "Place a hold, a seal or a withdrawal",
            {
                "kind": MarkKind.SEAL,
                "on": "E-1\np1",
                "since": TODAY,
                "look_again_on": date(2027, 1, 1),
                "ground": "notice",
                "note": "Notice of the Board.",
            },
            "place_mark",
        ),
        ("End a mark", {"lift": "m1"}, "lift_mark"),
    ],
)
def test_every_fact_goes_through_preview_to_its_own_act(opens: str, answers: dict[str, Any], sent: str) -> None:
    """Each form previews first; then exactly its act is asked of the service."""
    page, client = _opened(preview=EFFECT, **{sent: EFFECT})
    press(page.body, opens)
    for name, value in answers.items():
        page.fields[name].value = value

    press(page.body, "Show the effect")
    press(page.body, "Record it")

    asked = [name for name in client.names() if name.startswith("lifecycle.") and "chase" not in name]
    assert asked == ["lifecycle.person", "lifecycle.preview", f"lifecycle.{sent}", "lifecycle.person"]


@pytest.mark.proves("H-01")
def test_compliance_lays_marks_only_and_an_auditor_reads() -> None:
    """What a role may not do is not offered."""
    compliance, _ = _opened(Role.COMPLIANCE)
    auditor, _ = _opened(Role.AUDITOR)
    press(compliance.body, "Place a hold, a seal or a withdrawal")
    for page, words in ((compliance, "Record a death"), (auditor, "End a mark")):
        with pytest.raises(AssertionError):
            press(page.body, words)


def test_a_desk_without_anything_says_so() -> None:
    """Empty states are words, not blank space."""
    empty = DeskCounts(today=TODAY, by_state={}, overdue=0, review_soon=0, due_soon=0)
    page, _ = _page(chase_list=ChaseList(counts={}, lines=(), desk=empty))
    assert (page.chased.rows, page.chased.empty, page.marks.empty) == (
        [],
        "Nothing is waited for.",
        "No mark waits to be looked at.",
    )


@pytest.mark.proves("W-21")
def test_another_clock_is_tried_and_told_in_numbers() -> None:
    """Clock and length are needed; states now and then, late items and samples are shown; no auditor is offered it."""
    page, client = _page(try_clock=TRIED)
    press(page.body, "Try another clock")
    press(page.body, "Try it")
    missing = [name for name, _ in page.banner.fields]
    page.what_if.clock.value, page.what_if.length.value = "open_charge", "12 months"

    press(page.body, "Try it")

    text = words_in(page.body)
    assert missing == ["clock", "length"]
    assert client.last("lifecycle.try_clock") == (RuleChangeAsked(clock="open_charge", length="12 months", seed=0),)
    assert [each for each in ("1,200", "900", "300", "S-7", "Destruction late then") if each not in text] == []
    with pytest.raises(AssertionError):
        press(_page(Role.AUDITOR)[0].body, "Try another clock")
