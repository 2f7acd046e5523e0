"""The window of a page."""

from typing import Any

import pytest

from tests.widgets.press import tell
from widgets.parts.conduct import Conduct


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Messages that go to the browser."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(Conduct, "send", lambda _self, content: messages.append(content))
    return messages


def test_a_page_is_filled_once() -> None:
    """A second view of the same page does not ask the service again."""
    shown: list[bool] = []
    conduct = Conduct()
    conduct.when_shown(lambda: shown.append(True))

    tell(conduct, event="shown")
    tell(conduct, event="shown")

    assert shown == [True]


def test_the_address_keeps_what_a_reload_needs(sent: list[dict[str, Any]]) -> None:
    """Without parameters the address is the plain page."""
    Conduct().keep_address(request="r 1")
    Conduct().keep_address()

    assert [message["query"] for message in sent] == ["?request=r+1", ""]


def test_a_file_is_offered_with_its_kind(sent: list[dict[str, Any]]) -> None:
    """CSV leaves by the browser, not by a trait."""
    Conduct().save("a.csv", "x,y")

    assert sent == [{"do": "save", "name": "a.csv", "text": "x,y", "type": "text/csv;charset=utf-8"}]
