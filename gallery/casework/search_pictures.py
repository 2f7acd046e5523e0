"""Search records show pictures of candidates nobody selected only for their days, unless a hold keeps them (C-12).

What stays are pseudonymous ids, similarities and hashes: enough to run the search again and to disclose it. The
pictures themselves are the gallery's; here they are only shown no more.
"""

from datetime import timedelta

from sqlalchemy import Connection

from audits.events import HoldLifted, HoldPlaced, HoldsListed, SearchRecordPurged
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.kept_cases import what_keeps
from gallery.casework.means import Casework
from gallery.records.ids import new_id
from gallery.records.packs import case_called
from gallery.records.search_pictures import (
    DueCandidate,
    Hold,
    add_hold,
    change_hold,
    due_candidates,
    hold_by_id,
    holds_of,
    is_purged,
    purge,
)
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.holds import HoldAsked, HoldsView, HoldView

ENDED = (
    RequestState.REFUSED,
    RequestState.EXPIRED,
    RequestState.UNSUITABLE,
    RequestState.LEAD,
    RequestState.NO_LEAD,
    RequestState.CLOSED,
)
"""States of a request after which the days of its candidates run (C-12)."""


def purge_due(casework: Casework) -> int:
    """Let the pictures go whose days are over; return of how many candidates. A hold is told once a day.

    Raises:
        LogUnavailable: nothing went; the next round tries again.
    """
    now = casework.ledger.now()
    before = now - timedelta(days=casework.rules.review.candidate_days)
    with casework.ledger.reading() as connection:
        due = due_candidates(connection, ENDED, before)
        cases = {each.case_id for each in due}
        held = {case_id: what_keeps(connection, case_id) for case_id in cases}
    for case_id in sorted(cases, key=str):
        of_case = [each for each in due if each.case_id == case_id]
        if not held[case_id]:
            _let_go(casework, case_id, of_case)
        elif any(hold.passed_over_on != now.date() for hold in held[case_id] if isinstance(hold, Hold)):
            _pass_over(casework, case_id, len(of_case))
    return sum(not held[each.case_id] for each in due)


def demand_shown(connection: Connection, candidate_id: str) -> None:
    """Do nothing while a candidate's pictures are shown. Raises WrongState afterwards (C-12)."""
    if is_purged(connection, candidate_id):
        reason = "The pictures of this candidate left the search record because their days are over."
        raise WrongState("C-12", reason, "Their hashes and similarities remain in the record.")


def place_hold(casework: Casework, person: Person, called: str, asked: HoldAsked) -> HoldsView:
    """Keep the search records of a case as they are, from now on.

    Raises:
        NotFound: there is no such case in this service.
        Unacceptable: the ground is not on the list in force.
    """
    with casework.ledger.act(person, HoldPlaced) as act:
        casework.authority.demand(person, "hold_placed")
        case = case_called(act.connection, person.service, called)
        if case is None:
            raise nothing_there("case")
        act.about(case_id=case.id, object_id=case.id)
        if asked.ground not in casework.rules.review.hold_grounds:
            message = "Choose a ground from the list."
            raise Unacceptable("C-13", "This ground is not on the list.", message, fields={"ground": message})
        hold = Hold(new_id(), case.id, asked.ground, asked.note, person.account_id, act.now)
        add_hold(act.connection, hold)
        act.note(hold_id=hold.id, kind=hold.ground)
        return _view(act.connection, casework, case.id)


def lift_hold(casework: Casework, person: Person, hold_id: str) -> HoldsView:
    """End a hold. Raises NotFound for one of another service, WrongState for one that was lifted already."""
    with casework.ledger.act(person, HoldLifted) as act:
        casework.authority.demand(person, "hold_placed")
        hold = hold_by_id(act.connection, hold_id)
        if hold is None or case_called(act.connection, person.service, hold.case_id) is None:
            raise nothing_there("hold")
        act.about(case_id=hold.case_id, object_id=hold.id)
        if hold.lifted_at:
            raise WrongState("C-13", "This hold was lifted already.", "Nothing more is to be done.")
        change_hold(act.connection, hold.id, lifted_by=person.account_id, lifted_at=act.now)
        return _view(act.connection, casework, hold.case_id)


def listed(casework: Casework, person: Person, called: str) -> HoldsView:
    """Return the holds of a case. Raises NotFound for a case of another service."""
    with casework.ledger.act(person, HoldsListed) as act:
        casework.authority.demand(person, "hold_placed")
        case = case_called(act.connection, person.service, called)
        if case is None:
            raise nothing_there("case")
        act.about(case_id=case.id, object_id=case.id)
        return _view(act.connection, casework, case.id)


# Private


def _let_go(casework: Casework, case_id: str | None, due: list[DueCandidate]) -> None:
    with casework.ledger.act(None, SearchRecordPurged, case_id=case_id) as act:
        for each in due:
            purge(act.connection, each.candidate_id, act.now)
        act.decided_by("C-12")
        act.note(
            candidates=len(due), days=casework.rules.review.candidate_days, rule_version=casework.rules.review.version
        )


def _pass_over(casework: Casework, case_id: str | None, count: int) -> None:
    with casework.ledger.act(None, SearchRecordPurged, case_id=case_id) as act:
        for hold in holds_of(act.connection, case_id):
            change_hold(act.connection, hold.id, passed_over_on=act.now.date())
        act.decided_by("C-13")
        act.note(candidates=0, held=count)


def _view(connection: Connection, casework: Casework, case_id: str) -> HoldsView:
    grounds = casework.rules.review.hold_grounds
    return HoldsView(
        grounds=tuple(ChoiceView(id=key, title=title) for key, title in grounds.items()),
        holds=tuple(
            HoldView(
                id=each.id,
                ground=grounds.get(each.ground, each.ground),
                note=each.note,
                placed_at=each.placed_at,
                lifted_at=each.lifted_at,
            )
            for each in holds_of(connection, case_id)
        ),
    )
