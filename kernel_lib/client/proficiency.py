"""The routes of yearly proofs of proficiency, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.proficiency import ProficiencyOffered, ProficiencyView, RereviewGiven


class Proficiency:
    """Proofs, suspensions and cases to be looked at again, for compliance (H-04)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def listed(self) -> ProficiencyView:
        """Return everybody whose certificates need proof."""
        return self._ask("GET", "/proficiency", ProficiencyView)

    def record(self, offered: ProficiencyOffered) -> ProficiencyView:
        """Record the result of an external test; a failure suspends at once."""
        return self._ask("POST", "/proficiency", ProficiencyView, offered)

    def look_again(self, rereview_id: str, given: RereviewGiven) -> ProficiencyView:
        """Record what looking again at a case came to."""
        return self._ask("POST", f"/rereviews/{rereview_id}", ProficiencyView, given)
