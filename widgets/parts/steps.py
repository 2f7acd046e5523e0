"""The rail of steps: number, title and state in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import anywidget
import traitlets

from widgets.parts.static import module
from widgets.words.language import told


@dataclass(frozen=True)
class Step:
    """One step. `state` is "here", "done", "open" or "locked"; `words` says it, and who is waited for."""

    id: str
    title: str
    state: str
    words: str


class StepRail(anywidget.AnyWidget):
    """Steps at the left of a page. The browser only asks to go to one; the page decides."""

    _esm = module("steps")
    steps = traitlets.List(traitlets.Dict()).tag(sync=True)

    def show(self, steps: tuple[Step, ...]) -> None:
        """Draw these steps."""
        self.steps = [{**vars(step), "title": told(step.title), "words": told(step.words)} for step in steps]

    def when_asked(self, go: Callable[[str], object]) -> None:
        """Call `go` with the id of a step that the person chose and that is not locked."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            allowed = [step["id"] for step in self.steps if step["state"] != "locked"]
            if content.get("event") == "go" and content.get("step") in allowed:
                go(str(content["step"]))

        self.on_msg(hear)
