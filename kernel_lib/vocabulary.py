"""The words of the product as closed sets. One name a concept; the terms follow ISO/IEC 2382-37.

These are the values that travel on the wire, stand in the records and in the log, so they are never renamed;
what a person reads for each stands in the rules files or on the page.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person may be trusted with. Incompatible duties are kept apart (H-01, H-02)."""

    INVESTIGATOR = "investigator"
    APPROVER = "approver"
    HIGHER_APPROVER = "higher_approver"
    EXAMINER = "examiner"
    RECORDS_CLERK = "records_clerk"
    COMPLIANCE = "compliance"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    REPORTER = "reporter"
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
    KNOWN_TASK = "known_task"


class KnownTaskState(StrEnum):
    """States of a known task: proposed by one person, registered by another, retired at the end (D-11)."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    REGISTERED = "registered"
    TURNED_DOWN = "turned_down"
    RETIRED = "retired"


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


class ArrayState(StrEnum):
    """States of a photo array (W-17)."""

    PREPARING = "preparing"
    READY = "ready"
    SHOWING = "showing"
    SEALED = "sealed"


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


class Standing(StrEnum):
    """How a description stands to what is held of somebody (D-07)."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_KNOWN = "not_known"


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


class CheckAnswer(StrEnum):
    """What a check that could speak against a lead found (E-09)."""

    FITS = "fits"
    SPEAKS_AGAINST = "speaks_against"
    NOT_KNOWN = "not_known"


class CopyKind(StrEnum):
    """How a lead leaves the system (C-11)."""

    PRINT = "print"
    FILE = "file"
    PACK = "pack"


class Verdict(StrEnum):
    """How a measured quality value stands to its limits."""

    OK = "ok"
    CAUTION = "caution"
    REFUSED = "refused"
    NOT_ASSESSED = "not_assessed"


class EligibilityState(StrEnum):
    """Computed state of a picture in the gallery (F-20)."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    SEALED = "sealed"
    HELD = "held"
    DUE = "due_for_destruction"
    DESTROYED = "destroyed"


class OffenceKind(StrEnum):
    """How an offence may be prosecuted (Identification of Criminals Act, s. 2(1))."""

    INDICTABLE = "indictable"
    HYBRID = "hybrid"
    SUMMARY = "summary"
    CONTRAVENTION = "contravention"
    CANNABIS_TICKET = "cannabis_ticket"


class Election(StrEnum):
    """How the Crown elected to proceed; an election to a contravention or a ticket demands destruction (F-25)."""

    INDICTABLE = "indictable"
    SUMMARY = "summary"
    CONTRAVENTION = "contravention"
    CANNABIS_TICKET = "cannabis_ticket"


class CourtDisposition(StrEnum):
    """How a charge ended, or that it was taken up again (F-22, YCJA s. 119(2))."""

    ACQUITTED = "acquitted"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    QUASHED = "quashed"
    DISCHARGED_AT_INQUIRY = "discharged_at_inquiry"
    STAYED = "stayed"
    JUDICIALLY_STAYED = "judicially_stayed"
    NOT_RESPONSIBLE = "not_criminally_responsible"
    PEACE_BOND = "peace_bond"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    CONVICTED = "convicted"
    REPRIMANDED = "reprimanded"
    EXTRAJUDICIAL_SANCTION = "extrajudicial_sanction"
    EXTRAJUDICIAL_MEASURE = "extrajudicial_measure"
    NOT_CHARGED = "not_charged"
    RECOMMENCED = "recommenced"


class RunsFrom(StrEnum):
    """The day from which a clock runs."""

    HAPPENED = "happened"
    APPEALS_OVER = "appeals_over"
    ORDER_EXPIRED = "order_expired"
    SENTENCE_DONE = "sentence_done"


class MarkKind(StrEnum):
    """What may be laid on a picture, or on all of an event, beside its charges (F-29, F-35, B-08)."""

    HOLD = "hold"
    SEAL = "seal"
    WITHDRAWAL = "withdrawal"


class StopScope(StrEnum):
    """For what searching is stopped (M-11)."""

    ALL = "all"
    SERVICE = "service"
    GALLERY = "gallery"
    MODEL = "model"
    PERSON = "person"


class ExigentState(StrEnum):
    """How an urgent request stands to its approval (A-12)."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    APPROVED = "approved"
    REFUSED = "refused"


class WorkKind(StrEnum):
    """What somebody has to do next."""

    FINISH_REQUEST = "finish_request"
    APPROVE = "approve"
    EXAMINE = "examine"
    ACKNOWLEDGE_LEAD = "acknowledge_lead"
    READ_LEAD = "read_lead"
    CHECK_LEAD = "check_lead"
    CLOSE_LEAD = "close_lead"
    READ_NOTICE = "read_notice"
    REPORT_INCIDENT = "report_incident"
    RELEASE_IDENTITY = "release_identity"
    ACKNOWLEDGE_MESSAGE = "acknowledge_message"
    MEND_FEED = "mend_feed"
    TAKE_AGAIN = "take_again"
    RELEASE_RUN = "release_run"
    RELEASE_EXIT = "release_exit"
    AUTHORISE_OUTSIDE = "authorise_outside"
    WAIT = "wait"
    DONE = "done"


class RunState(StrEnum):
    """States of a run of destruction: proposed, released by two people, stopped by anybody, finished (F-33)."""

    PROPOSED = "proposed"
    RELEASED = "released"
    STOPPED = "stopped"
    FINISHED = "finished"
    DISCARDED = "discarded"


class DestructionState(StrEnum):
    """States of one lineage in a run: planned, removed from every store, done with a certificate, or not."""

    PLANNED = "planned"
    REMOVED = "removed"
    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"
