"""Views of follow-up, cases and own requests to answer with."""

from datetime import date, timedelta
from typing import Any

from kernel_lib.vocabulary import CheckAnswer, CopyKind, LeadState, RequestState
from kernel_lib.wire.case import (
    CaseLead,
    CaseRequest,
    CaseSearch,
    CaseView,
    DisclosureView,
    IncidentView,
    NoticeView,
    OwnRequest,
)
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.disclosure import PackView
from kernel_lib.wire.follow_up import (
    CheckView,
    CopyMade,
    CopyView,
    Corroboration,
    FollowUpView,
    LeadDocument,
    NextStep,
    ParagraphView,
)
from tests.widgets.fakes import NOW, a_lead

MARK = "Investigative lead only. Not an identification. po · 2026-11-24 14:00 UTC · search s1 · request R-0001"


def a_follow_up(**changed: Any) -> FollowUpView:
    """An acknowledged lead with one fact, one open check and one copy."""
    whole: dict[str, Any] = {
        "lead_id": "l1",
        "state": LeadState.ACKNOWLEDGED,
        "expires_at": NOW + timedelta(days=60),
        "steps": (
            NextStep(title="Look for what speaks against", state="next", detail="1 of 2 checks are open."),
            NextStep(title="Record what was found", state="done", detail="Recorded: 1."),
        ),
        "corroboration": (
            Corroboration(title="Records", found_on=date(2026, 11, 20), what="Card <7>.", link=True, recorded_at=NOW),
        ),
        "checks": (
            CheckView(
                id="location",
                title="Where",
                answer=CheckAnswer.FITS,
                checked_on=date(2026, 11, 21),
                what="Rota.",
                overdue=False,
            ),
            CheckView(id="custody", title="Custody", answer=None, checked_on=None, what="", overdue=True),
        ),
        "circumstances": None,
        "flags": (),
        "flags_answered": "",
        "lineups": (),
        "paragraph": None,
        "taken": (),
        "outcome": "",
        "outcome_reason": "",
        "outcome_due": NOW + timedelta(days=90),
        "copies": (CopyView(kind=CopyKind.PRINT, by="Person One", made_at=NOW, withdrawn_at=None),),
        "corroboration_kinds": (ChoiceView(id="records", title="Records", note="Links."),),
        "outcomes": (ChoiceView(id="confirmed", title="Confirmed"), ChoiceView(id="eliminated", title="Eliminated")),
        "step_kinds": (ChoiceView(id="charge", title="Charge"),),
        "filler_warning": "Fillers will be alike.",
        "filler_question": "How were the fillers checked?",
        "min_fillers": 9,
    }
    return FollowUpView(**{**whole, **changed})


def a_paragraph(**changed: Any) -> ParagraphView:
    """A draft."""
    whole = {"text": "One. Two.", "sha256": "ab" * 32, "made_at": NOW, "edited": False}
    return ParagraphView(**{**whole, **changed})


def a_copy(*, document: bool = False) -> CopyMade:
    """A recorded copy."""
    shown = a_lead(acknowledged=True)
    held = None
    if document and shown.reveal is not None:
        held = LeadDocument(
            standing="Investigative lead only.",
            limits=shown.limits,
            mark=MARK,
            lead_id="l1",
            request_number="R-0001",
            occurrence_number="H26-000123",
            state=LeadState.ACKNOWLEDGED,
            issued_at=NOW,
            expires_at=NOW,
            acknowledged_at=NOW,
            persons=(shown.reveal,),
        )
    return CopyMade(mark=MARK, sequence=9, document=held)


def a_case_lead(**changed: Any) -> CaseLead:
    """A lead as its case shows it."""
    whole: dict[str, Any] = {
        "id": "l1",
        "state": LeadState.ACKNOWLEDGED,
        "state_words": "Its limits are acknowledged.",
        "issued_at": NOW,
        "expires_at": NOW,
        "outcome": "",
        "checks_open": ("Custody",),
        "checks_overdue": True,
        "flags": (),
        "needs_review": False,
        "needs_answer": False,
    }
    return CaseLead(**{**whole, **changed})


def a_case(lead: CaseLead | None = None, **changed: Any) -> CaseView:
    """A case of one request with a lead, one disclosure and one pack."""
    whole: dict[str, Any] = {
        "id": "c1",
        "occurrence_number": "H26-000123",
        "opened_by_service": "Halton",
        "requests": (
            CaseRequest(
                id="r1",
                number="R-0001",
                state=RequestState.LEAD,
                state_words="A lead was issued.",
                offence_title="Robbery <1>",
                requester="Person One",
                submitted_at=NOW,
                approval="approved",
                examinations=("Examination E-0001: it is locked",),
                searches=(CaseSearch(started_at=NOW, compared=3214, returned=0),),
                lead=lead or a_case_lead(),
            ),
        ),
        "disclosures": (
            DisclosureView(
                recipient="Crown prosecutor",
                method="Letter",
                disclosed_on=date(2026, 11, 20),
                reference="12",
                recorded_at=NOW,
                outdated=True,
            ),
        ),
        "packs": (
            PackView(
                id="p1",
                occurrence_number="H26-000123",
                sha256="ab" * 32,
                bytes=2048,
                files=9,
                requests=1,
                persons=4,
                masked=3,
                made_at=NOW,
            ),
        ),
        "frozen_since": None,
        "notices": (),
        "incidents": (),
        "bases": (ChoiceView(id="court-order", title="Order of a court"),),
        "recipients": (ChoiceView(id="crown", title="Crown prosecutor"),),
        "methods": (ChoiceView(id="letter", title="Letter"),),
        "outcomes": (ChoiceView(id="wrongful", title="Wrongful identification"),),
        "may_disclose": True,
        "may_review": True,
        "may_build": True,
    }
    return CaseView(**{**whole, **changed})


def a_notice() -> NoticeView:
    """A withdrawal that is not answered."""
    return NoticeView(id="n1", request_number="R-0001", sent_at=NOW, read_at=None)


def an_incident() -> IncidentView:
    """A report that is open."""
    return IncidentView(opened_at=NOW, due_at=NOW + timedelta(hours=1), template="1. What was recorded")


def an_own_request(**changed: Any) -> OwnRequest:
    """A request that waits for an approver."""
    whole: dict[str, Any] = {
        "id": "r1",
        "number": "R-0001",
        "occurrence_number": "H26-000123",
        "state": RequestState.SUBMITTED,
        "state_words": "It waits for an approver.",
        "waits_for": "An approver of your service",
        "since": NOW,
        "page": "/search?request=r1",
        "case_page": "/case?case=c1",
    }
    return OwnRequest(**{**whole, **changed})
