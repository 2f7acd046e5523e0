"""The probe editor: steps with bounded parameters, shown before they are made, dropped from the last (A-14, A-16)."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from kernel_lib.wire.editing import EditorView
from widgets.parts.markup import picture_address
from widgets.parts.static import module
from widgets.words.language import number, say, told

Edits = tuple[Mapping[str, Any], ...]


class Editor(anywidget.AnyWidget):
    """The steps that a person made and the next one. The service reads each step again and makes the picture."""

    _esm = module("editor")
    picture = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(1).tag(sync=True)
    height = traitlets.Int(1).tag(sync=True)
    steps = traitlets.List(traitlets.Unicode()).tag(sync=True)
    editable = traitlets.Bool(default_value=False).tag(sync=True)
    symmetry = traitlets.Bool(default_value=False).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def __init__(self, wanted: Callable[[Edits], object]) -> None:
        super().__init__()
        self._edits: Edits = ()
        self._wanted = wanted
        self.on_msg(self._hear)

    def show(self, view: EditorView) -> None:
        """Show the steps made so far and the picture that they make; without any, the probe as received."""
        made = view.derived
        with self.hold_sync():
            self._edits = made.edits if made else ()
            self.width, self.height = (made.width, made.height) if made else (view.width, view.height)
            self.picture = picture_address(made.picture if made else view.picture)
            self.editable, self.symmetry, self.note = view.open, view.symmetry, told(view.note)
            self.steps = [step_in_words(each) for each in self._edits]

    # Private

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        event, edit = content.get("event"), content.get("edit")
        if event == "add" and isinstance(edit, dict):
            self._wanted((*self._edits, edit))
        elif event == "drop" and self._edits:
            self._wanted(self._edits[:-1])
        elif event == "clear" and self._edits:
            self._wanted(())


def step_in_words(edit: Mapping[str, Any]) -> str:
    """Say a step as the list of steps and the disclosure show it."""
    return _WORDS[str(edit["operation"])](edit)


def _rotated(clockwise: bool, angle: str) -> str:  # two sentences, chosen by it
    if clockwise:
        return say("Rotate clockwise by {angle} degrees", angle=angle)
    return say("Rotate anticlockwise by {angle} degrees", angle=angle)


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "crop": lambda e: say("Crop to {width} x {height} pixels, from {left} across and {top} down", **e),
    "turn": lambda e: say("Turn clockwise by {angle} degrees", angle=90 * e["quarters"]),
    "rotate": lambda e: _rotated(e["tenths"] > 0, number(abs(e["tenths"]) / 10, 1)),
    "levels": lambda e: say("Black from level {black}, white from level {white}", **e),
    "gamma": lambda e: say("Gamma {value}", value=number(e["hundredths"] / 100, 2)),
    "brightness_contrast": lambda e: say(
        "Brightness {brightness} levels, contrast {contrast} per cent",
        brightness=f"{e['brightness']:+d}",
        contrast=e["contrast"],
    ),
    "reflective_symmetry": lambda e: (
        say("Mirror the left half at column {axis}", **e)
        if e["keep"] == "left"
        else say("Mirror the right half at column {axis}", **e)
    ),
}
