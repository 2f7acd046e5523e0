"""A table whose rows can be opened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from widgets.parts.static import module


class Listing(anywidget.AnyWidget):
    """Rows of plain text. `filter` is the label of a search box over the rows; without it there is none."""

    _esm = module("listing")
    caption = traitlets.Unicode("").tag(sync=True)
    columns = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)
    filter = traitlets.Unicode("").tag(sync=True)
    empty = traitlets.Unicode("").tag(sync=True)

    def show(self, rows: Iterable[tuple[str, Sequence[str]]], about: Mapping[str, str] | None = None) -> None:
        """Show rows, each with the id by which it is opened and its cells.

        `about` holds a sentence by id, shown under the first cell.
        """
        said = about or {}
        self.rows = [{"id": row_id, "cells": list(cells), "about": said.get(row_id, "")} for row_id, cells in rows]

    def when_opened(self, act: Callable[[str], object]) -> None:
        """Call `act` with the id of a listed row that the person opened."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            asked = content.get("id")
            if content.get("event") == "open" and asked in [row["id"] for row in self.rows]:
                act(str(asked))

        self.on_msg(hear)
