"""The routes of disclosure holds, one method a route."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.holds import HoldAsked, HoldsView


class Holds:
    """Cases whose search records are kept as they are (C-13)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def list(self, case: str) -> HoldsView:
        """Return the holds of a case."""
        return self._ask("GET", f"/cases/{quote(case, safe='')}/holds", HoldsView)

    def place(self, case: str, asked: HoldAsked) -> HoldsView:
        """Place a hold on a case."""
        return self._ask("POST", f"/cases/{quote(case, safe='')}/holds", HoldsView, asked)

    def lift(self, hold_id: str) -> HoldsView:
        """End a hold."""
        return self._ask("POST", f"/holds/{hold_id}/lifting", HoldsView)
