"""The routes of witnesses of the log, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.witnesses import CosignatureKeptView, CosignatureOffered, WitnessOffered, WitnessView


class Witnesses:
    """Taking in what witnesses of the log give (I-01)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def take(self, offered: WitnessOffered) -> WitnessView:
        """Take in the public key of a witness."""
        return self._ask("POST", "/log/witnesses", WitnessView, offered)

    def keep(self, offered: CosignatureOffered) -> CosignatureKeptView:
        """Keep a checkpoint that a known witness signed."""
        return self._ask("POST", "/log/cosignatures", CosignatureKeptView, offered)
