"""The routes of the privacy impact assessment, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.assessment import (
    AmendmentText,
    AnswerGiven,
    AssessmentView,
    DifferenceView,
    EngagementGiven,
    PublicAssessment,
    RepresentationGiven,
    ReviewAsked,
    RiskGiven,
    UseReview,
)
from kernel_lib.wire.conformance import ConformanceView


class Assessment:
    """The assessment of one's own service, for compliance, administrators and auditors."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def get(self) -> AssessmentView:
        """Return answers, risks, versions, and what waits."""
        return self._ask("GET", "/assessment", AssessmentView)

    def difference(self) -> DifferenceView:
        """Return what has changed since the accepted version."""
        return self._ask("GET", "/assessment/difference", DifferenceView)

    def public_edition(self) -> PublicAssessment:
        """Return the public edition, without what is withheld (K-07)."""
        return self._ask("GET", "/assessment/public", PublicAssessment)

    def review_use(self, asked: ReviewAsked) -> UseReview:
        """Compare actual use with what was assessed (K-10)."""
        return self._ask("POST", "/assessment/reviews", UseReview, asked)

    def answer(self, question: str, given: AnswerGiven) -> AssessmentView:
        """Answer a question that only people can answer (K-01)."""
        return self._ask("POST", f"/assessment/answers/{question}", AssessmentView, given)

    def represent(self, given: RepresentationGiven) -> AssessmentView:
        """Keep how groups are represented in the gallery (K-05)."""
        return self._ask("POST", "/assessment/representation", AssessmentView, given)

    def record_risk(self, given: RiskGiven) -> AssessmentView:
        """Write a row of the risk register, or one anew (K-04)."""
        return self._ask("POST", "/assessment/risks", AssessmentView, given)

    def accept_risk(self, risk_id: str) -> AssessmentView:
        """Accept what remains of a risk."""
        return self._ask("POST", f"/assessment/risks/{risk_id}/acceptance", AssessmentView)

    def engage(self, given: EngagementGiven) -> AssessmentView:
        """Record whom of the public was heard (K-09)."""
        return self._ask("POST", "/assessment/engagements", AssessmentView, given)

    def propose(self) -> AssessmentView:
        """Close a version, to be accepted by another person."""
        return self._ask("POST", "/assessment/versions", AssessmentView)

    def accept_version(self, version_id: str) -> AssessmentView:
        """Accept a version that another person closed (K-03)."""
        return self._ask("POST", f"/assessment/versions/{version_id}/acceptance", AssessmentView)

    def describe(self, amendment_id: str, given: AmendmentText) -> AssessmentView:
        """Write why something changes, and what that does to privacy (K-03)."""
        return self._ask("POST", f"/assessment/amendments/{amendment_id}", AssessmentView, given)

    def accept_amendment(self, amendment_id: str) -> AssessmentView:
        """Accept an amendment that another person wrote."""
        return self._ask("POST", f"/assessment/amendments/{amendment_id}/acceptance", AssessmentView)


class Conformance:
    """Checks of the whole installation."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def run(self) -> ConformanceView:
        """Check every requirement now, and return what was found, signed (W-22)."""
        return self._ask("POST", "/conformance", ConformanceView)
