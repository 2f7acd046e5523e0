"""Acts of the privacy impact assessment and of checks on the whole installation; `audits.events` holds them all."""

from audits.event import Event

__all__ = [
    "AmendmentAccepted",
    "AmendmentDescribed",
    "AmendmentOpened",
    "AssessmentAccepted",
    "AssessmentAnswered",
    "AssessmentProposed",
    "AssessmentViewed",
    "ConformanceRun",
    "EngagementRecorded",
    "RiskAccepted",
    "RiskRecorded",
    "UseReviewed",
]


class AssessmentViewed(Event):
    """The privacy impact assessment was read: answers, risks, versions and what waits (I-02)."""


class AssessmentAnswered(Event):
    """A question that only people can answer was answered; the words stay in the record (K-01, K-06)."""


class RiskRecorded(Event):
    """A row of the risk register was written or written anew, with the hash of its words (K-04)."""


class RiskAccepted(Event):
    """A person accepted what remains of a risk (K-04)."""


class EngagementRecorded(Event):
    """It was recorded who of the public was heard, what was said and what changed; the words stay there (K-09)."""


class AssessmentProposed(Event):
    """A version of the assessment was closed and laid before a second person, by its hash (K-01, K-03)."""


class AssessmentAccepted(Event):
    """A second person accepted a version; from now on no change takes effect without an amendment (K-03)."""


class AmendmentOpened(Event):
    """Something that was assessed is to change, or has: an amendment waits, with what changes (K-03, W-11)."""


class AmendmentDescribed(Event):
    """It was written why something changes and what that does to privacy; the words stay in the record (K-03)."""


class AmendmentAccepted(Event):
    """A second person accepted an amendment; the change may take effect (K-03)."""


class UseReviewed(Event):
    """Actual use was compared with what was assessed, with the count of divergences (K-10)."""


class ConformanceRun(Event):
    """The requirements were checked on the running installation and the outcome signed, by its hash (W-22)."""
