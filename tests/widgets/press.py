"""What a browser would do to widgets: press a button by its words, and read what is placed."""

from collections.abc import Iterator
from typing import Any

import ipywidgets


def everything(widget: Any) -> Iterator[Any]:
    """Yield a widget and all that is placed in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def button(widget: Any, words: str) -> Any:
    """Return the placed button with these words."""
    found = [each for each in everything(widget) if isinstance(each, ipywidgets.Button) and each.description == words]
    assert len(found) == 1, f"button {words!r}: expected one, got {len(found)}"
    return found[0]


def press(widget: Any, words: str) -> None:
    """Press the placed button with these words."""
    button(widget, words).click()


def words_in(widget: Any) -> str:
    """Return all markup that is placed, as one text."""
    return "\n".join(each.value for each in everything(widget) if isinstance(each, ipywidgets.HTML))


def tell(widget: Any, **content: Any) -> None:
    """Send a message as the widget's front end would."""
    widget._handle_custom_msg(content, [])
