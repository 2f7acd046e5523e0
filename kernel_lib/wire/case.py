"""A case as a whole, what was disclosed of it, and a person's own requests in words."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import LeadState, RequestState
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.disclosure import PackView
from kernel_lib.wire.model import Message


class DisclosureGiven(Message):
    """That the use of face recognition was disclosed: to whom, on which day, how (E-17)."""

    recipient: str = Field(max_length=64)
    method: str = Field(max_length=64)
    disclosed_on: date
    reference: str = Field(default="", max_length=200)


class DisclosureView(Message):
    """A recorded disclosure; `outdated` says that a lead of the case was withdrawn after it."""

    recipient: str
    method: str
    disclosed_on: date
    reference: str
    recorded_at: datetime
    outdated: bool


class CaseSearch(Message):
    """One search of a request; counts only."""

    started_at: datetime
    compared: int
    returned: int


class CaseLead(Message):
    """A lead by its state; it names nobody (E-04). `needs_review` and `needs_answer` wait for an approver."""

    id: str
    state: LeadState
    state_words: str
    issued_at: datetime
    expires_at: datetime
    outcome: str
    checks_open: tuple[str, ...]
    checks_overdue: bool
    flags: tuple[str, ...]
    needs_review: bool
    needs_answer: bool


class CaseRequest(Message):
    """One request of a case: its state in words, its approval, examinations, searches and lead."""

    id: str
    number: str
    state: RequestState
    state_words: str
    offence_title: str
    requester: str
    submitted_at: datetime | None
    approval: str
    examinations: tuple[str, ...]
    searches: tuple[CaseSearch, ...]
    lead: CaseLead | None
    quality_mark: str = ""


class NoticeView(Message):
    """A withdrawal of which this person was told (E-13)."""

    id: str
    request_number: str
    sent_at: datetime
    read_at: datetime | None


class IncidentView(Message):
    """A report that is open about a wrongful identification, for compliance (E-19)."""

    opened_at: datetime
    due_at: datetime
    template: str


class CaseView(Message):
    """A case: everything that was asked and found in it, what was disclosed, and what may be done now."""

    id: str
    occurrence_number: str
    opened_by_service: str
    requests: tuple[CaseRequest, ...]
    disclosures: tuple[DisclosureView, ...]
    packs: tuple[PackView, ...]
    frozen_since: datetime | None
    notices: tuple[NoticeView, ...]
    incidents: tuple[IncidentView, ...]
    bases: tuple[ChoiceView, ...]
    recipients: tuple[ChoiceView, ...]
    methods: tuple[ChoiceView, ...]
    outcomes: tuple[ChoiceView, ...]
    may_disclose: bool
    may_review: bool
    may_build: bool
    may_hold: bool = False


class OwnRequest(Message):
    """One of a person's own requests: its state in words, who is waited for, and since when."""

    id: str
    number: str
    occurrence_number: str
    state: RequestState
    state_words: str
    waits_for: str
    since: datetime
    page: str
    case_page: str


class OwnRequests(Message):
    """A person's requests, newest first."""

    requests: tuple[OwnRequest, ...]
