"""Probe and candidate side by side, with the strip of letters. The display changes; the pictures do not."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.examination import ExaminationView
from kernel_lib.wire.views import MOST_PINS, Pin, ViewsUsed
from widgets.parts.markup import picture_address
from widgets.parts.static import module
from widgets.words.language import say, told

_BEFORE = "Candidates open after you lock your notes on the probe"
_PARTS = ("display", "pane", "tools", "pins", "adjunct", "record", "strip", "keys")
_MOST_READ = 3 * MOST_PINS

FRONT_END = module(*(f"viewer_{part}" for part in _PARTS), "viewer")
"""What runs in the browser."""


class Viewer(anywidget.AnyWidget):
    """The comparison view. It holds no name, no date, no similarity: there are none before the lock.

    `pins` holds places in picture pixels, each tied to a component, those locked before first; what the browser sets
    is read again by `placed`.
    """

    _esm = FRONT_END
    probe = traitlets.Unicode("").tag(sync=True)
    letters = traitlets.List(traitlets.Dict()).tag(sync=True)
    current = traitlets.Unicode("").tag(sync=True)
    picture_at = traitlets.Int(0).tag(sync=True)
    waiting = traitlets.Unicode(_BEFORE).tag(sync=True)
    asks = traitlets.Bool(default_value=False).tag(sync=True)
    components = traitlets.List(traitlets.Dict()).tag(sync=True)
    pins = traitlets.List(traitlets.Dict()).tag(sync=True)
    pinnable = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._shown = ""
        self._showing = False

    def show(self, view: ExaminationView) -> None:
        """Show what this stage allows; the chosen letter and the pins are kept while they belong here."""
        known = [each.letter for each in view.letters]
        self._showing = True
        with self.hold_sync():
            self.probe = picture_address(view.probe_picture)
            self.letters = [_letter(each) for each in view.letters]
            if self.current not in known:
                self.current = known[0] if known else ""
                self.picture_at = 0
            self.waiting = say("No candidate is listed") if view.opened else told(_BEFORE)
            self.asks = view.opened and view.conclusion is None
            self.components = [{"id": each.id, "title": told(each.title)} for each in view.components]
            self.pinnable = view.state is ExaminationState.ANALYSIS or self.asks
            self._show_pins(view)
        self._showing = False

    @property
    def placed(self) -> tuple[Pin, ...]:
        """The pins not locked yet, on the probe or on a candidate that is shown, for known components; no others."""
        components = {each["id"] for each in self.components}
        letters = {each["letter"] for each in self.letters}
        read = (_pin(each) for each in self.pins[:_MOST_READ] if not each.get("locked"))
        known = (pin for pin in read if pin and pin.component in components and pin.letter in {"", *letters})
        return tuple(known)[:MOST_PINS]

    def when_pinned(self, act: Callable[[], object]) -> None:
        """Call `act` when a person places or removes a pin."""
        self.observe(lambda _: None if self._showing else act(), "pins")

    def when_key(self, act: Callable[[str], object]) -> None:
        """Call `act` with a key that stands for an answer: a digit, n, e, k or u. The other keys stay in the view."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            key = content.get("key")
            if content.get("event") == "key" and isinstance(key, str) and len(key) == 1 and key in "12345neku":
                act(key)

        self.on_msg(hear)

    def when_used(self, act: Callable[[ViewsUsed], object]) -> None:
        """Call `act` with the views that were used, as they settle (D-18). A list that does not read is dropped."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            if content.get("event") != "views":
                return
            try:
                used = ViewsUsed.model_validate({"views": content.get("views")})
            except ValidationError:
                return
            act(used)

        self.on_msg(hear)

    def _show_pins(self, view: ExaminationView) -> None:
        """Show pins that were locked, then those of the draft or, later, those placed since."""
        notes = (view.analysis, view.conclusion)
        locked = [pin for each in notes if each for pin in each.pins]
        free: tuple[Pin, ...] = self.placed
        if self._shown != view.id:
            free = view.draft.pins if view.draft else ()
        self._shown = view.id
        told = [{**pin.model_dump(mode="json"), "locked": True} for pin in locked]
        self.pins = told + [pin.model_dump(mode="json") for pin in free if pin not in locked]


def _letter(each: Any) -> dict[str, object]:
    return {
        "letter": each.letter,
        "disposition": each.disposition.value if each.disposition else "",
        "pictures": [picture_address(shown.picture) for shown in each.pictures],
    }


def _pin(given: Mapping[str, Any]) -> Pin | None:
    try:
        return Pin.model_validate({name: value for name, value in given.items() if name in Pin.model_fields})
    except ValidationError:
        return None
