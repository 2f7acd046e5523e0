"""The routes of changes of the identity key, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.key_changes import KeyChangeAsked, KeyChangeDecision, KeyChanges, KeyChangeView


class IdentityKeyChanges:
    """Another identity key, by two people (M-02)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def held(self) -> KeyChanges:
        """Return what a change would seal anew, and the changes so far."""
        return self._ask("GET", "/key-changes", KeyChanges)

    def propose(self, asked: KeyChangeAsked) -> KeyChangeView:
        """Propose another key."""
        return self._ask("POST", "/key-changes", KeyChangeView, asked)

    def decide(self, change_id: str, decision: KeyChangeDecision) -> KeyChangeView:
        """Agree to it, or turn it down."""
        return self._ask("POST", f"/key-changes/{change_id}/decision", KeyChangeView, decision)
