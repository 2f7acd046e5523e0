"""Acts that cannot be taken back: a first button, a summary of what will happen, then the act or the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets

from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, element
from widgets.words.language import say


@dataclass(frozen=True)
class Choice:
    """One act: the words of its first and its final button, its summary, and what it does.

    `preview` returns the summary, or None after it has told the person what is still missing.
    """

    first: str
    final: str
    preview: Callable[[], Markup | None]
    act: Callable[[], None]


class TwoStep:
    """One or more acts of equal weight, each done only after a second step."""

    def __init__(self, acts: Acts, conduct: Conduct, *choices: Choice) -> None:
        self._acts = acts
        self._conduct = conduct
        self._first = _row([acts.button(choice.first, self._opener(choice)) for choice in choices])
        if len(choices) == 1:
            self._first.children[0].add_class("lb-button--primary")
        else:
            self._first.add_class("lb-actions--even")
        self.box = ipywidgets.VBox([self._first])

    def reset(self) -> None:
        """Go back to the first step."""
        self.box.children = [self._first]

    def _opener(self, choice: Choice) -> Callable[[], None]:
        return lambda: self._open(choice)

    def _open(self, choice: Choice) -> None:
        summary = choice.preview()
        if summary is None:
            return
        panel = ipywidgets.HTML(
            element(
                "section",
                summary,
                class_="lb-confirm",
                tabindex=-1,
                aria_label=say("{first}: second step", first=choice.first),
            )
        )
        back = self._acts.button(say("Not yet, go back"), self.reset)
        final = self._acts.button(choice.final, choice.act, primary=True)
        self.box.children = [panel, _row([back, final])]
        self._conduct.focus(".lb-confirm")


def _row(buttons: list[Any]) -> Any:
    row = ipywidgets.HBox(buttons)
    row.add_class("lb-actions")
    return row
