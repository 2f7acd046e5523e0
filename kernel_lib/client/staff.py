"""The routes of consent and of checks of searches against staff, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.staff import ConsentView, FindingAnswer, StaffChecks


class Staff:
    """One's own consent, and for compliance the checks (B-11)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def consent(self) -> ConsentView:
        """Return one's own consent."""
        return self._ask("GET", "/staff-consent", ConsentView)

    def give(self, filename: str, picture: bytes) -> ConsentView:
        """Consent, with a picture of oneself."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", "/staff-consent", files=files, data={"accepted": "true"})
        return ConsentView.model_validate_json(response.content)

    def end(self) -> ConsentView:
        """End one's consent; the picture is destroyed."""
        return self._ask("DELETE", "/staff-consent", ConsentView)

    def checks(self) -> StaffChecks:
        """Return the latest checks and what they laid before compliance."""
        return self._ask("GET", "/staff-checks", StaffChecks)

    def check(self) -> StaffChecks:
        """Compare the searches since the last check now."""
        return self._ask("POST", "/staff-checks", StaffChecks)

    def answer(self, finding_id: str, given: FindingAnswer) -> StaffChecks:
        """Say what became of a finding."""
        return self._ask("POST", f"/staff-findings/{finding_id}/answer", StaffChecks, given)
