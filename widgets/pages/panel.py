"""A part of a page: a heading, lists whose rows open, and below them what was opened."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets

from widgets.pages.page import html
from widgets.parts.action import Acts
from widgets.parts.form import Form
from widgets.parts.listing import Listing
from widgets.parts.markup import Markup, element, joined


class Panel:
    """Places its head, its lists, and what somebody opened, which replaces what was opened before."""

    def __init__(self, acts: Acts, heading: str, intro: Sequence[str] = ()) -> None:
        self.acts = acts
        self._head = html(joined((element("h2", heading, tabindex=-1), *(element("p", each) for each in intro))))
        self.box = ipywidgets.VBox([self._head])
        self.form: Form | None = None
        self._parts: list[Any] = []

    def listing(self, caption: str, columns: Sequence[str], empty: str, opened: Callable[[str], None]) -> Listing:
        """Return a list that opens its rows here, and place it."""
        made = Listing(caption=caption, columns=list(columns), empty=empty)
        made.when_opened(lambda row_id: self.acts.run(partial(opened, row_id)))
        self._parts.append(made)
        return made

    def button(self, title: str, act: Callable[[], None]) -> None:
        """Place a button below the lists so far."""
        self._parts.append(self.acts.button(title, act))

    def place(self, shown: Markup | None = None, *below: Any) -> None:
        """Place everything, with what was opened at the end; forms among it are told to the page."""
        self.acts.fields.clear()
        forms = [each for each in below if isinstance(each, Form)]
        self.form = forms[0] if forms else None
        for each in forms:
            each.know()
        placed = [each.box if isinstance(each, Form) else each for each in below]
        self.box.children = [self._head, *self._parts, *([] if shown is None else [html(shown)]), *placed]
