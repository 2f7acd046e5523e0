"""Administration: its overview, sessions, other roles by two people, reviews of access, and one's second factor."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
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

router = APIRouter()

Own = Annotated[Person, permitted("session_own")]


@router.get("/administration")
def view(person: Annotated[Person, permitted("administration_viewed")], parts: PartsNow) -> AdministrationView:
    """Show the state of sessions, keys, backups, jobs and evaluation."""
    return parts.administration.view(person)


@router.post("/sessions/{session_id}/ending")
def end_session(session_id: str, person: Annotated[Person, permitted("session_ended")], parts: PartsNow) -> Recorded:
    """End somebody's session."""
    return parts.administration.end_session(person, session_id)


@router.post("/accounts/{username}/roles")
def propose_roles(
    username: str,
    asked: RoleChangeAsked,
    person: Annotated[Person, permitted("role_change_proposed")],
    parts: PartsNow,
) -> RoleChangeView:
    """Propose other roles for an account."""
    return parts.roles.propose(person, username, asked)


@router.get("/role-changes")
def role_changes(person: Annotated[Person, permitted("role_change_decided")], parts: PartsNow) -> RoleChanges:
    """Show proposals of other roles, those that wait first."""
    return parts.roles.listed(person)


@router.post("/role-changes/{change_id}/decision")
def decide_roles(
    change_id: str,
    decision: RoleChangeDecision,
    person: Annotated[Person, permitted("role_change_decided")],
    parts: PartsNow,
) -> RoleChangeView:
    """Agree to other roles, or turn them down."""
    return parts.roles.decide(person, change_id, decision)


@router.post("/accounts/{username}/review")
def review(
    username: str,
    given: AccessReviewGiven,
    person: Annotated[Person, permitted("access_reviewed")],
    parts: PartsNow,
) -> AccountUse:
    """Confirm the roles of an account, or end it."""
    return parts.access.review(person, username, given)


@router.get("/me/second-factor")
def second_factor(person: Own, parts: PartsNow) -> SecondFactorView:
    """Show how one's own second factor stands."""
    return parts.second_factors.own(person)


@router.post("/me/second-factor")
def begin_second_factor(person: Own, parts: PartsNow) -> SecondFactorBegun:
    """Make a secret for one's device."""
    return parts.second_factors.begin(person)


@router.post("/me/second-factor/confirmation")
def confirm_second_factor(given: SecondFactorCode, person: Own, parts: PartsNow) -> SecondFactorConfirmed:
    """Confirm one's device by a code."""
    return parts.second_factors.confirm(person, given.code)


@router.post("/me/second-factor/removal")
def take_second_factor_away(given: SecondFactorCode, person: Own, parts: PartsNow) -> SecondFactorView:
    """Take one's own second factor away."""
    return parts.second_factors.take_away(person, given.code)
