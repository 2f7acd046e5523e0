"""Home shows each person what is theirs; scores on known tasks only to the reviewer and compliance."""

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.identities import TicketAnswer, TicketView
from kernel_lib.wire.known_tasks import ErrorRate, ReviewerScore
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account, work
from tests.widgets.press import press, words_in
from widgets.pages.home import HomePage

SCORE = ReviewerScore(
    account_id="a1",
    display_name="Person One",
    missed=ErrorRate(errors=1, tasks=10, low=0.0179, high=0.4042),
    false_support=ErrorRate(errors=0, tasks=0, low=0.0, high=1.0),
    inconclusive=2,
)


def _page(*roles: Role) -> tuple[HomePage, FakeClient]:
    answers = {
        "work": work(),
        "resolve": an_account(*roles),
        "known_tasks.mine": SCORE,
    }
    client = FakeClient(answers)
    page = HomePage(lambda: client, {})
    page.load()
    return page, client


@pytest.mark.proves("W-26")
def test_a_reviewer_sees_their_own_score_with_its_interval() -> None:
    """And nobody else's."""
    page, client = _page(Role.EXAMINER)

    text = words_in(page.body)
    assert "1 of 10 (95 % interval 0.02 to 0.40)" in text
    assert "no such task yet" in text
    assert "known_tasks.list" not in client.names()


@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR, Role.COMPLIANCE])
def test_nobody_else_is_shown_a_score_here(role: Role) -> None:
    """The page does not even ask for it."""
    page, client = _page(role)

    assert "known task" not in words_in(page.body).lower()
    assert not [name for name in client.names() if name.startswith("known_tasks")]


@pytest.mark.proves("C-09")
def test_a_records_clerk_answers_a_doubt() -> None:
    """Subjects and words are shown; an answer without words is not sent; an answered one is gone."""
    ticket = TicketView(
        id="t1", subject_numbers=("D-1", "D-2"), note="The same scar.", raised_at=NOW, answer="", answered_at=None
    )
    answered = ticket.model_copy(update={"answer": "Two people.", "answered_at": NOW})
    answers = {
        "work": work(),
        "resolve": an_account(Role.RECORDS_CLERK),
        "identities.tickets": [(ticket,), (answered,)],
        "identities.answer": (answered,),
    }
    client = FakeClient(answers)
    page = HomePage(lambda: client, {})
    page.load()
    shown = words_in(page.body)

    press(page.body, "Answer")
    complained = [name for name, _ in page.banner.fields]
    page.tickets.answers["t1"].value = "Two people."
    press(page.body, "Answer")

    assert "D-1, D-2" in shown
    assert "The same scar." in shown
    assert complained == ["answer_1"]
    assert client.last("identities.answer") == ("t1", TicketAnswer(answer="Two people."))
    assert "No doubt waits for you." in words_in(page.body)
