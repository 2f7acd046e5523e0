"""Pages render in French without an English remainder of their own."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import ipywidgets
import pytest

from kernel_lib.vocabulary import Role
from tests.widgets import examination_fakes
from tests.widgets.pages import (
    reviewing,
    test_administration,
    test_approvals,
    test_assessment,
    test_audit,
    test_case,
    test_controls,
    test_controls_models,
    test_home,
    test_known_tasks,
    test_leads,
    test_partners,
    test_records,
    test_records_incoming,
    test_search,
)
from tests.widgets.press import everything
from widgets.pages.page import Page
from widgets.parts.listing import Listing
from widgets.words.language import VARIABLE

ENGLISH = re.compile(r"\b(the|and|of|is|are|not|this|that|what|who|when|you|your|with|for|before|after|by|to)\b", re.I)
"""Words that English sentences are held together by, and French ones never hold."""


TYPED = (
    "A draft in your hands.",
    "The person at the counter takes the cash box and leaves by the front door.",
    "Stands at the counter as told.",
)
"""Sentences that the fakes typed: they stay in the language in which they were written."""


class _Texts(HTMLParser):
    """Texts of markup that are not marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._english: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.texts += [value for name in ("alt", "aria-label") if (value := told.get(name))]
        if tag not in {"img", "br", "hr", "input"}:
            self._english.append(told.get("lang") == "en-CA")

    def handle_endtag(self, tag: str) -> None:
        self._english.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._english):
            self.texts.append(data)


def _texts(page: Page) -> list[str]:
    """Everything that a page shows as markup, on buttons, at fields, and as heads of lists."""
    reader, shown = _Texts(), []
    for widget in everything(page.build()):
        if isinstance(widget, ipywidgets.HTML):
            reader.feed(widget.value)
        elif isinstance(widget, Listing):
            shown += [widget.caption, widget.filter, widget.empty, *widget.columns]
        shown.append(str(getattr(widget, "description", "")))
    return [text for text in (*reader.texts, *shown) if text.strip()]


def _without_typed(text: str) -> str:
    return next((text.replace(each, "") for each in TYPED if each in text), text)


def _opened(page: test_known_tasks.KnownTasksPage) -> Page:
    page.open("t1")
    return page


PAGES: dict[str, Callable[[], Page]] = {
    "home": lambda: test_home._page(Role.INVESTIGATOR, Role.APPROVER)[0],
    "search": lambda: test_search._resumed()[0],
    "new search": lambda: test_search._page()[0],
    "approvals": lambda: test_approvals._page()[0],
    "approval": lambda: test_approvals._page({"request": "r1"})[0],
    "case": lambda: test_case._page()[0],
    "requests": lambda: test_case._requests(),
    "controls": lambda: test_controls._page()[0],
    "assessment": lambda: test_assessment.opened()[0],
    "known tasks": lambda: test_known_tasks._page()[0],
    "known task": lambda: _opened(test_known_tasks._page()[0]),
    "leads": lambda: test_leads._page()[0],
    "partners": lambda: test_partners._page()[0],
    "partner": lambda: test_partners._agreement()[0],
    "records desk": lambda: test_records._page()[0],
    "person": lambda: test_records._opened()[0],
    "another clock": lambda: test_records._tried()[0],
    "face models": lambda: test_controls_models.reported(Role.COMPLIANCE),
    "pictures to take again": lambda: test_records_incoming.recaptures(),
    "feeds": lambda: test_records_incoming.feeds(),
    "administration": lambda: test_administration.opened(Role.COMPLIANCE, "")[0],
    "installation": lambda: test_administration.opened(Role.ADMINISTRATOR, "state")[0],
    "proficiency": lambda: test_administration.opened(Role.COMPLIANCE, "proofs")[0],
    "certificate": lambda: test_administration.opened(Role.COMPLIANCE, "training")[0],
    "breaches": lambda: test_administration.opened(Role.COMPLIANCE, "breaches")[0],
    "audit": lambda: test_audit._page()[0],
    "review": lambda: reviewing.review_page(examination_fakes.an_examination())[0],
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_renders_in_french_without_an_english_remainder(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left in English is marked so, or was typed by somebody."""
    monkeypatch.setenv(VARIABLE, "fr")

    texts = _texts(PAGES[name]())

    assert len(texts) > 5
    assert [text for text in map(_without_typed, texts) if ENGLISH.search(text)] == []


def test_a_page_comes_back_in_english() -> None:
    """Without the variable of its kernel a page speaks English."""
    assert "Waiting for me" in _texts(PAGES["home"]())
