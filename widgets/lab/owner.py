"""The one analyst whom a lab server serves at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kernel_lib.errors import Refusal
from kernel_lib.vocabulary import Role
from kernel_lib.wire.who import AccountView, SessionGranted
from widgets.dashboards.sessions import Sessions

ALLOWED = frozenset({Role.ANALYST, Role.AUDITOR, Role.COMPLIANCE})


@dataclass
class Owner:
    """Whoever signed in first, until that session is over.

    `on_change` is called with the account that moves in, or None when the lab falls empty, so that kernels of the one
    before end and the next finds an own folder.
    """

    sessions: Sessions
    secret: str = ""
    account: AccountView | None = None
    on_change: Callable[[AccountView | None], None] = field(default=lambda _account: None)

    def refuse(self, granted: SessionGranted) -> Refusal | None:
        """Say why somebody who has just signed in may not work here, or None."""
        person = granted.account
        if not ALLOWED & frozenset(person.roles):
            return Refusal(
                "lab.role",
                "The lab is for analysts, auditors and compliance staff.",
                "Use the dashboards, or ask the administrator for the role.",
            )
        if self._is_taken_by_another(person):
            return Refusal(
                "lab.taken",
                "Somebody else is working in this lab. It serves one analyst at a time.",
                "Try again when that person has signed out, or start another lab.",
            )
        return None

    def move_in(self, granted: SessionGranted) -> None:
        """Give the lab to this session."""
        self.secret, self.account = granted.session, granted.account
        self.on_change(granted.account)

    def ended(self, secret: str) -> None:
        """Take the lab back when its session has ended."""
        if secret == self.secret:
            self.secret, self.account = "", None
            self.on_change(None)

    def is_at(self, secret: str) -> bool:
        """Say whether this session holds the lab."""
        return bool(secret) and secret == self.secret

    def _is_taken_by_another(self, person: AccountView) -> bool:
        if self.account is None or self.account.id == person.id:
            return False
        return not self.sessions.is_over(self.secret)
