"""The probe editor: steps with bounded parameters, shown before they are made, dropped from the last (A-14, A-16)."""

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from kernel_lib.wire.editing import EditorView
from widgets.parts.markup import picture_address
from widgets.parts.static import module

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
            self.editable, self.symmetry, self.note = view.open, view.symmetry, view.note
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


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "crop": lambda e: f"Crop to {e['width']} x {e['height']} pixels, from {e['left']} across and {e['top']} down",
    "turn": lambda e: f"Turn clockwise by {90 * e['quarters']} degrees",
    "rotate": lambda e: (
        f"Rotate {'clockwise' if e['tenths'] > 0 else 'anticlockwise'} by {abs(e['tenths']) / 10:.1f} degrees"
    ),
    "levels": lambda e: f"Black from level {e['black']}, white from level {e['white']}",
    "gamma": lambda e: f"Gamma {e['hundredths'] / 100:.2f}",
    "brightness_contrast": lambda e: f"Brightness {e['brightness']:+d} levels, contrast {e['contrast']} per cent",
    "reflective_symmetry": lambda e: f"Mirror the {e['keep']} half at column {e['axis']}",
}
