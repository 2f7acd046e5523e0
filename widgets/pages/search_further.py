"""Further pictures or frames of the same person on the search page: sent, chosen, taken out (A-21)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import FurtherView, RequestView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.further import further_pictures
from widgets.parts.intake import Intake
from widgets.words.language import say

Choose = Callable[[str, int, str], None]


class FurtherStep:
    """Where further pictures are sent, what was sent, and for one without a chosen face the choice and its reason."""

    def __init__(self, acts: Acts, choose: Choose, drop: Callable[[str], None], frame: Callable[[], None]) -> None:
        self.intake = Intake()
        self.face = field.choice("further_face", say("Face of the same person"), required=True)
        self.why = field.text("further_why", say("Why this face too"), required=True, rows=2)
        acts.know(self.face, self.why)
        self._acts, self._choose, self._drop = acts, choose, drop
        self._frame = acts.button(say("Add the chosen frame as well"), frame)
        self._shown = html("")
        self.box = ipywidgets.VBox([])
        self.box.add_class("lb-at-further")

    def show(self, request: RequestView) -> None:
        """Draw what was added, and what may still be done."""
        ready = request.probe is not None and request.probe.chosen_face is not None
        self.intake.address = f"/leadbook/requests/{request.id}/further"
        self.intake.words = say("Drop another picture of the same person here, or")
        self._shown.value = further_pictures(request.further)
        parts: list[Any] = [self._shown]
        if waiting := next((each for each in request.further if each.chosen_face is None), None):
            parts += self._choice(waiting)
        elif ready and len(request.further) < request.most_further:
            parts += [self.intake, *([self._frame] if request.recording else [])]
        parts += [
            self._acts.button(say("Take out further picture {number}", number=number), partial(self._drop, each.id))
            for number, each in enumerate(request.further, start=1)
        ]
        self.box.children = parts
        self.box.layout.display = None if ready else "none"

    def _choice(self, waiting: FurtherView) -> list[Any]:
        faces = [(say("Face {index}", index=face.index + 1), face.index) for face in waiting.faces if face.searchable]
        field.offer(self.face, faces)

        def choose() -> None:
            if self.face.value in ("", None):
                reason = say("Choose the face of the same person.")
                raise Unacceptable("A-20", reason, reason, fields={"further_face": reason})
            self._choose(waiting.id, int(self.face.value), self.why.value)

        return [self.face.box, self.why.box, self._acts.button(say("Use this face too"), choose)]
