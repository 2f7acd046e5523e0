"""The words of the product as closed sets. One name a concept; the terms follow ISO/IEC 2382-37.

These are the values that travel on the wire, stand in the records and in the log, so they are never renamed;
what a person reads for each stands in the rules files or on the page.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be trusted with. Incompatible duties are kept apart (H-01, H-02)."""

    INVESTIGATOR = "investigator"
    APPROVER = "approver"
    EXAMINER = "examiner"
    RECORDS_CLERK = "records_clerk"
    COMPLIANCE = "compliance"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class AccountState(StrEnum):
    """States of an account (model.md)."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    DISABLED = "disabled"


class CertificateScope(StrEnum):
    """What a certificate of training allows (H-03, H-05)."""

    LIMITS = "limits"
    REVIEW = "review"
    EXAMINATION = "examination"


class WorkflowProfile(StrEnum):
    """Who sees candidates first: a certified investigator, or only the central unit's examiners."""

    INVESTIGATOR_LED = "investigator-led"
    CENTRAL_UNIT = "central-unit"


class RequestState(StrEnum):
    """States of a search request."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    ASSIGNED = "assigned"
    SEARCHED = "searched"
    EXAMINED = "examined"
    VERIFIED = "verified"
    UNSUITABLE = "unsuitable"
    CONFLICT = "conflict"
    RESOLVED = "resolved"
    LEAD = "lead"
    NO_LEAD = "no_lead"
    CLOSED = "closed"


class ExaminationState(StrEnum):
    """Stages of an examination, in order; nothing opens before the stage before it is locked (D-01)."""

    ANALYSIS = "analysis"
    COMPARISON = "comparison"
    EVALUATION = "evaluation"
    LOCKED = "locked"
    RECUSED = "recused"


class LeadState(StrEnum):
    """States of a lead."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    RELIED_ON = "relied_on"
    CLOSED = "closed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Disposition(StrEnum):
    """What an examiner says of one candidate before concluding; every candidate needs one (C-04)."""

    EXCLUDED = "excluded"
    NOT_EXCLUDED = "not_excluded"
    UNCLEAR = "unclear"


class Observation(StrEnum):
    """What an examiner sees in one facial component of the pair (D-03)."""

    NOT_VISIBLE = "not_visible"
    SIMILAR = "similar"
    DISSIMILAR = "dissimilar"
    UNCLEAR = "unclear"


class ViewKind(StrEnum):
    """How probe and candidate were looked at; overlay, wipe and blink are adjunct views (D-18)."""

    PROBE_ALONE = "probe_alone"
    SIDE_BY_SIDE = "side_by_side"
    OVERLAY = "overlay"
    WIPE = "wipe"
    BLINK = "blink"


class Side(StrEnum):
    """The two pictures of the comparison view."""

    PROBE = "probe"
    CANDIDATE = "candidate"


class Verdict(StrEnum):
    """How a measured quality value stands to its limits."""

    OK = "ok"
    CAUTION = "caution"
    REFUSED = "refused"


class EligibilityState(StrEnum):
    """Computed state of a picture in the gallery (F-20)."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    SEALED = "sealed"
    HELD = "held"
    DUE = "due_for_destruction"
    DESTROYED = "destroyed"


class WorkKind(StrEnum):
    """What somebody has to do next."""

    FINISH_REQUEST = "finish_request"
    APPROVE = "approve"
    EXAMINE = "examine"
    ACKNOWLEDGE_LEAD = "acknowledge_lead"
    READ_LEAD = "read_lead"
    WAIT = "wait"
    DONE = "done"
