"""A line that says from when a page's data are, with a button to stop it from refreshing by itself."""

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from widgets.parts.static import module


class Refreshing(anywidget.AnyWidget):
    """Asks for newer data every so often while somebody looks and does not type.

    `every` is in milliseconds; `told` is in sight; `spoken` is read out politely, so only what is worth an
    interruption belongs there.
    """

    _esm = module("refreshing")
    every = traitlets.Int(30_000).tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    paused = traitlets.Bool(default_value=False).tag(sync=True)

    def when_due(self, act: Callable[[], object]) -> None:
        """Run `act` each time newer data are due."""

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            if content.get("event") == "due" and not self.paused:
                act()

        self.on_msg(hear)
