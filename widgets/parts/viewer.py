"""Probe and candidate side by side, with the strip of letters. The display changes; the pictures do not."""

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from kernel_lib.wire.examination import ExaminationView
from widgets.parts.markup import picture_address
from widgets.parts.static import module

_BEFORE = "Candidates open after you lock your notes on the probe"


class Viewer(anywidget.AnyWidget):
    """The comparison view. It holds no name, no date, no similarity: there are none before the lock."""

    _esm = module("viewer")
    probe = traitlets.Unicode("").tag(sync=True)
    letters = traitlets.List(traitlets.Dict()).tag(sync=True)
    current = traitlets.Unicode("").tag(sync=True)
    picture_at = traitlets.Int(0).tag(sync=True)
    waiting = traitlets.Unicode(_BEFORE).tag(sync=True)
    asks = traitlets.Bool(default_value=False).tag(sync=True)

    def show(self, view: ExaminationView) -> None:
        """Show what this stage allows; the chosen letter is kept while it is still there."""
        known = [each.letter for each in view.letters]
        with self.hold_sync():
            self.probe = picture_address(view.probe_picture)
            self.letters = [_letter(each) for each in view.letters]
            if self.current not in known:
                self.current = known[0] if known else ""
                self.picture_at = 0
            self.waiting = _BEFORE if not view.opened else "No candidate is listed"
            self.asks = view.opened and view.conclusion is None

    def when_key(self, act: Callable[[str], object]) -> None:
        """Call `act` with a key that stands for an answer: a digit, n, e, k or u. Arrows, z and ? stay in the view."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            key = content.get("key")
            if content.get("event") == "key" and isinstance(key, str) and len(key) == 1 and key in "12345neku":
                act(key)

        self.on_msg(hear)


def _letter(each: Any) -> dict[str, object]:
    return {
        "letter": each.letter,
        "disposition": each.disposition.value if each.disposition else "",
        "pictures": [picture_address(shown.picture) for shown in each.pictures],
    }
