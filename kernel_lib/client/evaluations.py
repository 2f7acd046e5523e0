"""The routes of evaluations, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.evaluation import EvaluationAsked, EvaluationsView, EvaluationView


class Evaluations:
    """Accuracy of the deployed system over labelled sets, for compliance."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def file(self, evaluation_set: str) -> EvaluationView:
        """Search a labelled set on what is deployed, and file what was found (C-02)."""
        return self._ask("POST", "/evaluations", EvaluationView, EvaluationAsked(evaluation_set=evaluation_set))

    def held(self) -> EvaluationsView:
        """Return the evaluations on file, newest first."""
        return self._ask("GET", "/evaluations", EvaluationsView)
