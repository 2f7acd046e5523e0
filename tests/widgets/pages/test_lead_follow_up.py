"""The follow-up of a lead on its page: what is next, one form at a time, prints recorded first."""

from datetime import date
from typing import Any

import pytest

from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import CheckAnswer, CopyKind, LeadState
from kernel_lib.wire.follow_up import CheckGiven, CorroborationGiven, OutcomeGiven, ParagraphCompared
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import a_lead
from tests.widgets.lead_fakes import MARK, a_copy, a_follow_up, a_paragraph
from tests.widgets.press import everything, press, words_in
from widgets.pages.leads import LeadsPage


def _page(**answers: Any) -> tuple[LeadsPage, FakeClient, list[dict[str, Any]]]:
    given = {"leads.get": a_lead(acknowledged=True), "follow_up.get": a_follow_up()}
    client = FakeClient({**given, **{name.replace("__", "."): value for name, value in answers.items()}})
    page = LeadsPage(lambda: client, {"lead": "l1"})
    sent: list[dict[str, Any]] = []
    page.conduct.send = lambda content, *_: sent.append({**content, "asked": list(client.names())})
    page.load()
    return page, client, sent


def _fill(page: LeadsPage, **answers: Any) -> None:
    for name, value in answers.items():
        page.acts.fields[name].value = value


def test_what_is_done_and_what_is_next_stands_below_the_lead() -> None:
    """States in words, checks with their dates, facts escaped, copies."""
    page, _, _ = _page()

    text = words_in(page.body)
    for part in ("What is done and what is next", "Next", "Done", "overdue", "Card &lt;7&gt;.", "2026-11-21", "print"):
        assert part in text


@pytest.mark.proves("E-05")
def test_a_fact_is_recorded_from_its_form() -> None:
    """The form opens, is sent, and closes again."""
    page, client, _ = _page(follow_up__corroborate=a_follow_up())
    press(page.body, "Record a fact")
    _fill(page, kind="records", found_on=date(2026, 11, 20), what="Access records of that night.", independent=True)

    press(page.body, "Record the fact")

    given = CorroborationGiven(
        kind="records", found_on=date(2026, 11, 20), what="Access records of that night.", independent=True
    )
    assert client.last("follow_up.corroborate") == ("l1", given)
    assert page.follow_up is not None
    assert page.follow_up.form is None


@pytest.mark.proves("E-09")
def test_a_check_without_its_day_is_not_sent() -> None:
    """The missing answer is told at its field."""
    page, client, _ = _page(follow_up__check=a_follow_up())
    press(page.body, "Answer a check")
    _fill(page, check="custody", answer=CheckAnswer.FITS)
    press(page.body, "Record the check")
    assert page.acts.fields["checked_on"].error == "Please answer this."
    assert "follow_up.check" not in client.names()
    _fill(page, checked_on=date(2026, 11, 21))

    press(page.body, "Record the check")

    given = CheckGiven(check="custody", answer=CheckAnswer.FITS, checked_on=date(2026, 11, 21))
    assert client.last("follow_up.check") == ("l1", given)


@pytest.mark.proves("E-05", "E-11")
def test_a_refusal_is_shown_and_what_was_typed_is_kept() -> None:
    """With its rule and the next step."""
    page, _, _ = _page(follow_up__rely=WrongState("E-05", "No fact.", "Record one.", reference=7))

    press(page.body, "Rely on this lead")

    assert (page.banner.rule, page.banner.reason) == ("E-05", "No fact.")


@pytest.mark.proves("E-06", "E-07")
def test_a_lineup_shows_its_warning_and_asks_about_fillers() -> None:
    """Before anything is recorded."""
    page, client, _ = _page(follow_up__hold_lineup=a_follow_up())
    press(page.body, "Record a lineup")
    assert "Fillers will be alike." in words_in(page.body)
    _fill(page, held_on=date(2026, 11, 21), blind_administrator=True, sequential=True, fillers="9", recorded=False)
    press(page.body, "Record the lineup")
    assert page.acts.fields["filler_answer"].error
    _fill(page, filler_answer="Two officers looked.", deviation="Recorder failed.")

    press(page.body, "Record the lineup")

    (_, given) = client.last("follow_up.hold_lineup")
    assert (given.fillers, given.recorded, given.filler_answer) == (9, False, "Two officers looked.")


def test_circumstances_may_be_left_open() -> None:
    """Empty answers travel as none (E-10)."""
    page, client, _ = _page(follow_up__circumstances=a_follow_up(flags=("Custody.",)))
    press(page.body, "Compare circumstances")
    _fill(page, offence_on=date(2026, 11, 20), told_age_from="20")

    press(page.body, "Record and compare")

    (_, given) = client.last("follow_up.circumstances")
    assert (given.custody_from, given.told_age_from, given.told_age_to) == (None, 20, None)
    assert "Stopped: facts contradict the lead" in words_in(page.body)


@pytest.mark.proves("E-08")
def test_an_edited_paragraph_is_flagged_with_what_is_left_out() -> None:
    """The draft is offered for editing; the difference is said."""
    told = ParagraphCompared(same=False, sha256="cd" * 32, draft_sha256="ab" * 32, missing=("Two.",))
    drafted = a_follow_up(paragraph=a_paragraph())
    page, client, _ = _page(follow_up__draft_paragraph=drafted, follow_up__compare_paragraph=told)
    press(page.body, "Draft a warrant paragraph")
    press(page.body, "Compare an edited paragraph")
    assert page.acts.fields["text"].value == "One. Two."
    _fill(page, text="One.")

    press(page.body, "Compare with the draft")

    assert client.last("follow_up.compare_paragraph")[1].text == "One."
    assert "The text differs from the draft." in words_in(page.body)
    assert "<li>Two.</li>" in words_in(page.body)


@pytest.mark.proves("E-12")
def test_an_outcome_is_recorded_with_its_reason() -> None:
    """A closed lead asks for nothing but another outcome."""
    page, client, _ = _page(follow_up__end=a_follow_up(state=LeadState.CLOSED, outcome="Confirmed"))
    press(page.body, "Record the outcome")
    _fill(page, outcome="confirmed", reason="Fingerprints from the counter.")

    press(page.body, "Record this outcome")

    assert client.last("follow_up.end") == (
        "l1",
        OutcomeGiven(outcome="confirmed", reason="Fingerprints from the counter."),
    )
    words = {getattr(each, "description", "") for each in everything(page.body)}
    assert "Record the outcome" in words
    assert "Rely on this lead" not in words


@pytest.mark.proves("C-11")
def test_a_print_is_recorded_before_the_dialogue_opens() -> None:
    """The mark is on the page by then."""
    page, client, sent = _page(follow_up__copy=a_copy())

    press(page.body, "Print this lead")

    assert client.last("follow_up.copy") == ("l1", CopyKind.PRINT)
    (printed,) = [each for each in sent if each.get("do") == "print"]
    assert "follow_up.copy" in printed["asked"]
    assert MARK in words_in(page.body)
    assert "lb-lead--marked" in words_in(page.body)


@pytest.mark.proves("C-11")
def test_a_print_that_cannot_be_recorded_is_not_made() -> None:
    """No dialogue, no mark."""
    page, _, sent = _page(follow_up__copy=WrongState("E-04", "It has expired.", "Ask.", reference=3))

    press(page.body, "Print this lead")

    assert [each for each in sent if each.get("do") == "print"] == []
    assert "lb-lead--marked" not in words_in(page.body)
    assert "lb-not-printed" in words_in(page.body)


@pytest.mark.proves("C-11", "E-01", "E-02")
def test_a_file_is_recorded_and_carries_flag_and_mark() -> None:
    """What the browser saves is what the service gave."""
    page, _, sent = _page(follow_up__copy=a_copy(document=True))

    press(page.body, "Save as a file")

    (saved,) = [each for each in sent if each.get("do") == "save"]
    assert saved["name"] == "investigative-lead-only-R-0001.json"
    assert '"investigative_lead_only": true' in saved["text"]
    assert MARK in saved["text"]


@pytest.mark.proves("E-11", "E-13")
@pytest.mark.parametrize("state", [LeadState.WITHDRAWN, LeadState.EXPIRED])
def test_a_lead_that_is_over_stands_under_its_stamp(state: LeadState) -> None:
    """No picture, no number, nothing to acknowledge."""
    over = a_lead().model_copy(update={"state": state, "stamp": "Withdrawn. Do not use it."})
    page, client, _ = _page(leads__get=over)

    text = words_in(page.body)
    assert "lb-stamp" in text
    assert "Withdrawn. Do not use it." in text
    assert "<img" not in text
    assert "Acknowledge the limits" not in {getattr(each, "description", "") for each in everything(page.body)}
    assert "follow_up.get" not in client.names()
