"""Decisions on requests of others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import ExigentState, RequestState, Standing
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.descriptions import DescriptionView, FeatureCompared
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_draft, a_probe, a_request, an_approval, an_earlier_search
from tests.widgets.press import press, tell, words_in
from widgets.pages.approvals import ApprovalsPage

WAITING = a_request(state=RequestState.SUBMITTED, probe=a_probe(1), earlier=(an_earlier_search(),))


def _page(query: dict[str, str] | None = None, **answers: Any) -> tuple[ApprovalsPage, FakeClient]:
    listed = (WAITING, a_request(id="r2"))
    given = {"requests.list": listed, "requests.get": WAITING, "descriptions.waiting": ()}
    client = FakeClient({**given, **{name.replace("__", "."): value for name, value in answers.items()}})
    page = ApprovalsPage(lambda: client, query)
    page.load()
    return page, client


def test_only_waiting_requests_are_listed() -> None:
    """A draft of somebody is nobody's decision."""
    page, _ = _page()

    assert [row["id"] for row in page.listing.rows] == ["r1"]


def test_a_request_is_shown_with_what_the_decision_needs() -> None:
    """Ground, chosen face, findings, and earlier searches of the same picture (A-26)."""
    page, _ = _page()

    tell(page.listing, event="open", id="r1")

    text = words_in(page.body)
    assert "takes the cash box" in text
    assert "caution below 30" in text
    assert "H26-000001" in text
    assert [face["index"] for face in page.picker.faces] == [1]


def test_a_yes_needs_its_three_answers() -> None:
    """There is no second step before (A-11)."""
    page, client = _page({"request": "r1"})

    press(page.body, "Approve")

    assert [name for name, _ in page.banner.fields] == ["necessity", "proportionality", "other_means"]
    assert "requests.decide" not in client.names()


@pytest.mark.parametrize(
    ("first", "final", "answers", "approved"),
    [
        ("Approve", "Approve this request", ("necessity", "proportionality", "other_means"), True),
        ("Refuse", "Refuse this request", ("reason",), False),
    ],
)
def test_a_decision_takes_two_steps(first: str, final: str, answers: tuple[str, ...], approved: bool) -> None:
    """The first shows what will be kept, the second decides."""
    decided = a_request(
        state=RequestState.APPROVED if approved else RequestState.REFUSED,
        approval=an_approval(approved=approved),
        state_words="Decided.",
    )
    page, client = _page({"request": "r1"}, requests__decide=decided)
    for name in answers:
        page.questions[name].value = f"My {name}."

    press(page.body, first)
    before = client.names().count("requests.decide")
    press(page.body, final)

    request_id, decision = client.last("requests.decide")
    assert before == 0
    assert (request_id, decision.approved) == ("r1", approved)
    assert all(getattr(decision, name) == f"My {name}." for name in answers)
    assert page.banner.reason == "Decided."


def test_answers_survive_a_refusal() -> None:
    """Deciding one's own request is refused by the service; what was typed stays."""
    page, _ = _page({"request": "r1"}, requests__decide=NotAllowed("A-11", "Your own.", "Ask another.", reference=8))
    page.questions["reason"].value = "Typed."

    press(page.body, "Refuse")
    press(page.body, "Refuse this request")

    assert page.banner.rule == "A-11"
    assert page.questions["reason"].value == "Typed."


@pytest.mark.proves("A-12")
def test_an_urgent_request_is_decided_after_its_search_with_the_time_that_is_left() -> None:
    """It stands in the list although it was searched, with a countdown and the harm that is feared (A-12)."""
    urgent = a_request(
        id="r3",
        state=RequestState.SEARCHED,
        draft=a_draft(exigent=True, exigent_reason="A child is in danger."),
        exigent=ExigentState.WAITING,
        due_at=datetime.now(UTC) + timedelta(hours=5, minutes=30, seconds=30),
    )
    page, _ = _page(requests__list=(urgent, a_request(id="r2", state=RequestState.SEARCHED)), requests__get=urgent)

    assert [row["id"] for row in page.listing.rows] == ["r3"]
    assert "5 hours, 30 minutes left" in page.listing.rows[0]["cells"][-1]
    tell(page.listing, event="open", id="r3")
    text = words_in(page.body)
    assert "A child is in danger." in text
    assert "Then the result is locked" in text


@pytest.mark.proves("A-09", "A-07")
def test_a_request_for_a_higher_approver_says_so() -> None:
    """With the rules that ask for one (A-07, A-09)."""
    higher = a_request(state=RequestState.SUBMITTED, higher_for=("A-09", "A-07"))
    page, _ = _page({"request": "r1"}, requests__get=higher)

    assert "Only a higher approver may approve this" in words_in(page.body)
    assert "protected activity (A-09)" in words_in(page.body)


HELD_BACK = DescriptionView(
    request_id="r3",
    request_number="R-0003",
    features=(ChoiceView(id="height", title="Height"),),
    rows=(FeatureCompared(feature="height", described="193 cm", held="173 cm", standing=Standing.CONTRADICTS),),
    contradiction=True,
    holds_back=True,
    filled_at=datetime(2026, 11, 24, tzinfo=UTC),
    reason="",
    decided_at=None,
)


@pytest.mark.proves("D-07")
def test_a_contradiction_is_decided_with_a_reason_in_two_steps() -> None:
    """Both values stand beside each other; without a reason there is no second step."""
    page, client = _page(descriptions__waiting=[(HELD_BACK,), ()], descriptions__decide=HELD_BACK)
    shown = words_in(page.body)

    press(page.body, "Let the lead go out")
    complained = [name for name, _ in page.banner.fields]
    page.contradictions[0].reason.value = "The witness saw the person sitting."
    press(page.body, "Let the lead go out")
    press(page.body, "Let this lead go out")

    assert all(words in shown for words in ("R-0003", "193 cm", "173 cm", "Contradicts"))
    assert complained == ["reason"]
    request_id, decision = client.last("descriptions.decide")
    assert (request_id, decision.release) == ("r3", True)
    assert page.contradictions == []
