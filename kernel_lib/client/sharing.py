"""The routes of sharing between services, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.sharing import (
    AgreementOffered,
    ExternalResultGiven,
    ExternalResults,
    IdentityDecision,
    OutsideOffered,
    SharingView,
)


class Sharing:
    """Agreements, the owner's window, identities, messages between services, and results from outside."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def view(self) -> SharingView:
        """Return everything that passes between this service and others."""
        return self._ask("GET", "/sharing", SharingView)

    def propose(self, offered: AgreementOffered) -> SharingView:
        """Propose an agreement, and sign it for one's own side."""
        return self._ask("POST", "/sharing/agreements", SharingView, offered)

    def sign(self, agreement_id: str) -> SharingView:
        """Sign an agreement for the other side."""
        return self._ask("POST", f"/sharing/agreements/{agreement_id}/signature", SharingView)

    def end(self, agreement_id: str) -> SharingView:
        """End an agreement before its last day."""
        return self._ask("DELETE", f"/sharing/agreements/{agreement_id}", SharingView)

    def decide_identity(self, identity_id: str, decision: IdentityDecision) -> SharingView:
        """Release or withhold who the person of a partner's lead is."""
        return self._ask("POST", f"/sharing/identities/{identity_id}/decision", SharingView, decision)

    def acknowledge(self, message_id: str) -> SharingView:
        """Say that what a message asks for was done."""
        return self._ask("POST", f"/sharing/messages/{message_id}/acknowledgement", SharingView)

    def propose_outside(self, offered: OutsideOffered) -> SharingView:
        """Propose a disclosure outside Ontario."""
        return self._ask("POST", "/sharing/outside", SharingView, offered)

    def authorise_outside(self, disclosure_id: str) -> SharingView:
        """Authorise a disclosure outside Ontario that somebody else proposed."""
        return self._ask("POST", f"/sharing/outside/{disclosure_id}/authorisation", SharingView)

    def externals(self, request_id: str) -> ExternalResults:
        """Return the results from outside of a request of one's own."""
        return self._ask("GET", f"/requests/{request_id}/external-results", ExternalResults)

    def record_external(self, request_id: str, given: ExternalResultGiven) -> ExternalResults:
        """Record a result from outside beside a request of one's own."""
        return self._ask("POST", f"/requests/{request_id}/external-results", ExternalResults, given)
