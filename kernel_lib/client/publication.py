"""The routes of the public statement, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.publication import Publication, Published


class PublicStatements:
    """What the service says of itself in public, for compliance (E-18)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def preview(self) -> Publication:
        """Return the statement as it would go out now, and what keeps it back."""
        return self._ask("GET", "/publication", Publication)

    def publish(self) -> Published:
        """Write the statement to the publication folder. Raises WrongState while something is missing (H-06)."""
        return self._ask("POST", "/publication", Published)
