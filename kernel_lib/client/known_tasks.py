"""The routes of known tasks, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.known_tasks import KnownTaskKey, KnownTasks, KnownTaskView, ReviewerScore


class Tasks:
    """Known tasks: registered and scored by compliance; each reviewer sees their own score."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def register(self, key: KnownTaskKey, filename: str, picture: bytes) -> KnownTaskView:
        """Take in a picture with its answer (D-11)."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", "/known-tasks", files=files, data={"key": key.model_dump_json()})
        return KnownTaskView.model_validate_json(response.content)

    def list(self) -> KnownTasks:
        """Return tasks and every reviewer's score."""
        return self._ask("GET", "/known-tasks", KnownTasks)

    def mine(self) -> ReviewerScore:
        """Return one's own score."""
        return self._ask("GET", "/known-tasks/mine", ReviewerScore)
