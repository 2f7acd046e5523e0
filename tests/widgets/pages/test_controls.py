"""Stops, bounds and flags on one page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import ExigentState, Role, StopScope
from kernel_lib.wire.control import (
    BurstView,
    ControlsView,
    Effect,
    ExigentView,
    SettingView,
    ShortReview,
    SourceCount,
    StopView,
    Target,
)
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.press import press, tell, words_in
from widgets.pages.controls import ControlsPage, read_effects

STOP = StopView(
    id="s1",
    scope=StopScope.PERSON,
    target="Person Two",
    reason="Odd lists this morning.",
    stopped_by="Person One",
    stopped_at=NOW,
    note="Searches are stopped for one member.",
)
PROPOSED = STOP.model_copy(update={"id": "s2", "proposed_by": "Person Three", "resume_reason": "All is checked."})
EFFECT = Effect(
    group="Women, 18 to 30",
    trials=900,
    false_positive_before=0.02,
    false_positive_after=0.01,
    false_negative_before=0.05,
    false_negative_after=0.07,
)
FILE = SettingView(id="file", number=0, min_score=0.3, max_candidates=20, in_force=True, reason="File", approved=True)
WAITS = SettingView(
    id="b1",
    number=1,
    min_score=0.4,
    max_candidates=5,
    in_force=False,
    reason="Shorter.",
    effects=(EFFECT,),
    proposed_by="Person Two",
)


def _controls() -> ControlsView:
    return ControlsView(
        stops=(STOP, PROPOSED),
        targets=(
            Target(scope=StopScope.ALL, target="", title="Everybody"),
            Target(scope=StopScope.PERSON, target="two", title="Person Two"),
        ),
        settings=(WAITS, FILE),
        exigent=(
            ExigentView(
                request_number="R-1",
                occurrence_number="H26-000123",
                submitted_at=NOW,
                due_at=NOW - timedelta(hours=1),
                state=ExigentState.OVERDUE,
            ),
        ),
        bursts=(
            BurstView(person="Person Nine", searches=12, within_minutes=60, last_at=datetime.now(UTC), at_limit=False),
        ),
        sources=(SourceCount(source="Posted and supplied", submitted=3, supplied=True),),
        reason_min_length=20,
    )


def _page(**answers: Any) -> tuple[ControlsPage, FakeClient]:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    client = FakeClient({"controls.get": _controls(), "resolve": an_account(Role.COMPLIANCE), **given})
    page = ControlsPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


@pytest.mark.proves("A-12", "B-10", "A-06")
def test_compliance_sees_what_is_overdue_flagged_and_counted_apart() -> None:
    """Urgent requests that are late, people who search too often, supplied pictures (A-06, A-12, B-10)."""
    page, _ = _page()

    text = words_in(page.body)
    assert "OVERDUE, result locked" in text
    assert "Person Nine" in text
    assert "12 in 60 minutes" in text
    assert "Posted and supplied" in text


@pytest.mark.proves("M-11")
def test_searching_is_stopped_in_two_steps() -> None:
    """For whom and why is asked first; then it is sent, and the note for the public is shown (M-11)."""
    page, client = _page(controls__stop=STOP)
    press(page.body, "Stop searching")
    page.fields["target"].value = "person:two"
    press(page.body, "Stop")
    assert [name for name, _ in page.banner.fields] == ["reason"]
    page.fields["reason"].value = "Odd lists this morning."

    press(page.body, "Stop")
    assert "controls.stop" not in client.names()
    press(page.body, "Stop searching now")

    asked = client.last("controls.stop")[0]
    assert (asked.scope, asked.target, asked.reason) == (StopScope.PERSON, "two", "Odd lists this morning.")
    assert page.banner.reason == STOP.note


@pytest.mark.proves("M-11")
def test_two_people_let_searching_go_on() -> None:
    """One proposes with a reason; for another's proposal there is only the agreement (M-11)."""
    page, client = _page(controls__propose_resumption=PROPOSED, controls__confirm_resumption=PROPOSED)
    tell(page.stops, event="open", id="s1")
    page.fields["reason"].value = "All is checked now."
    press(page.body, "Propose to go on")
    press(page.body, "Propose that searching goes on")
    assert client.last("controls.propose_resumption") == ("s1", "All is checked now.")

    tell(page.stops, event="open", id="s2")
    assert "Person Three" in words_in(page.body)
    press(page.body, "Agree")
    press(page.body, "Let searching go on")

    assert client.last("controls.confirm_resumption") == ("s2",)


@pytest.mark.proves("B-13")
def test_other_bounds_are_proposed_with_reason_and_error_table() -> None:
    """What is typed goes out as numbers, one row a group (B-13)."""
    page, client = _page(controls__propose=WAITS)
    press(page.body, "Propose other bounds")
    answers = {"min_score": "0.4", "max_candidates": "5", "reason": "Shorter lists.", "effects": _TABLE}
    for name, value in answers.items():
        page.fields[name].value = value

    press(page.body, "Propose")
    press(page.body, "Send this proposal")

    sent = client.last("controls.propose")[0]
    assert (sent.min_score, sent.max_candidates, sent.effects) == (0.4, 5, (EFFECT,))


@pytest.mark.parametrize("table", ["Women; 900; 0.02", "Women; 900; 2; 0.01; 0.05; 0.07", "Women; x; 0; 0; 0; 0"])
def test_a_table_that_is_none_is_named(table: str) -> None:
    """Nothing is sent, and what was typed stays."""
    page, client = _page()
    press(page.body, "Propose other bounds")
    for name, value in {"min_score": "0.4", "max_candidates": "5", "reason": "Why.", "effects": table}.items():
        page.fields[name].value = value

    press(page.body, "Propose")

    assert page.banner.kind == "refusal"
    assert page.fields["effects"].value == table
    assert "controls.propose" not in client.names()


@pytest.mark.proves("B-13")
def test_a_proposal_is_decided_with_its_table_in_sight() -> None:
    """The service refuses one's own; what was typed stays (B-13)."""
    page, client = _page(controls__decide=NotAllowed("B-13", "Your own.", "Ask another.", reference=9))
    tell(page.settings, event="open", id="b1")
    assert "Women, 18 to 30" in words_in(page.body)
    assert "0.0700" in words_in(page.body)
    page.fields["reason"].value = "The table convinces me."

    press(page.body, "Approve")
    press(page.body, "Approve these bounds")

    assert client.last("controls.decide")[1].approved is True
    assert page.banner.rule == "B-13"
    assert page.fields["reason"].value == "The table convinces me."


def test_what_is_in_force_and_what_has_ended_only_shows() -> None:
    """No act is offered for it."""
    ended = STOP.model_copy(update={"resumed_at": NOW, "resumed_by": "Person Four"})
    page, _ = _page(controls__get=_controls().model_copy(update={"stops": (ended,)}))
    tell(page.settings, event="open", id="file")
    assert page.fields == {}
    press(page.body, "Back to the controls")
    tell(page.stops, event="open", id="s1")

    assert page.fields == {}
    assert "Person Four" in words_in(page.body)


def test_empty_lines_of_a_table_are_passed_over() -> None:
    """Only what is written counts."""
    assert read_effects(f"\n{_TABLE}\n\n") == (EFFECT,)


_TABLE = "Women, 18 to 30; 900; 0.02; 0.01; 0.05; 0.07"


@pytest.mark.proves("D-14")
def test_short_reviews_stand_on_the_page_where_they_are_shown() -> None:
    """With what was expected; where nobody was short it says so; for others the section is not there."""
    short = ShortReview(
        person="Person Four", examination_number="E-0004", stage="comparison", seconds=3, shortest=20, locked_at=NOW
    )
    flagged = _controls().model_copy(update={"short_reviews": (short,), "short_review_days": 30})
    quiet = _controls().model_copy(update={"short_review_days": 30})

    said = [words_in(_page(controls__get=each)[0].body) for each in (flagged, quiet, _controls())]

    assert "3 s, expected at least 20 s" in said[0]
    assert "in the last 30 days" in said[1]
    assert "D-14" not in said[2]
