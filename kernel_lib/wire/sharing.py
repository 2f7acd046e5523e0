"""What passes between services: agreements, searches under them, identities, messages, results from outside."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.model import Message


class AgreementOffered(Message):
    """The elements of an agreement: `searcher` may search the gallery of `owner` (G-02)."""

    searcher: str = Field(max_length=32)
    owner: str = Field(max_length=32)
    purposes: tuple[str, ...] = Field(default=(), max_length=40)
    offences: tuple[str, ...] = Field(default=(), max_length=200)
    data_classes: tuple[str, ...] = Field(default=(), max_length=20)
    retention: str = Field(default="", max_length=2000)
    audit: str = Field(default="", max_length=2000)
    breach: str = Field(default="", max_length=2000)
    exit: str = Field(default="", max_length=2000)
    begins_on: date | None = None
    expires_on: date | None = None


class AgreementView(Message):
    """An agreement. `state` is one of proposed, waiting, in_force, expired, ended; `may_sign` asks for this side."""

    id: str
    searcher: str
    owner: str
    purposes: tuple[str, ...]
    offences: tuple[str, ...]
    data_classes: tuple[str, ...]
    retention: str
    audit: str
    breach: str
    exit: str
    begins_on: date
    expires_on: date
    sha256: str
    state: str
    proposed_for: str
    proposed_at: datetime
    signed_at: datetime | None
    ended_at: datetime | None
    may_sign: bool
    lacking: str = ""


class PartnerSearchView(Message):
    """One search over the owner's gallery: who, under which agreement, for what, with which class of result (G-05)."""

    search_id: str
    searcher: str
    owner: str
    agreement_id: str
    case_reference: str
    purpose: str
    searched_by: str
    searched_at: datetime
    compared: int
    listed: int
    result: str


class IdentityView(Message):
    """Somebody of a lead of another service. `subject_number` is empty for the searcher until it is released (G-04)."""

    id: str
    pseudonym: str
    subject_number: str
    searcher: str
    owner: str
    agreement_id: str
    case_reference: str
    asked_at: datetime
    released: bool | None
    reason: str
    decided_at: datetime | None
    lacking: str = ""


class IdentityDecision(Message):
    """The owner's decision, and how currency and eligibility were checked."""

    released: bool
    reason: str = Field(default="", max_length=2000)


class MessageView(Message):
    """What became of something that was given, and whether the partner acknowledged it (G-06)."""

    id: str
    kind: str
    pseudonym: str
    request_number: str
    owner: str
    partner: str
    made_at: datetime
    due_at: datetime
    attempts: int
    received_at: datetime | None
    acknowledged_at: datetime | None
    overdue: bool


class OutsideView(Message):
    """A disclosure outside Ontario; `own` when the person who looks proposed it."""

    id: str
    case_number: str = ""
    recipient: str
    place: str
    basis: str
    reason: str
    proposed_at: datetime
    authorised_at: datetime | None
    own: bool


class SharingView(Message):
    """The page of partners: what this service agreed on, was searched for, gave, must tell and must do."""

    service: str
    services: tuple[ChoiceView, ...]
    purposes: tuple[ChoiceView, ...]
    offences: tuple[ChoiceView, ...]
    data_classes: tuple[ChoiceView, ...]
    agreements: tuple[AgreementView, ...]
    searched_here: tuple[PartnerSearchView, ...]
    searched_there: tuple[PartnerSearchView, ...]
    identities: tuple[IdentityView, ...]
    inbox: tuple[MessageView, ...]
    outbox: tuple[MessageView, ...]
    outside_enabled: bool
    outside_bases: tuple[ChoiceView, ...]
    outside: tuple[OutsideView, ...]
    outside_authorised: int


class ExternalResultGiven(Message):
    """That an external system gave a result for a request's picture (G-08)."""

    system: str = Field(default="", max_length=200)
    agency: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=64)
    authority: str = Field(default="", max_length=2000)
    received_on: date | None = None


class ExternalResultView(Message):
    """A result from outside, as recorded; it is no lead."""

    id: str
    system: str
    agency: str
    source: str
    authority: str
    received_on: date
    recorded_at: datetime
    standing: str


class ExternalResults(Message):
    """The results from outside of one request, and the sources that may and may not be recorded."""

    sources: tuple[ChoiceView, ...]
    results: tuple[ExternalResultView, ...]


class OutsideOffered(Message):
    """A disclosure outside Ontario: of which case, to whom, where, on which legal basis (G-09)."""

    case: str = Field(max_length=64)
    recipient: str = Field(default="", max_length=200)
    place: str = Field(default="", max_length=100)
    basis: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=2000)
