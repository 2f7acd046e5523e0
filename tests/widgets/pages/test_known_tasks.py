"""The page of known tasks: compliance proposes and retires, another person decides, scores are by name."""

from typing import Any

import pytest

from kernel_lib.vocabulary import KnownTaskState, Role
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.known_tasks import (
    ErrorRate,
    KnownTaskDecision,
    KnownTaskEnd,
    KnownTaskProposal,
    KnownTasks,
    KnownTasksWaiting,
    KnownTaskView,
    ReviewerScore,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import press, tell, words_in
from widgets.pages.known_tasks import KnownTasksPage
from widgets.parts.intake import Intake

SCORE = ReviewerScore(
    account_id="a1",
    display_name="Person One",
    missed=ErrorRate(errors=1, tasks=10, low=0.0179, high=0.4042),
    false_support=ErrorRate(errors=0, tasks=0, low=0.0, high=1.0),
    inconclusive=2,
)
TASK = KnownTaskView(
    id="t1",
    state=KnownTaskState.PROPOSED,
    source="A person who consented in writing to testing",
    authority="Stands at the counter as told.",
    same=True,
    subject_number="D-0001",
    proposed_by="Person Two",
    proposed_at=NOW,
    own=False,
    picture="known-tasks/t1/probe",
)
SOURCE = ChoiceView(id="consent", title=TASK.source, note="Name the form of consent and where it is kept.")


def _page(
    role: Role = Role.COMPLIANCE, task: KnownTaskView = TASK, **answers: Any
) -> tuple[KnownTasksPage, FakeClient]:
    known = KnownTasks(rate=0.2, sources=(SOURCE,), tasks=(task,), scores=(SCORE,))
    given = {
        "resolve": an_account(role),
        "known_tasks.list": known,
        "known_tasks.waiting": KnownTasksWaiting(tasks=(task,)),
        **{f"known_tasks.{name}": value for name, value in answers.items()},
    }
    client = FakeClient(given)
    page = KnownTasksPage(lambda: client, {})
    page.load()
    return page, client


def _open(page: KnownTasksPage) -> None:
    tell(page.tasks, event="open", id="t1")


@pytest.mark.proves("W-26", "H-09")
def test_compliance_sees_every_reviewer_by_name_with_intervals() -> None:
    """With the rate at which tasks go out; no rank is told."""
    page, _ = _page()

    text = words_in(page.body)
    assert "Person One" in text
    assert "1 of 10 (95 % interval 0.02 to 0.40)" in text
    assert "20%" in text


@pytest.mark.proves("H-09")
def test_who_decides_sees_no_score() -> None:
    """The page does not even ask for one."""
    page, client = _page(Role.HIGHER_APPROVER)

    assert "Person One" not in words_in(page.body)
    assert client.names() == ["resolve", "known_tasks.waiting"]
    assert [row["id"] for row in page.tasks.rows] == ["t1"]


def test_a_proposal_needs_source_authority_and_answer() -> None:
    """What is missing is named; then it is sent, and its picture is asked for."""
    drafted = TASK.model_copy(update={"state": KnownTaskState.DRAFTED, "own": True, "picture": ""})
    page, client = _page(propose=drafted)
    press(page.body, "Propose a known task")
    page.fields["same"].value = True
    press(page.body, "Go on")
    complained = [name for name, _ in page.banner.fields]

    page.fields["source"].value = "consent"
    page.fields["authority"].value = TASK.authority
    page.fields["subject_number"].value = "D-0001"
    press(page.body, "Go on")

    assert complained == ["source", "authority", "subject_number"]
    sent = KnownTaskProposal(source="consent", authority=TASK.authority, same=True, subject_number="D-0001")
    assert client.last("known_tasks.propose") == (sent,)
    assert page.intake.address == "/leadbook/known-tasks/t1/picture"
    assert page.intake in page.body.children[0].children[0].children


def test_after_its_picture_a_proposal_waits_for_somebody_else() -> None:
    """Its proposer is offered no decision."""
    drafted = TASK.model_copy(update={"state": KnownTaskState.DRAFTED, "own": True, "picture": ""})
    waiting = TASK.model_copy(update={"own": True})
    page, client = _page(task=drafted)
    _open(page)
    client.answers["known_tasks.list"] = KnownTasks(rate=0.2, sources=(SOURCE,), tasks=(waiting,), scores=())
    tell(page.intake, event="received")

    assert not [each for each in page.body.children[0].children[0].children if isinstance(each, Intake)]
    assert "The picture is taken in." in str(page.banner.heading)
    with pytest.raises(AssertionError):
        press(page.body, "Register")


@pytest.mark.parametrize(("first", "final", "approved"), [
    ("Register", "Register this task", True),
    ("Turn down", "Turn this task down", False),
])  # fmt: skip
def test_another_person_decides_in_two_steps_with_a_reason(first: str, final: str, approved: bool) -> None:
    """Without a reason there is no second step."""
    page, client = _page(Role.HIGHER_APPROVER, decide=TASK)
    _open(page)
    press(page.body, first)
    complained = [name for name, _ in page.banner.fields]
    page.fields["reason"].value = "Source and answer were looked at."
    press(page.body, first)
    press(page.body, final)

    assert complained == ["reason"]
    decision = KnownTaskDecision(approved=approved, reason="Source and answer were looked at.")
    assert client.last("known_tasks.decide") == ("t1", decision)


def test_compliance_retires_a_task_with_a_reason() -> None:
    """In two steps."""
    page, client = _page(task=TASK.model_copy(update={"state": KnownTaskState.REGISTERED}), retire=TASK)
    _open(page)
    page.fields["reason"].value = "Every reviewer has met it."
    press(page.body, "Retire")
    press(page.body, "Retire this task")

    assert client.last("known_tasks.retire") == ("t1", KnownTaskEnd(reason="Every reviewer has met it."))
