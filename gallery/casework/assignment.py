"""Who examines next: chosen by the system, apart from everybody who had a part in the request (D-08)."""

from audits.events import VerificationAssigned
from gallery.casework.case_duties import apart_in_case
from gallery.casework.duties import Duties, may_verify
from gallery.casework.intake import neutral_number
from gallery.casework.known_tasks_scored import give_out
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.ledger import Act
from gallery.records.cases import Request, approval_of, change_request, requests_in
from gallery.records.examinations import Examination, add_examination, count_open, examinations_of, given_back_of
from gallery.records.ids import new_id
from gallery.records.who import Account, accounts_with_role, certificates_of
from kernel_lib.vocabulary import ExaminationState, RequestState

_WAITS_FOR = {RequestState.EXAMINED: 2, RequestState.CONFLICT: 3}


def assign_next(act: Act, casework: Casework, request: Request) -> Examination | None:
    """Give the next blind examination of a request to the least loaded eligible examiner, chance among equals.

    Returns None when none is due, or nobody may take it: the request then waits.
    """
    held = examinations_of(act.connection, request.id)
    place = _WAITS_FOR.get(request.state)
    if place is None or len(held) != place - 1 or any(each.state is not ExaminationState.LOCKED for each in held):
        return None
    part = (*held, *given_back_of(act.connection, request.id))
    able = _able(act, casework, request, part, frozenset({"examiner", "verifier"}))
    chosen = _least_loaded(act, casework, able)
    if chosen is None:
        return None
    examination = Examination(
        id=new_id(),
        number=neutral_number("E"),
        request_id=request.id,
        place=place,
        examiner_id=chosen.id,
        state=EXAMINATION.start,
        search_id=held[0].search_id,
        assigned_at=act.now,
    )
    add_examination(act.connection, examination)
    act.also(
        VerificationAssigned, request_id=request.id, examination_id=examination.id, examiner_id=chosen.id, place=place
    )
    give_out(act, casework, request.service, tuple(each.id for each in able), chosen.id)
    return examination


def assign_first(act: Act, casework: Casework, request: Request) -> Examination | None:
    """Give the first examination, which somebody stepped back from, to another certified examiner (D-15).

    Returns None when nobody may take it: the request then waits for whoever takes it.
    """
    given_back = given_back_of(act.connection, request.id)
    able = _able(act, casework, request, given_back, frozenset({"examiner"}))
    chosen = _least_loaded(act, casework, able)
    if chosen is None:
        return None
    examination = Examination(
        id=new_id(),
        number=neutral_number("E"),
        request_id=request.id,
        place=1,
        examiner_id=chosen.id,
        state=EXAMINATION.start,
        search_id=None,
        assigned_at=act.now,
    )
    add_examination(act.connection, examination)
    change_request(act.connection, request.id, act.now, state=REQUEST.next_state(RequestState.APPROVED, "take"))
    return examination


def assign_waiting(act: Act, casework: Casework, service: str) -> int:
    """Assign every examination of a service that waits for somebody, and return how many were given."""
    waiting = requests_in(act.connection, service, *_WAITS_FOR)
    return sum(assign_next(act, casework, request) is not None for request in waiting)


# Private


def _able(
    act: Act, casework: Casework, request: Request, held: tuple[Examination, ...], taking: frozenset[str]
) -> list[Account]:
    profile = casework.rules.who.workflow
    duties = Duties.of(request, approval_of(act.connection, request.id), held)
    today = act.now.date()
    accounts = {
        account.id: account
        for role in sorted(profile.verifier_roles)
        for account in accounts_with_role(act.connection, request.service, role)
    }
    return [
        account
        for account in accounts.values()
        if may_verify(casework.authority, profile, account, certificates_of(act.connection, account.id), duties, today)
        and apart_in_case(act.connection, casework.rules.who, request.case_id, account.id, taking)
    ]


def _least_loaded(act: Act, casework: Casework, able: list[Account]) -> Account | None:
    if not able:
        return None
    load = {account.id: count_open(act.connection, account.id) for account in able}
    least = min(load.values())
    return casework.chance.choice([account for account in able if load[account.id] == least])
