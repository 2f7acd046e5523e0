"""The routes of doubts about identities, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.identities import IdentityDoubt, TicketAnswer, Tickets, TicketView
from kernel_lib.wire.model import Recorded


class Identities:
    """Doubts about identities in the gallery, from examiners to the records clerk (C-09)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def doubt(self, examination_id: str, doubt: IdentityDoubt) -> Recorded:
        """As an examiner: send a doubt to the records clerk."""
        return self._ask("POST", f"/examinations/{examination_id}/identities", Recorded, doubt)

    def tickets(self) -> tuple[TicketView, ...]:
        """As the records clerk: return the tickets of the service."""
        return self._ask("GET", "/identity-tickets", Tickets).tickets

    def answer(self, ticket_id: str, given: TicketAnswer) -> tuple[TicketView, ...]:
        """As the records clerk: say what was found."""
        return self._ask("POST", f"/identity-tickets/{ticket_id}/answer", Tickets, given).tickets
