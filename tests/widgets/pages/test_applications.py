"""Applications: the list with last days, the access report, severance, and answers told back before they are sent."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.vocabulary import EligibilityState, Role
from kernel_lib.wire.rights import (
    AccessReport,
    AnswerGiven,
    Appearance,
    ApplicationsView,
    ApplicationView,
    ChoiceTold,
    Evaluation,
    GivenTo,
    IdentityCheck,
    ItemDecided,
    LetterView,
    PictureHeld,
    RemovalForm,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import an_account
from tests.widgets.press import press, tell, words_in
from widgets.pages.applications import ApplicationsPage

DAY = date(2026, 11, 24)
REASONS = "The record agrees with the court's copy."


def _application(**changed: Any) -> ApplicationView:
    whole: dict[str, Any] = {
        "id": "a1",
        "number": "AP-2026-0001",
        "kind": "access",
        "subject_number": "S-1",
        "language": "en",
        "applicant": "self",
        "received_on": DAY,
        "due_on": date(2026, 12, 24),
        "limit": "calendar_30",
        "late": False,
        "asked": "",
        "removal": RemovalForm(),
        "fee_cents": 0,
        "identity_check": "photo",
        "identity_checked_on": DAY,
        "outcome": "",
        "ground": "",
        "reasons": "",
        "decided_at": None,
        "reported": False,
        "evaluation": None,
        "items": (),
        "letters": (),
    }
    return ApplicationView(**{**whole, **changed})


REMOVAL = _application(
    kind="removal", number="AP-2026-0002", evaluation=Evaluation(pictures=2, leaving=0, staying=2, waits_for=())
)
LETTER = LetterView(id="l1", kind="letter", recipient="applicant", dated=DAY, bytes=9, sha256="0" * 64)
REPORT = AccessReport(
    application_number="AP-2026-0001",
    made_on=DAY,
    held=True,
    young_person=True,
    listed=1,
    selected=0,
    leads=0,
    events=(),
    pictures=(
        PictureHeld(
            item="picture-1",
            picture_id="p1",
            booking_event="E-1",
            captured_on=DAY,
            state=EligibilityState.ELIGIBLE,
            rule="F-31.conviction",
            sentence="The person was convicted; the picture may be searched until its longest time is over.",
            due_on=None,
            next_review=DAY,
            template_held=True,
            disagreement=False,
        ),
    ),
    appearances=(Appearance(item="appearance-1", kind="listed", on=DAY),),
    given=(GivenTo(item="giving-1", recipient="crown", how="letter", on=DAY),),
)


def _list(*held: ApplicationView) -> ApplicationsView:
    choice = (ChoiceTold(id="photo", en="Photograph", fr="Photographie"),)
    section = (ChoiceTold(id="8(1)(b)", en="Investigation", fr="Enquête"),)
    ground = (ChoiceTold(id="open_charge", en="Open charge", fr="Accusation en cours"),)
    applicants = (ChoiceTold(id="self", en="The person", fr="La personne"),)
    return ApplicationsView(
        applications=held, identity_checks=choice, applicants=applicants, exemptions=section, grounds=ground
    )


def _page(role: Role, held: ApplicationView, **answers: Any) -> tuple[ApplicationsPage, FakeClient]:
    given = {"resolve": an_account(role), "rights.work_list": _list(held)}
    client = FakeClient({**given, **{f"rights.{name}": value for name, value in answers.items()}})
    page = ApplicationsPage(lambda: client, {})
    page.load()
    return page, client


@pytest.mark.proves("F-65")
def test_the_list_shows_last_days_and_what_is_late() -> None:
    """Compliance sees the list and answers, and records no application itself."""
    page, _ = _page(Role.COMPLIANCE, _application(late=True))

    assert [row["cells"] for row in page.listing.rows] == [
        ["AP-2026-0001", "Access", "2026-11-24", "2026-12-24", "Late"]
    ]
    assert "Past their last day" in words_in(page.body)
    with pytest.raises(AssertionError, match="expected one"):
        press(page.body, "Record an application")


@pytest.mark.proves("F-60")
def test_an_application_is_recorded_and_identity_comes_first() -> None:
    """Missing answers are named; what is told back is what is sent; without a check only the check can be recorded."""
    unchecked = _application(identity_check="", identity_checked_on=None)
    page, client = _page(Role.RECORDS_CLERK, unchecked, receive=unchecked, identify=_application())
    press(page.body, "Record an application")
    press(page.body, "Look it over")
    missing = [name for name, _ in page.banner.fields]
    answers = {"kind": "access", "subject_number": "S-1", "applicant": "self", "received_on": DAY, "language": "en"}
    for name, value in answers.items():
        page.fields[name].value = value
    press(page.body, "Look it over")
    press(page.body, "Record it")

    press(page.body, "Record the identity check")
    page.fields["check"].value, page.fields["checked_on"].value = "photo", DAY
    press(page.body, "Look it over")
    press(page.body, "Record it")

    (asked,) = client.last("rights.receive")
    assert missing == ["kind", "subject_number", "applicant", "received_on", "language"]
    assert (asked.kind, asked.subject_number, asked.identity) == ("access", "S-1", None)
    assert client.last("rights.identify") == ("a1", IdentityCheck(check="photo", checked_on=DAY))


@pytest.mark.proves("F-60", "F-61")
def test_a_report_is_made_an_item_withheld_and_the_copy_released() -> None:
    """Each line has its name; the second step says how many are withheld."""
    withheld = ItemDecided(item="appearance-1", section="8(1)(b)", reasons=REASONS)
    decided = _application(reported=True, items=(withheld,))
    released = _application(outcome="released", letters=(LETTER.model_copy(update={"kind": "severed_copy"}),))
    page, client = _page(Role.RECORDS_CLERK, _application(), report=REPORT, decide_item=decided, release=released)
    tell(page.listing, event="open", id="a1")
    press(page.body, "Make the access report")
    text = words_in(page.body)
    press(page.body, "Withhold or release an item")
    page.fields["item"].value, page.fields["section"].value = "appearance-1", "8(1)(b)"
    page.fields["reasons"].value = REASONS
    press(page.body, "Look it over")
    press(page.body, "Record it")

    press(page.body, "Release the copy")
    summary = words_in(page.body)
    press(page.body, "Release it now")

    assert [each for each in ("Crown prosecutor", "appearance-1", "A young person") if each not in text] == []
    assert client.last("rights.decide_item") == ("a1", withheld)
    assert "Items withheld: 1." in summary
    assert "/leadbook/letters/a1/l1" in words_in(page.body)


@pytest.mark.proves("F-64", "F-66")
def test_a_removal_is_answered_with_its_ground_told_back() -> None:
    """The evaluation stands above; the answer is sent as it was told back, and its letter has a link."""
    answered = REMOVAL.model_copy(update={"outcome": "refused", "letters": (LETTER,)})
    page, client = _page(Role.COMPLIANCE, REMOVAL, answer=answered)
    tell(page.listing, event="open", id="a1")
    text = words_in(page.body)
    press(page.body, "Answer it")
    page.fields["outcome"].value, page.fields["ground"].value = "refused", "open_charge"
    page.fields["reasons"].value = REASONS
    press(page.body, "Look it over")
    told = words_in(page.body)
    press(page.body, "Record it")

    assert "of 2 pictures 0 go and 2 stay" in text
    assert [each for each in ("Refused", "Open charge", "agrees with the court") if each not in told] == []
    assert client.last("rights.answer") == (
        "a1",
        AnswerGiven(outcome="refused", ground="open_charge", reasons=REASONS),
    )
    assert "Letter of 2026-11-24" in words_in(page.body)
