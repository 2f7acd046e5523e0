"""Who may open a case: they asked in it, or answer for all cases of the service; never a blind examiner of it."""

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.records.cases import Request, request_by_id
from gallery.records.examinations import examinations_by
from gallery.records.packs import Case, case_called, request_ids_of
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import ExaminationState

_OVER = (ExaminationState.LOCKED, ExaminationState.RECUSED)


def readable_case(act: Act, casework: Casework, person: Person, called: str) -> Case:
    """Return a case of the person's own service.

    Raises:
        NotFound: there is no such case that is this person's to open (G-01).
        WrongState: the person examines in it without having asked; it would tell what must stay unknown (D-09).
    """
    case = case_called(act.connection, person.service, called)
    requests = requests_in_case(act.connection, case) if case else ()
    mine = any(each.requester_id == person.account_id for each in requests)
    if case is None or not (mine or casework.authority.allows(person, "every_case_disclosed")):
        raise nothing_there("case")
    act.about(case_id=case.id, object_id=case.id)
    others = {each.id for each in requests if each.requester_id != person.account_id}
    held = examinations_by(act.connection, person.account_id)
    if any(each.request_id in others and each.state not in _OVER for each in held):
        raise WrongState("D-09", "You examine in this case.", "Open it after your examination is locked.")
    return case


def requests_in_case(connection: Connection, case: Case) -> tuple[Request, ...]:
    """Return the requests of a case in the order in which they were opened."""
    found = (request_by_id(connection, each) for each in request_ids_of(connection, case.id))
    return tuple(each for each in found if each is not None)
