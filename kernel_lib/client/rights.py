"""The routes of what people ask about their own pictures, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.rights import (
    AccessReport,
    AnswerGiven,
    ApplicationAsked,
    ApplicationsView,
    ApplicationView,
    IdentityCheck,
    ItemDecided,
)


class Rights:
    """Applications for access, correction and removal, and their answers (F-60 to F-67)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def receive(self, asked: ApplicationAsked) -> ApplicationView:
        """Keep an application as it was received."""
        return self._ask("POST", "/applications", ApplicationView, asked)

    def work_list(self) -> ApplicationsView:
        """Return the work list, what waits first."""
        return self._ask("GET", "/applications", ApplicationsView)

    def identify(self, application_id: str, checked: IdentityCheck) -> ApplicationView:
        """Record how the applicant's identity was checked."""
        return self._ask("POST", f"/applications/{application_id}/identity", ApplicationView, checked)

    def report(self, application_id: str) -> AccessReport:
        """Make the access report."""
        return self._ask("POST", f"/applications/{application_id}/report", AccessReport)

    def decide_item(self, application_id: str, given: ItemDecided) -> ApplicationView:
        """Withhold an item of the report, or release it."""
        return self._ask("POST", f"/applications/{application_id}/items", ApplicationView, given)

    def release(self, application_id: str) -> ApplicationView:
        """Answer an application for access by its severed copy."""
        return self._ask("POST", f"/applications/{application_id}/release", ApplicationView)

    def answer(self, application_id: str, given: AnswerGiven) -> ApplicationView:
        """Answer an application for removal or correction."""
        return self._ask("POST", f"/applications/{application_id}/answer", ApplicationView, given)

    def letter(self, application_id: str, letter_id: str) -> bytes:
        """Return the PDF of a letter."""
        return self._send("GET", f"/applications/{application_id}/letters/{letter_id}").content
