"""Forbidden acts, tried dry: each must be refused by the very code that would refuse it to a person."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from gallery.assessment.bounds import held_back
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.conformance.dry import allows
from gallery.conformance.finding import Finding, Seen, decided
from gallery.control.stopping import demand_running
from gallery.records.ids import new_id
from gallery.records.stops import Stop, add_stop
from gallery.records.who import accounts
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import ExaminationState, RequestState, Role, StopScope

_NOBODY = "00000000-0000-0000-0000-000000000000"


def unapproved_search(seen: Seen) -> Finding:
    """A draft, a submitted and a refused request lead to no search (B-01)."""
    tried = (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.REFUSED)
    open_ones = [state for state in tried if allows(REQUEST, state, "search")]
    good = "a search of a draft, of a submitted and of a refused request was refused"
    return decided("B-01", holds=not open_ones, good=good, bad=f"a search is allowed from {', '.join(open_ones)}")


def candidates_before_notes(seen: Seen) -> Finding:
    """Candidates do not open before the notes on the probe are locked (D-01)."""
    held = not allows(EXAMINATION, ExaminationState.ANALYSIS, "open_candidates")
    return decided("D-01", holds=held, good="opening candidates before the lock was refused", bad="it was allowed")


def stop_holds(seen: Seen) -> Finding:
    """A stop, placed in a transaction that is undone, refuses the very next search (M-11)."""
    savepoint = seen.connection.begin_nested()
    try:
        placed = Stop(new_id(), StopScope.ALL, "", "conformance", _anybody(seen), seen.now)
        add_stop(seen.connection, placed)
        refused = False
        try:
            demand_running(seen.connection, seen.rules.who.home.code, seen.casework.faces.model_id, _NOBODY)
        except WrongState:
            refused = True
    finally:
        savepoint.rollback()
    return decided("M-11", holds=refused, good="a stop placed dry refused the next search", bad="a search went on")


def pilot_ends(seen: Seen) -> Finding:
    """A pilot whose last day has passed refuses a search (K-08)."""
    pilot = replace(seen.rules.pilot, active=True, begins_on=seen.today - timedelta(days=2), ends_on=seen.today)
    told = held_back(
        seen.connection,
        replace(seen.rules, pilot=pilot),
        seen.rules.who.home.code,
        seen.casework.faces.model_id,
        seen.now,
    )
    held = any(rule == "K-08" for rule, _ in told)
    return decided("K-08", holds=held, good="a search after a pilot's last day was refused", bad="it was allowed")


def watchers_cannot_search(seen: Seen) -> Finding:
    """Who administers, audits or analyses holds no permission to ask for or run a search (H-02)."""
    acts = ("request_drafted", "request_submitted", "examination_first", "examination_verify", "request_decided")
    watching = (Role.ADMINISTRATOR, Role.AUDITOR, Role.ANALYST)
    held = [f"{role} {act}" for role in watching for act in acts if act in seen.rules.who.permissions[role]]
    good = "administrators, auditors and analysts were refused every act of a search"
    return decided("H-02", holds=not held, good=good, bad=f"allowed: {', '.join(held)}")


def auditors_read_only(seen: Seen) -> Finding:
    """No permission of an auditor changes a record; only compliance writes the assessment (H-01)."""
    changes = ("changed", "answered", "accepted", "decided", "released", "stopped", "enrolled", "issued", "placed")
    held = [each for each in sorted(seen.rules.who.permissions[Role.AUDITOR]) if each.endswith(changes)]
    good = "an auditor was refused every act that changes a record"
    return decided("H-01", holds=not held, good=good, bad=f"allowed to an auditor: {', '.join(held)}")


CHECKS = (
    unapproved_search,
    candidates_before_notes,
    stop_holds,
    pilot_ends,
    watchers_cannot_search,
    auditors_read_only,
)


# Private


def _anybody(seen: Seen) -> str:
    """An account that the row of the stop may refer to; the row is undone."""
    return seen.connection.execute(select(accounts.c.id).limit(1)).scalar_one_or_none() or _NOBODY
