"""What came in, on the records desk: pictures to take again, and what became of feeds (F-04, F-07)."""

from datetime import date, timedelta
from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.feeds import FeedResult, FeedResults, RefusedLines
from kernel_lib.wire.gallery import Recapture, RecaptureList
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.pages.test_records import CHASE, PERSON
from tests.widgets.press import press, tell, words_in
from widgets.pages.records import RecordsPage
from widgets.words.language import say

WISH = Recapture(
    subject_number="S-1",
    booking_event="E-1",
    captured_on=date(2026, 11, 2),
    findings=("sharpness",),
    reasons=("The picture is too blurred.",),
    since=NOW,
)
WISHES = RecaptureList(count=1, lines=(WISH,), done=(WISH.model_copy(update={"done_at": NOW + timedelta(days=1)}),))
FEED = FeedResult(
    feed_id="f1",
    opened_at=NOW,
    key_label="Records system",
    lines=210,
    taken=5,
    waiting=3,
    refused=(RefusedLines(rule="F-01", count=202, numbers=tuple(range(1, 201))),),
)


def incoming(**answers: Any) -> tuple[RecordsPage, FakeClient]:
    """Return the desk of a clerk with these answers."""
    given = {name.replace("__", "."): value for name, value in answers.items()}
    client = FakeClient(
        {"lifecycle.chase_list": CHASE, "lifecycle.person": PERSON, "resolve": an_account(Role.RECORDS_CLERK), **given}
    )
    page = RecordsPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    return page, client


def recaptures() -> RecordsPage:
    """Return the desk with the wishes shown."""
    page, _ = incoming(feeds__recaptures=WISHES)
    press(page.body, say("Pictures to take again"))
    return page


def feeds(held: FeedResults | None = None) -> RecordsPage:
    """Return the desk with a feed opened, or with none."""
    page, _ = incoming(feeds__results=held or FeedResults(feeds=(FEED,)))
    press(page.body, say("What became of the feeds"))
    tell(page.feeds.feeds, event="open", id="f1")
    return page


@pytest.mark.proves("F-07")
def test_a_wish_says_why_and_since_when_and_opens_its_person() -> None:
    """What is wanted and what is done are two lists; a line leads to the person."""
    page = recaptures()
    wanted, done = page.recaptures.wanted, page.recaptures.done

    assert wanted.rows[0]["cells"][:4] == ["S-1", "E-1", "2026-11-02", "The picture is too blurred."]
    assert len(done.rows[0]["cells"]) == len(done.columns) == 6
    tell(wanted, event="open", id=wanted.rows[0]["id"])
    assert "Person S-1" in words_in(page.body)


@pytest.mark.proves("F-04")
def test_a_feed_opens_into_its_refused_lines_by_rule() -> None:
    """Counts in the list; behind it the rule, the numbers of lines, and how many more there are."""
    page = feeds()

    assert page.feeds.feeds.rows[0]["cells"][1:] == ["Records system", "210", "5", "202", "3"]
    shown = words_in(page.body)
    assert "A field that must be filled is empty." in shown
    assert "199, 200 and 2 more" in shown


def test_empty_lists_say_so() -> None:
    """Nothing to take again, nothing taken again, no feed: each in a sentence."""
    page, _ = incoming(feeds__recaptures=RecaptureList(count=0, lines=()))
    press(page.body, say("Pictures to take again"))
    none = feeds(FeedResults(feeds=()))

    assert page.recaptures.wanted.rows == page.recaptures.done.rows == []
    assert page.recaptures.wanted.empty == "No picture is to be taken again."
    assert none.feeds.feeds.empty == "No feed was opened yet."
