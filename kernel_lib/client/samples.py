"""The routes of the monthly sample of searches, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.samples import FindingOffered, FindingView, SampleAsked, SamplesView, SampleView


class Samples:
    """The sample of a month and its findings, for auditors and compliance (I-06)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> SamplesView:
        """Return the months that were drawn."""
        return self._connection.ask("GET", "/samples", SamplesView)

    def draw(self, asked: SampleAsked) -> SampleView:
        """Draw the sample of a month, or return the one drawn. Raises WrongState: it was drawn by another measure."""
        return self._connection.ask("POST", "/samples", SampleView, asked)

    def conclude(self, month: str, offered: FindingOffered) -> FindingView:
        """Keep what was found in one search. Raises NotFound: it is not in the sample."""
        return self._connection.ask("POST", f"/samples/{month}/findings", FindingView, offered)

    def export(self, month: str) -> bytes:
        """Return sample, findings and proofs as one archive."""
        return self._connection.send("POST", f"/samples/{month}/files").content
