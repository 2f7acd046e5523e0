"""The page of the privacy impact assessment."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from tests.notebooks.assessments import assessment
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import an_account
from tests.widgets.press import press, tell, words_in
from widgets.pages.assessment import AssessmentPage

WRITTEN = "Four alternatives were looked at."


def opened(role: Role = Role.COMPLIANCE, **answers: Any) -> tuple[AssessmentPage, FakeClient]:
    """Return the page as a role sees it, with every act answered by the assessment itself."""
    view = assessment(lacking=("Unanswered: something",))
    acts = ("get", "answer", "describe", "accept_risk", "accept_amendment", "accept_version", "propose")
    told = {f"assessment.{act}": view for act in (*acts, "record_risk", "engage")}
    client = FakeClient({"resolve": an_account(role), **told, **answers})
    page = AssessmentPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


@pytest.mark.proves("K-01", "K-06")
def test_a_question_is_answered_with_what_it_rests_on() -> None:
    """The answer and a line a piece of evidence are sent after a second step (K-01, K-06)."""
    page, client = opened()
    tell(page.asking.outline, event="open", id="necessity_need")
    page.asking.fields["text"].value = WRITTEN
    page.asking.fields["evidence"].value = "minutes, item 4\n\nreport 7"

    press(page.body, "Keep")
    press(page.body, "Keep this answer")

    question, given = client.last("assessment.answer")
    assert (question, given.text, given.evidence) == ("necessity_need", WRITTEN, ("minutes, item 4", "report 7"))


@pytest.mark.proves("K-03")
def test_an_amendment_is_written_before_it_is_accepted() -> None:
    """What changes is shown; both texts are needed (K-03)."""
    page, client = opened()
    tell(page.amendments, event="open", id="a1")
    assert "20 → 10" in words_in(page.body)

    press(page.body, "Keep")
    assert [name for name, _ in page.banner.fields] == ["reason", "effect"]
    page.fields["reason"].value = page.fields["effect"].value = WRITTEN
    press(page.body, "Keep")
    press(page.body, "Keep this text")

    assert client.last("assessment.describe")[0] == "a1"


def test_a_risk_is_accepted_and_another_one_asked_for() -> None:
    """A row shows that nothing proves its control; the form of a row needs its choices."""
    page, client = opened()
    tell(page.risks, event="open", id="r2")
    assert "none: unproven" in words_in(page.body)

    press(page.body, "Accept")
    press(page.body, "Accept what remains")
    press(page.body, "Add a risk")
    press(page.body, "Keep")

    assert client.last("assessment.accept_risk") == ("r2",)
    assert "likelihood" in [name for name, _ in page.banner.fields]


def test_an_auditor_reads_and_changes_nothing() -> None:
    """No field and no second step for somebody who only reads."""
    page, _ = opened(Role.AUDITOR)
    tell(page.asking.outline, event="open", id="necessity_need")

    assert page.asking.fields == {}
    assert "Is the measure needed" in words_in(page.body)


@pytest.mark.proves("K-01")
def test_the_first_open_question_comes_first_and_the_next_one_after_an_answer() -> None:
    """One at a time, with a count; what was typed and not kept is there again on the way back."""
    page, client = opened()
    asked = client.answers["assessment.get"].questions
    is_open = [place for place, each in enumerate(asked) if not each.answer]
    assert f"Question {is_open[0] + 1} of {len(asked)}" in words_in(page.body)
    page.asking.fields["text"].value = WRITTEN

    press(page.body, "Next question")
    assert f"Question {is_open[0] + 2} of {len(asked)}" in words_in(page.body)
    press(page.body, "Previous question")
    assert page.asking.fields["text"].value == WRITTEN
    assert page.conduct.unsaved
    press(page.body, "Keep")
    press(page.body, "Keep this answer")

    assert client.last("assessment.answer")[0] == asked[is_open[0]].id
    assert f"Question {is_open[1] + 1} of {len(asked)}" in words_in(page.body)
    assert not page.conduct.unsaved


def test_every_question_stands_in_a_part_that_is_folded() -> None:
    """None is left out; what else is lacking is folded too, without the open questions again."""
    page, client = opened()
    asked = client.answers["assessment.get"].questions

    parts = page.asking.outline.parts
    assert [item["id"] for part in parts for item in part["items"]] == [each.id for each in asked]
    assert sum(int(part["words"].split(": ")[1].split(" ")[0]) for part in parts) == sum(
        not each.answer for each in asked
    )
    assert "Unanswered" not in words_in(page.body)
