"""Hands the views that were used to the service; what could not be handed on waits for the next time (D-18)."""

from collections.abc import Callable

from kernel_lib.errors import LogUnavailable, Refused, ServiceUnreachable, SignInRequired
from kernel_lib.wire.views import ViewsUsed, ViewUsed

_AT_ONCE = 50
_MOST_WAITING = 500


class UsedViews:
    """Views on their way to the log. It says nothing to the person: no banner interrupts a comparison."""

    def __init__(self, send: Callable[[ViewsUsed], object]) -> None:
        self._send = send
        self.waiting: tuple[ViewUsed, ...] = ()

    def hand_on(self, used: ViewsUsed) -> None:
        """Send these views after those that wait. What the service refuses is recorded there as refused, and let go."""
        self.waiting = (*self.waiting, *used.views)[-_MOST_WAITING:]
        while self.waiting:
            try:
                self._send(ViewsUsed(views=self.waiting[:_AT_ONCE]))
            except (ServiceUnreachable, LogUnavailable, SignInRequired):
                return
            except Refused:
                pass  # the refusal stands in the log; sending it again would only be refused again
            self.waiting = self.waiting[_AT_ONCE:]
