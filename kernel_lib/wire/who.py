"""People, sessions and training."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import AccountState, CertificateScope, Role, WorkflowProfile
from kernel_lib.wire.model import Message


class SignIn(Message):
    """A name, a password and where one is set up a code of the second factor, offered from a workstation."""

    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)
    code: str = Field(default="", max_length=64)
    workstation: str = Field(default="", max_length=120)


class CertificateView(Message):
    """A certificate of training, whether it is in force now, and the fields it lacks (H-03).

    `proof_due` is the last day on which the proof of proficiency counts, None where none is asked for (H-04).
    """

    scope: CertificateScope
    provider: str
    passed: date
    expires: date
    in_force: bool
    course: str = ""
    correct: int = 0
    questions: int = 0
    mentor: str = ""
    missing: tuple[str, ...] = ()
    suspended: bool = False
    proof_due: date | None = None


class AccountView(Message):
    """The person who is signed in, as pages show them."""

    id: str
    username: str
    display_name: str
    service: str
    service_name: str
    roles: tuple[Role, ...]
    certificates: tuple[CertificateView, ...]
    workflow: WorkflowProfile
    state: AccountState
    second_factor_due: bool = False


class SessionGranted(Message):
    """An opaque session secret. It is told once; the service keeps only its hash."""

    session: str
    expires_at: datetime
    account: AccountView


class TicketAsked(Message):
    """A page about to start a kernel asks for a one-time ticket."""

    page: str = Field(max_length=64)


class TicketGranted(Message):
    """A ticket: valid once, for a minute."""

    ticket: str


class TicketOffered(Message):
    """A kernel offers its ticket for a token."""

    ticket: str = Field(max_length=128)


class TokenGranted(Message):
    """A kernel's token, bound to one session. It cannot mint another."""

    token: str
    expires_at: datetime


class NewAccount(Message):
    """An account to be made by an administrator."""

    username: str = Field(pattern=r"^[a-z][a-z0-9._-]{1,62}$")
    display_name: str = Field(min_length=1, max_length=80)
    service: str = Field(max_length=32)
    roles: tuple[Role, ...] = Field(min_length=1)


class AccountMade(Message):
    """A new account and its first password, told once."""

    account: AccountView
    password: str


class PasswordChange(Message):
    """One's own old and new password."""

    old: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class AccountReason(Message):
    """Why somebody else's account is changed."""

    reason: str = Field(default="", max_length=2000)


class AccountUse(Message):
    """An account with its roles, and when it was last used: what a review of access looks at (H-07)."""

    username: str
    display_name: str
    roles: tuple[Role, ...]
    state: AccountState
    made_at: datetime
    last_used_at: datetime | None
    reviewed_at: datetime | None
    review_due: date
    review_overdue: bool
    second_factor: bool


class AccountsReview(Message):
    """Every account; one that nobody used for `idle_days` is disabled by the service."""

    accounts: tuple[AccountUse, ...]
    idle_days: int


class NewCertificate(Message):
    """Training passed by somebody, recorded by compliance: every element, or it is none (H-03)."""

    username: str
    scope: CertificateScope
    provider: str = Field(min_length=2, max_length=120)
    passed: date
    expires: date
    mentor: str = Field(default="", max_length=80)
    course: str = Field(default="", max_length=120)
    correct: int = Field(default=0, ge=0, le=10_000)
    questions: int = Field(default=0, ge=0, le=10_000)


class AccessReviewGiven(Message):
    """Whether an account keeps its roles, and why (H-07)."""

    confirmed: bool
    reason: str = Field(default="", max_length=2000)


class RoleChangeAsked(Message):
    """Other roles for an account, and why."""

    roles: tuple[Role, ...] = Field(min_length=1)
    reason: str = Field(default="", max_length=2000)


class RoleChangeDecision(Message):
    """Another person's decision on other roles."""

    approved: bool
    reason: str = Field(default="", max_length=2000)


class RoleChangeView(Message):
    """A proposal of other roles; `approved` is None while it waits for its second person."""

    id: str
    person: str
    before: tuple[Role, ...]
    after: tuple[Role, ...]
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved: bool | None = None
    decision_reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


class RoleChanges(Message):
    """Proposals of other roles, those that wait first."""

    changes: tuple[RoleChangeView, ...]


class SecondFactorView(Message):
    """How one's own second factor stands, and from when nobody goes on without one (M-03)."""

    confirmed_at: datetime | None
    recovery_codes_left: int
    required: bool
    required_from: date


class SecondFactorBegun(Message):
    """A secret for one's device, told once: to be typed, as an address, and drawn as a QR code."""

    secret: str
    address: str
    qr_svg: str


class SecondFactorCode(Message):
    """A code of the second factor, or a recovery code."""

    code: str = Field(default="", max_length=64)


class SecondFactorConfirmed(Message):
    """Recovery codes, told once; each opens one session without the device."""

    recovery_codes: tuple[str, ...]
