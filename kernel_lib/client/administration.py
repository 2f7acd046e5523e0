"""The routes of administration, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.administration import AdministrationView
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.who import (
    AccessReviewGiven,
    AccountUse,
    RoleChangeAsked,
    RoleChangeDecision,
    RoleChanges,
    RoleChangeView,
    SecondFactorBegun,
    SecondFactorCode,
    SecondFactorConfirmed,
    SecondFactorView,
)


class Administration:
    """The installation's state, sessions, roles by two people, reviews of access, and one's second factor."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def view(self) -> AdministrationView:
        """Return the state of the installation."""
        return self._ask("GET", "/administration", AdministrationView)

    def end_session(self, session_id: str) -> Recorded:
        """End somebody's session."""
        return self._ask("POST", f"/sessions/{session_id}/ending", Recorded)

    def propose_roles(self, username: str, asked: RoleChangeAsked) -> RoleChangeView:
        """Propose other roles for an account."""
        return self._ask("POST", f"/accounts/{username}/roles", RoleChangeView, asked)

    def role_changes(self) -> RoleChanges:
        """Return proposals of other roles, those that wait first."""
        return self._ask("GET", "/role-changes", RoleChanges)

    def decide_roles(self, change_id: str, decision: RoleChangeDecision) -> RoleChangeView:
        """Agree to other roles, or turn them down."""
        return self._ask("POST", f"/role-changes/{change_id}/decision", RoleChangeView, decision)

    def review(self, username: str, given: AccessReviewGiven) -> AccountUse:
        """Confirm the roles of an account, or end it (H-07)."""
        return self._ask("POST", f"/accounts/{username}/review", AccountUse, given)

    def second_factor(self) -> SecondFactorView:
        """Return how one's own second factor stands (M-03)."""
        return self._ask("GET", "/me/second-factor", SecondFactorView)

    def begin_second_factor(self) -> SecondFactorBegun:
        """Make a secret for one's device; it is told once."""
        return self._ask("POST", "/me/second-factor", SecondFactorBegun)

    def confirm_second_factor(self, code: str) -> SecondFactorConfirmed:
        """Confirm one's device; recovery codes are told once."""
        return self._ask("POST", "/me/second-factor/confirmation", SecondFactorConfirmed, SecondFactorCode(code=code))

    def take_second_factor_away(self, code: str) -> SecondFactorView:
        """Take one's own second factor away."""
        return self._ask("POST", "/me/second-factor/removal", SecondFactorView, SecondFactorCode(code=code))
