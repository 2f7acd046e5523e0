"""Saving what is typed without being asked: soon after a change, and again after a failure, never at each key."""

import asyncio
from collections.abc import Callable

import ipywidgets

from kernel_lib.errors import LogUnavailable, Refused, ServiceUnreachable
from widgets.parts.markup import element
from widgets.words.language import say, told

SOON = 1.0
"""Seconds after a change in which further changes are gathered."""
AGAIN = 5.0
"""Seconds after a failure."""


class Autosave:
    """Calls `save` after changes and says on the page whether everything is kept.

    Without a running event loop it saves at once. A failure is told in words and tried again; nothing typed is lost
    by it, since the page still holds it.
    """

    def __init__(self, save: Callable[[], None], settled: Callable[[], object]) -> None:
        self._save = save
        self._settled = settled
        self._waiting: asyncio.TimerHandle | None = None
        self.status = ipywidgets.HTML("")
        self.status.add_class("lb-autosave")

    @property
    def waits(self) -> bool:
        """Whether a saving is still to come."""
        return self._waiting is not None

    def touch(self) -> None:
        """Say that something changed."""
        if self._waiting is None:
            self._later(SOON)

    def now(self) -> bool:
        """Save now what waits to be saved; say whether it went through."""
        self.forget()
        return self._try()

    def forget(self) -> None:
        """Let go of a saving that was still to come."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = None

    def _later(self, seconds: float) -> None:
        loop = self._loop()
        if loop is None:
            self._try()
            return
        self._waiting = loop.call_later(seconds, self._due)

    def _due(self) -> None:
        self._waiting = None
        self._try()

    def _try(self) -> bool:
        try:
            self._save()
        except Refused as error:
            self._tell(
                say(
                    "Not saved: {reason} {next_step}",
                    reason=told(error.refusal.reason),
                    next_step=told(error.refusal.next_step),
                )
            )
            return False
        except (ServiceUnreachable, LogUnavailable):
            self._tell(say("Not saved yet: the service does not answer. Your answers stay here and it is tried again."))
            if self._loop() is not None:
                self._later(AGAIN)
            return False
        self._tell(say("Your answers are saved."))
        self._settled()
        return True

    def _tell(self, words: str) -> None:
        self.status.value = element("p", words, class_="lb-quiet", role="status")

    def _loop(self) -> asyncio.AbstractEventLoop | None:
        try:
            return asyncio.get_running_loop()
        except RuntimeError:
            return None
