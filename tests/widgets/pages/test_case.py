"""The case page, and a person's own requests."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.errors import NotFound
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.case import DisclosureGiven
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.follow_up import OutcomeGiven, ReasonGiven
from kernel_lib.wire.holds import HoldAsked, HoldsView, HoldView
from kernel_lib.wire.model import Recorded
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW
from tests.widgets.lead_fakes import a_case, a_case_lead, a_notice, an_incident, an_own_request
from tests.widgets.press import everything, press, words_in
from widgets.pages.case import CasePage
from widgets.pages.requests import RequestsPage

DONE = Recorded(sequence=5)


def _page(query: dict[str, str] | None = None, **answers: Any) -> tuple[CasePage, FakeClient]:
    given = {"cases.get": a_case(), **{name.replace("__", "."): value for name, value in answers.items()}}
    client = FakeClient(given)
    page = CasePage(lambda: client, {"case": "c1"} if query is None else query)
    page.load()
    return page, client


def _form_field(page: CasePage, heading: str, name: str) -> Any:
    """The control of a field in the placed form with a heading."""
    (form,) = [
        each
        for each in everything(page.body)
        if "lb-form" in getattr(each, "_dom_classes", ()) and f"<h3>{heading}</h3>" in each.children[0].value
    ]
    (box,) = [each for each in form.children if f"lb-at-{name}" in getattr(each, "_dom_classes", ())]
    return box.children[0]


def _buttons(page: CasePage) -> set[str]:
    return {getattr(each, "description", "") for each in everything(page.body)}


@pytest.mark.proves("E-15")
def test_a_case_shows_every_request_also_empty_lists() -> None:
    """Approval, examinations, searches with counts, lead, disclosure, pack; text is escaped."""
    page, _ = _page()

    text = words_in(page.body)
    for part in (
        "R-0001",
        "Robbery &lt;1&gt;",
        "approved",
        "Examination E-0001: it is locked",
        "3,214 compared, 0 candidates returned",
        "Tell them: a lead was withdrawn after it.",
        "3 of 4",
    ):
        assert part in text
    assert 'href="/leadbook/packs/p1"' in text


def test_without_an_address_the_occurrence_is_asked_for() -> None:
    """An empty answer is not sent; an unknown number is told."""
    page, client = _page({}, cases__get=NotFound("G-01", "There is no such case.", "Go back.", reference=2))
    press(page.body, "Open the case")
    assert page.banner.fields[0][0] == "called"
    page.called.value = "H26-999999"

    press(page.body, "Open the case")

    assert client.last("cases.get") == ("H26-999999",)
    assert page.banner.rule == "G-01"


@pytest.mark.proves("E-17")
def test_a_disclosure_is_recorded() -> None:
    """To whom, when, how."""
    page, client = _page(cases__disclose=DONE)
    _form_field(page, "Record a disclosure", "recipient").value = "crown"
    _form_field(page, "Record a disclosure", "method").value = "letter"
    _form_field(page, "Record a disclosure", "disclosed_on").value = date(2026, 11, 23)

    press(page.body, "Record the disclosure")

    given = DisclosureGiven(recipient="crown", method="letter", disclosed_on=date(2026, 11, 23))
    assert client.last("cases.disclose") == ("c1", given)
    assert client.names()[-1] == "cases.get"


@pytest.mark.proves("E-14", "E-16")
def test_a_pack_is_built_with_or_without_a_basis() -> None:
    """Left open, every mask stays."""
    page, client = _page(disclosure__build=DONE)
    press(page.body, "Build a pack")
    assert client.last("disclosure.build") == ("c1", PackAsked())
    _form_field(page, "Build a pack", "basis").value = "court-order"
    _form_field(page, "Build a pack", "reference").value = "CV-26-1"

    press(page.body, "Build a pack")

    assert client.last("disclosure.build") == ("c1", PackAsked(basis="court-order", reference="CV-26-1"))


@pytest.mark.proves("E-13")
def test_a_withdrawal_is_told_and_answered() -> None:
    """On top of the case, with one button."""
    page, client = _page(cases__get=a_case(notices=(a_notice(),)), cases__receive=DONE)
    assert "The lead of request R-0001 was withdrawn" in words_in(page.body)

    press(page.body, "My copies of R-0001 are marked")

    assert client.last("cases.receive") == ("n1",)


@pytest.mark.proves("E-10", "E-11")
@pytest.mark.parametrize(
    ("lead", "heading", "act"),
    [
        (a_case_lead(needs_review=True), "Open the lead of R-0001 again", "follow_up.reopen"),
        (
            a_case_lead(needs_answer=True, flags=("Dead.",)),
            "Go on with R-0001 in spite of this",
            "follow_up.answer_stop",
        ),
    ],
    ids=["expired", "stopped"],
)
def test_an_approver_gives_the_reason(lead: Any, heading: str, act: str) -> None:
    """For an expired lead, and for a contradiction."""
    page, client = _page(cases__get=a_case(lead), follow_up__reopen=DONE, follow_up__answer_stop=DONE)
    _form_field(page, heading, "reason").value = "The register names another person."

    press(page.body, heading)

    assert client.last(act) == ("l1", ReasonGiven(reason="The register names another person."))


@pytest.mark.proves("E-19")
def test_a_wrongful_identification_is_recorded_here() -> None:
    """By an approver, with the reason."""
    page, client = _page(follow_up__end=DONE)
    _form_field(page, "Record the outcome of R-0001", "outcome").value = "wrongful"
    _form_field(page, "Record the outcome of R-0001", "reason").value = "Another person confessed."

    press(page.body, "Record the outcome of R-0001")

    assert client.last("follow_up.end") == ("l1", OutcomeGiven(outcome="wrongful", reason="Another person confessed."))


@pytest.mark.proves("E-19")
def test_a_frozen_case_says_so_and_shows_compliance_its_report() -> None:
    """With its headings, and without anything to change."""
    case = a_case(
        frozen_since=NOW, incidents=(an_incident(),), may_disclose=False, may_review=False, may_build=False, bases=()
    )
    page, _ = _page(cases__get=case)

    text = words_in(page.body)
    assert "Frozen." in text
    assert "1. What was recorded" in text
    assert not {"Record the disclosure", "Build a pack", "Record the outcome of R-0001"} & _buttons(page)
    assert "/leadbook/packs/" not in text


def _requests(*own: Any) -> RequestsPage:
    client = FakeClient({"cases.own": own})
    page = RequestsPage(lambda: client, {})
    page.load()
    return page


def test_own_requests_say_who_is_waited_for_since_when() -> None:
    """State in words, with the way to request and case."""
    text = words_in(
        _requests(an_own_request(), an_own_request(number="R-0002", occurrence_number="", case_page="")).body
    )

    for part in ("It waits for an approver.", "An approver of your service", "ago", "no occurrence number yet"):
        assert part in text
    assert text.count("/case?case=c1") == 1
    assert RequestState.SUBMITTED.value not in text.replace("/search?request", "")


def test_without_requests_the_way_to_one_is_shown() -> None:
    """Nothing asked yet."""
    text = words_in(_requests().body)

    assert "You have not asked for a search yet." in text
    assert 'href="/search"' in text


@pytest.mark.proves("C-13")
def test_a_hold_is_placed_and_lifted() -> None:
    """Its ground comes from the list in force; without one nothing is sent."""
    grounds = (ChoiceView(id="charge", title="A charge is laid"),)
    none = HoldsView(grounds=grounds, holds=())
    placed = HoldView(id="h1", ground="A charge is laid", note="Monday.", placed_at=NOW, lifted_at=None)
    one = HoldsView(grounds=grounds, holds=(placed,))
    page, client = _page(
        cases__get=a_case(may_hold=True), holds__list=[none, one, none], holds__place=one, holds__lift=none
    )
    before = words_in(page.body)

    press(page.body, "Place a hold")
    complained = [name for name, _ in page.banner.fields]
    page.holds.ground.value = "charge"
    page.holds.note.value = "Monday."
    press(page.body, "Place a hold")
    held = words_in(page.body)
    press(page.body, "Lift the hold: A charge is laid")

    assert "No hold:" in before
    assert complained == ["ground"]
    assert client.last("holds.place") == ("c1", HoldAsked(ground="charge", note="Monday."))
    assert "Monday." in held
    assert client.last("holds.lift") == ("h1",)
