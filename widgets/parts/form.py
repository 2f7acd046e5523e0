"""A short form: a heading, words before it, questions, and one button that sends the answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets

from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.markup import element, joined
from widgets.words.language import say

Answers = Mapping[str, Any]
Send = Callable[[Answers], None]


class Form:
    """Fields in their order. `send` is called with the answers by name once every required one is given."""

    def __init__(
        self, acts: Acts, heading: str, fields: Sequence[Field], button: str, send: Send, intro: str = ""
    ) -> None:
        self._acts = acts
        self._fields = tuple(fields)
        self._send = send
        said = joined((element("h3", heading), element("p", intro) if intro else ""))
        row = ipywidgets.HBox([acts.button(button, self.send)])
        row.add_class("lb-actions")
        self.box = ipywidgets.VBox([ipywidgets.HTML(said), *(each.box for each in self._fields), row])
        self.box.add_class("lb-form")

    def know(self) -> None:
        """Let messages find the fields of this form."""
        self._acts.know(*self._fields)

    def send(self) -> None:
        """Send the answers, or say at the fields which ones are missing."""
        self.know()
        missing = [each.name for each in self._fields if each.required and each.value in ("", None)]
        if missing:
            self._acts.complain(dict.fromkeys(missing, say("Please answer this.")))
            return
        self._send({each.name: each.value for each in self._fields})
