"""The routes of a service's exit, one method a route."""

from collections.abc import Iterator
from contextlib import contextmanager

from kernel_lib.client.connection import Connection
from kernel_lib.wire.leaving import ExitAsked, ExitChecked, ExitView
from kernel_lib.wire.model import Message, Recorded


class Exits:
    """Taking a service's data out, by two people of different duties (G-10, M-13)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.stream

    def propose(self, asked: ExitAsked) -> ExitView:
        """Propose an exit. Raises NotAllowed for another service's, Unacceptable without where the data go."""
        return self._ask("POST", "/exits", ExitView, asked)

    def current(self) -> ExitView:
        """Return the exit that stands. Raises NotFound when there is none."""
        return self._ask("GET", "/exits", ExitView)

    def release(self, exit_id: str) -> ExitView:
        """Give one of the two releases. Raises WrongState when this duty or this person gave one."""
        return self._ask("POST", f"/exits/{exit_id}/release", ExitView)

    @contextmanager
    def send(self, exit_id: str) -> Iterator[Iterator[bytes]]:
        """Give the archive piece by piece. Raises WrongState until two people have released it."""
        with self._send("POST", f"/exits/{exit_id}/files", Message()) as pieces:
            yield pieces

    def verified(self, exit_id: str, checked: ExitChecked) -> Recorded:
        """Tell that what was written is whole."""
        return self._ask("POST", f"/exits/{exit_id}/verified", Recorded, checked)
