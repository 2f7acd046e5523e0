"""The urgent path: searched at once, and its result locked when no approval follows in time (A-12)."""

from datetime import datetime

from sqlalchemy import Connection

from audits.events import ApprovalOverdue
from gallery.ledger import Ledger
from gallery.records.cases import Approval, approval_of, request_by_id
from gallery.records.terms import Terms, tell_overdue, terms_of, undecided_past
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import ExigentState


def exigent_state(terms: Terms, approval: Approval | None, now: datetime) -> ExigentState | None:
    """Return how an urgent request stands at a moment, or None for one that is not urgent."""
    if terms.due_at is None:
        return None
    if approval is not None:
        return ExigentState.APPROVED if approval.approved else ExigentState.REFUSED
    return ExigentState.OVERDUE if now >= terms.due_at else ExigentState.WAITING


def demand_unlocked(connection: Connection, request_id: str, now: datetime) -> None:
    """Do nothing unless the result is locked. The words tell an examiner nothing of urgency (D-09).

    Raises:
        WrongState: the approval is late, or the request was refused afterwards.
    """
    terms = terms_of(connection, request_id)
    if terms and exigent_state(terms, approval_of(connection, request_id), now) in _LOCKED:
        reason = "This result is locked: the approval that it needs is not there."
        raise WrongState("A-12", reason, "It opens when a higher approver approves the request.")


def tell_late(ledger: Ledger) -> int:
    """Record each urgent request whose hours passed without a decision, once; return how many there were.

    Raises:
        LogUnavailable: nobody was told; the next round tries again.
    """
    with ledger.reading() as connection:
        late = undecided_past(connection, ledger.now())
    for terms in late:
        with ledger.act(None, ApprovalOverdue) as act:
            request = request_by_id(act.connection, terms.request_id)
            act.about(object_id=terms.request_id, case_id=request.case_id if request else None)
            act.decided_by("A-12")
            act.note(request_id=terms.request_id, locked=True)
            tell_overdue(act.connection, terms.request_id, act.now)
    return len(late)


# Private

_LOCKED = (ExigentState.OVERDUE, ExigentState.REFUSED)
