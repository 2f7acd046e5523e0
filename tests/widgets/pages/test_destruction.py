"""What must go, runs released by two desks, lateness and the record keeper on one page."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.vocabulary import DestructionState, Role, RunState
from kernel_lib.wire.destruction import (
    ComplianceLine,
    ComplianceReport,
    DueLine,
    DuePreview,
    KeeperRequests,
    KeeperRequestView,
    RunSample,
    RunsView,
    RunView,
    SampleLine,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import press, tell, words_in
from widgets.pages.destruction import DestructionPage

RULE, SENTENCE = "F-22.dismissed", "The charge was dismissed; the picture left search at once."
DUE = DuePreview(
    due=7,
    held=1,
    lines=(DueLine(rule=RULE, sentence=SENTENCE, due=7, held=1, oldest=date(2026, 9, 1), days_late=12),),
)
RUN = RunView(
    id="r1",
    rule="",
    state=RunState.PROPOSED,
    planned=7,
    lineages_sha256="ab" * 32,
    proposed_at=NOW,
    released_by_records=True,
    released_by_compliance=False,
    released_at=None,
    stopped_at=None,
    stop_reason="",
    finished_at=None,
    counts={"planned": 7},
    rules={RULE: 7},
    stores={},
)
RELEASED = RUN.model_copy(update={"state": RunState.RELEASED, "released_by_compliance": True})
SAMPLE = RunSample(
    seed="5eed",
    lines=(
        SampleLine(
            lineage_id="lineage-1",
            picture_id="p1",
            rule=RULE,
            sentence=SENTENCE,
            rule_version="1",
            due_on=date(2026, 9, 1),
            state=DestructionState.PLANNED,
        ),
    ),
)
LATE = ComplianceLine(
    rule=RULE,
    sentence=SENTENCE,
    due=0,
    late=7,
    days_late=12,
    done=3,
    done_late=1,
    failed=0,
    waiting=0,
    explained=False,
)
REPORT = ComplianceReport(today=date(2026, 11, 24), within_days=30, held=1, lines=(LATE,), unexplained=(RULE,))
ASKED = KeeperRequestView(
    id="k1",
    lineage_id="lineage-0",
    rule=RULE,
    fps_number="FPS-1",
    asked_at=NOW,
    chase_on=date(2026, 10, 1),
    chased=1,
    overdue=True,
    reply="",
    replied_on=None,
)


def _page(role: Role = Role.COMPLIANCE, **answers: Any) -> tuple[DestructionPage, FakeClient]:
    given = {
        "resolve": an_account(role),
        "destructions.due": DUE,
        "destructions.report": REPORT,
        "destructions.runs": RunsView(runs=(RUN,)),
        "destructions.keeper_requests": KeeperRequests(requests=(ASKED,)),
        "destructions.run": RUN,
        "destructions.sample": SAMPLE,
        **{f"destructions.{name}": value for name, value in answers.items()},
    }
    client = FakeClient(given)
    page = DestructionPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


@pytest.mark.proves("F-33")
def test_a_run_is_proposed_in_numbers_and_released_after_a_look_at_its_sample() -> None:
    """The numbers stand in the second step; the sample is fetched when the run is opened."""
    page, client = _page(propose=RUN, release=RELEASED)
    press(page.body, "Propose a run")
    page.fields["rule"].value = "all"
    press(page.body, "Propose")
    assert "7 pictures. Nothing is destroyed before two people release it." in words_in(page.body)
    press(page.body, "Propose this run")
    assert client.last("destructions.propose") == ("",)

    tell(page.runs, event="open", id="r1")
    assert "lineage-1" in words_in(page.body)
    press(page.body, "Release")
    assert "7 pictures are destroyed for good" in words_in(page.body)
    assert "destructions.release" not in client.names()
    press(page.body, "Release their destruction")

    assert client.last("destructions.release") == ("r1",)
    assert client.last("destructions.sample") == ("r1",)


@pytest.mark.proves("F-33")
def test_a_run_under_way_is_stopped_with_a_reason() -> None:
    """Without a reason nothing is sent."""
    page, client = _page(run=RELEASED, stop=RUN)
    tell(page.runs, event="open", id="r1")
    press(page.body, "Stop")
    assert "destructions.stop" not in client.names()
    page.fields["reason"].value = "A hold may be missing."
    press(page.body, "Stop")
    press(page.body, "Stop this run now")

    assert client.last("destructions.stop") == ("r1", "A hold may be missing.")


@pytest.mark.proves("F-34", "F-36")
def test_lateness_is_told_and_explained_and_the_keeper_is_chased() -> None:
    """The page says what keeps the annual report back; a clerk records that the keeper was asked again."""
    page, client = _page(explain=REPORT)
    assert "The annual report cannot be released" in words_in(page.body)
    press(page.body, "Explain what is late")
    answers = {"rule": RULE, "until": date(2026, 12, 1), "reason": "The disk array is being repaired."}
    for name, value in answers.items():
        page.fields[name].value = value
    press(page.body, "Explain")
    press(page.body, "Keep this explanation")
    assert client.last("destructions.explain")[0].until == date(2026, 12, 1)

    desk, clerk = _page(Role.RECORDS_CLERK, chase=KeeperRequests(requests=(ASKED,)))
    tell(desk.keeper, event="open", id="k1")
    press(desk.body, "Asked again")
    press(desk.body, "Record that it was asked again")
    assert clerk.last("destructions.chase") == ("k1",)


def test_an_auditor_sees_everything_and_can_do_nothing() -> None:
    """No button of an act, in the list or in a run."""
    page, _ = _page(Role.AUDITOR)
    tell(page.runs, event="open", id="r1")

    text = words_in(page.body)
    assert "Release their destruction" not in text
    assert page.fields == {}


def test_where_nothing_is_due_the_page_says_so_with_the_next_day() -> None:
    """Sentences stand where tables would be empty; without a later day it says that as well."""
    later = DuePreview(due=0, held=0, lines=(), next_due_on=date(2027, 2, 3))
    nothing = REPORT.model_copy(update={"lines": (), "held": 0, "unexplained": ()})
    page, _ = _page(due=later, report=nothing)
    bare, _ = _page(due=DuePreview(due=0, held=0, lines=()), report=nothing)

    assert page.due.empty == "Nothing is due. The next pictures fall due on 2027-02-03."
    assert bare.due.empty == "Nothing is due, and no later day is set for any picture."
    shown = words_in(page.body)
    assert "Nothing fell due so far; 30 days are allowed." in shown
    assert "<table" not in shown


@pytest.mark.proves("F-33")
def test_a_run_under_way_shows_how_far_it_has_come_and_is_looked_at_again() -> None:
    """A bar and the same in words; the address of the home page leads to the run."""
    under_way = RELEASED.model_copy(update={"counts": {"planned": 2, "removed": 1, "done": 3, "waiting": 1}})
    finished = RELEASED.model_copy(update={"state": RunState.FINISHED, "counts": {"done": 6, "waiting": 1}})
    page, client = _page(run=[under_way, finished])
    page.query["run"] = "r1"
    page.load()

    first = words_in(page.body)
    press(page.body, "Look again")

    assert "3 of 7 have their certificate; 1 are removed and not yet verified." in first
    assert "1 are kept: a hold or another state came first." in first
    assert 'class="lb-progress" value="4" max="7"' in first
    assert "6 of 7 have their certificate" in words_in(page.body)
    assert client.last("destructions.run") == ("r1",)
