"""The routes of known tasks, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.known_tasks import (
    KnownTaskDecision,
    KnownTaskEnd,
    KnownTaskProposal,
    KnownTasks,
    KnownTasksWaiting,
    KnownTaskView,
    ReviewerScore,
)


class Tasks:
    """Known tasks: proposed, registered by another person, scored; each reviewer sees their own score."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def propose(self, proposal: KnownTaskProposal) -> KnownTaskView:
        """Propose a task; its picture is offered next (D-11)."""
        return self._ask("POST", "/known-tasks", KnownTaskView, proposal)

    def offer(self, task_id: str, filename: str, picture: bytes) -> KnownTaskView:
        """Offer the picture of a proposed task: of one person, and not from casework."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", f"/known-tasks/{task_id}/picture", files=files)
        return KnownTaskView.model_validate_json(response.content)

    def waiting(self) -> KnownTasksWaiting:
        """Return the proposals that wait for this person's decision."""
        return self._ask("GET", "/known-tasks/waiting", KnownTasksWaiting)

    def decide(self, task_id: str, decision: KnownTaskDecision) -> KnownTaskView:
        """Register somebody else's proposal, or turn it down."""
        return self._ask("POST", f"/known-tasks/{task_id}/decision", KnownTaskView, decision)

    def retire(self, task_id: str, end: KnownTaskEnd) -> KnownTaskView:
        """Give a task out no more."""
        return self._ask("POST", f"/known-tasks/{task_id}/retirement", KnownTaskView, end)

    def list(self) -> KnownTasks:
        """Return tasks and every reviewer's score."""
        return self._ask("GET", "/known-tasks", KnownTasks)

    def mine(self) -> ReviewerScore:
        """Return one's own score."""
        return self._ask("GET", "/known-tasks/mine", ReviewerScore)
