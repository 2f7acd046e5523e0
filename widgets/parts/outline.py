"""Things to be done one after the other, folded by part, each of which can be opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import anywidget
import traitlets

from widgets.parts.static import module


@dataclass(frozen=True)
class OutlineItem:
    """One thing: the id by which it is opened, its words, and its state in words."""

    id: str
    text: str
    state: str


@dataclass(frozen=True)
class OutlinePart:
    """A part, folded until somebody opens it; `words` name it and say how much of it is left."""

    title: str
    words: str
    items: tuple[OutlineItem, ...]


class Outline(anywidget.AnyWidget):
    """Parts of plain text. `chosen` is the id of what is open on the page."""

    _esm = module("outline")
    caption = traitlets.Unicode("").tag(sync=True)
    parts = traitlets.List(traitlets.Dict()).tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)

    def show(self, parts: Iterable[OutlinePart]) -> None:
        """Show parts with their items."""
        self.parts = [
            {"title": part.title, "words": part.words, "items": [vars(item) for item in part.items]} for part in parts
        ]

    def when_opened(self, act: Callable[[str], object]) -> None:
        """Call `act` with the id of a listed item that the person opened."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            asked = content.get("id")
            listed = [item["id"] for part in self.parts for item in part["items"]]
            if content.get("event") == "open" and asked in listed:
                act(str(asked))

        self.on_msg(hear)
