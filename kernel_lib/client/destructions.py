"""The routes of destruction: what is due, runs, samples, releases, certificates; one method a route."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.destruction import (
    ComplianceReport,
    DuePreview,
    KeeperReply,
    KeeperRequests,
    LateExplanation,
    RetentionAsked,
    RetentionDecision,
    RunAsked,
    RunSample,
    RunsView,
    RunView,
    StopAsked,
)
from kernel_lib.words.language import Language


class Destructions:
    """What must go, and the proof that it went (F-32 to F-36)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def due(self) -> DuePreview:
        """Return what is due to go today, by rule."""
        return self._ask("GET", "/destruction-due", DuePreview)

    def runs(self) -> RunsView:
        """Return every run of the service, the newest first."""
        return self._ask("GET", "/destruction-runs", RunsView)

    def propose(self, rule: str = "") -> RunView:
        """Propose that everything due under a rule be destroyed; an empty rule means all."""
        return self._ask("POST", "/destruction-runs", RunView, RunAsked(rule=rule))

    def run(self, run_id: str) -> RunView:
        """Return one run as it stands."""
        return self._ask("GET", f"/destruction-runs/{_quoted(run_id)}", RunView)

    def sample(self, run_id: str) -> RunSample:
        """Return lines drawn by the run's seed; whoever releases must have looked."""
        return self._ask("GET", f"/destruction-runs/{_quoted(run_id)}/sample", RunSample)

    def release(self, run_id: str) -> RunView:
        """Give one of the two releases; with the second the work begins."""
        return self._ask("POST", f"/destruction-runs/{_quoted(run_id)}/release", RunView)

    def stop(self, run_id: str, reason: str) -> RunView:
        """Stop a run after its present batch."""
        return self._ask("POST", f"/destruction-runs/{_quoted(run_id)}/stop", RunView, StopAsked(reason=reason))

    def give_up(self, run_id: str, reason: str) -> RunView:
        """Let go of what a run has not removed."""
        return self._ask("POST", f"/destruction-runs/{_quoted(run_id)}/giving-up", RunView, StopAsked(reason=reason))

    def try_again(self, run_id: str) -> RunView:
        """Let lines that failed be emptied and looked at again."""
        return self._ask("POST", f"/destruction-runs/{_quoted(run_id)}/second-try", RunView)

    def certificate(self, lineage_id: str) -> bytes:
        """Return the certificate's file of a lineage."""
        return self._send("GET", f"/destruction-certificates/{_quoted(lineage_id)}").content

    def report(self) -> ComplianceReport:
        """Return how well the days for destruction are kept."""
        return self._ask("GET", "/destruction-report", ComplianceReport)

    def explain(self, asked: LateExplanation) -> ComplianceReport:
        """Explain why what is due under a rule is late."""
        return self._ask("POST", "/destruction-report/explanations", ComplianceReport, asked)

    def decide(self, picture_id: str, asked: RetentionAsked) -> RetentionDecision:
        """Decide to keep or to destroy a picture on a ground of the policy."""
        return self._ask("POST", f"/gallery-pictures/{_quoted(picture_id)}/retention", RetentionDecision, asked)

    def letter(self, picture_id: str, language: Language) -> bytes:
        """Return the letter of the newest decision to keep a picture, as a PDF."""
        return self._send("GET", f"/gallery-pictures/{_quoted(picture_id)}/retention-letter/{language}").content

    def keeper_requests(self) -> KeeperRequests:
        """Return the requests to the RCMP record keeper."""
        return self._ask("GET", "/record-keeper-requests", KeeperRequests)

    def chase(self, request_id: str) -> KeeperRequests:
        """Record that the keeper was asked again."""
        return self._ask("POST", f"/record-keeper-requests/{_quoted(request_id)}/chasing", KeeperRequests)

    def answer(self, request_id: str, told: KeeperReply) -> KeeperRequests:
        """Record the reply of the keeper."""
        return self._ask("POST", f"/record-keeper-requests/{_quoted(request_id)}/reply", KeeperRequests, told)


def _quoted(word: str) -> str:
    return quote(word, safe="")
