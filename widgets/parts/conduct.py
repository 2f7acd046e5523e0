"""What a page asks of its browser window: its address, its focus, a file to save; and when it was first shown."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import anywidget
import traitlets

from widgets.parts.static import module


class Conduct(anywidget.AnyWidget):
    """The window of a page.

    `busy` shows a bar after 300 ms; `said` is read out by screen readers; while `unsaved` is true the browser asks
    before the page is left.
    """

    _esm = module("conduct")
    busy = traitlets.Bool(default_value=False).tag(sync=True)
    unsaved = traitlets.Bool(default_value=False).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)

    def when_shown(self, act: Callable[[], object]) -> None:
        """Run `act` once, when the browser has painted the page for the first time."""
        done: list[bool] = []

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            if content.get("event") == "shown" and not done:
                done.append(True)
                act()

        self.on_msg(hear)

    def when_printing(self, act: Callable[[], object]) -> None:
        """Run `act` each time the browser begins to print the page, however the person asked for it."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            if content.get("event") == "printing":
                act()

        self.on_msg(hear)

    def keep_address(self, **query: str) -> None:
        """Put the page's parameters into its address, so that a reload comes back here."""
        kept = {name: value for name, value in query.items() if value}
        self.send({"do": "address", "query": f"?{urlencode(kept)}" if kept else ""})

    def focus(self, at: str) -> None:
        """Move the focus to the first control at a CSS selector."""
        self.send({"do": "focus", "at": at})

    def save(self, name: str, text: str, kind: str = "text/csv") -> None:
        """Offer a text as a file to save."""
        self.send({"do": "save", "name": name, "text": text, "type": f"{kind};charset=utf-8"})

    def save_bytes(self, name: str, data: bytes, kind: str) -> None:
        """Offer bytes as a file to save; `kind` is its media type."""
        self.send({"do": "save", "name": name, "type": kind}, buffers=[data])

    def print(self) -> None:
        """Open the browser's print dialogue."""
        self.send({"do": "print"})
