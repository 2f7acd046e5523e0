"""The routes of compared descriptions, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.descriptions import ContradictionDecided, DescriptionOffered, Descriptions, DescriptionView


class BodyDescriptions:
    """What is described of a person beside what is held (D-07)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def fill_in(self, examination_id: str, offered: DescriptionOffered) -> DescriptionView:
        """As the first examiner: keep the comparison; a contradiction holds the lead back."""
        return self._ask("PUT", f"/examinations/{examination_id}/description", DescriptionView, offered)

    def waiting(self) -> tuple[DescriptionView, ...]:
        """As an approver: return the contradictions that hold a lead back."""
        return self._ask("GET", "/contradictions", Descriptions).descriptions

    def decide(self, request_id: str, decision: ContradictionDecided) -> DescriptionView:
        """As an approver: let the lead go out, or end the request without one."""
        return self._ask("POST", f"/requests/{request_id}/contradiction", DescriptionView, decision)
