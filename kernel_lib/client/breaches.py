"""The routes of breaches of privacy, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.breach import (
    BreachAssessment,
    BreachClosing,
    BreachContainment,
    BreachesView,
    BreachNotice,
    BreachOffered,
    BreachView,
)


class Breaches:
    """Breaches of one's own service, for compliance (M-06)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def listed(self) -> BreachesView:
        """Return every breach, counts by year, and what is asked."""
        return self._ask("GET", "/breaches", BreachesView)

    def open(self, offered: BreachOffered) -> BreachView:
        """Open a breach."""
        return self._ask("POST", "/breaches", BreachView, offered)

    def contain(self, breach_id: str, given: BreachContainment) -> BreachView:
        """Record what was done so that it cannot go on."""
        return self._ask("POST", f"/breaches/{breach_id}/containment", BreachView, given)

    def assess(self, breach_id: str, given: BreachAssessment) -> BreachView:
        """Record whether there is a real risk of significant harm."""
        return self._ask("POST", f"/breaches/{breach_id}/assessment", BreachView, given)

    def notify(self, breach_id: str, given: BreachNotice) -> BreachView:
        """Record who was told."""
        return self._ask("POST", f"/breaches/{breach_id}/notices", BreachView, given)

    def close(self, breach_id: str, given: BreachClosing) -> BreachView:
        """Close a breach in which nothing is missing."""
        return self._ask("POST", f"/breaches/{breach_id}/closing", BreachView, given)

    def letter(self, breach_id: str, kind: str, language: str) -> bytes:
        """Return a letter as a PDF: `kind` is commissioner or person."""
        return self._send("GET", f"/breaches/{breach_id}/letters/{kind}/{language}").content
