"""A doubt about identities found during review goes to the records clerk; the list stays as it is (C-09)."""

from sqlalchemy import Connection

from audits.events import TicketAnswered, TicketRaised, TicketsListed
from gallery.authority import Person
from gallery.casework.duties import nothing_there, own_examination
from gallery.casework.examination import demand_open, tell
from gallery.casework.means import Casework
from gallery.records.examinations import examination_by_id, letters_of
from gallery.records.identities import Ticket, add_ticket, change_ticket, ticket_by_id, tickets_in
from gallery.records.ids import new_id
from gallery.records.partners import number_shown
from gallery.records.searches import candidate_by_id
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.wire.identities import IdentityDoubt, TicketAnswer, Tickets, TicketView
from kernel_lib.wire.model import Recorded


def raise_ticket(casework: Casework, person: Person, examination_id: str, doubt: IdentityDoubt) -> Recorded:
    """Send a doubt to the records clerk; nothing is merged and the list does not change.

    Raises:
        NotFound: the examination is not this person's.
        WrongState: the candidates are not open.
        Unacceptable: a letter is not on the list.
    """
    with casework.ledger.act(person, TicketRaised) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        demand_open(examination)
        held = {each.letter: each.candidate_id for each in letters_of(act.connection, examination.id)}
        if set(doubt.letters) - set(held):
            message = "Choose letters of this list."
            raise Unacceptable("C-09", "A letter is not on this list.", message, fields={"letters": message})
        subjects = tuple(candidate_by_id(act.connection, held[each]).subject_id for each in sorted(set(doubt.letters)))
        ticket = Ticket(new_id(), person.service, examination.id, subjects, doubt.note, person.account_id, act.now)
        add_ticket(act.connection, ticket)
        act.note(ticket_id=ticket.id, subjects=len(subjects))
    return Recorded(sequence=act.sequence)


def listed(casework: Casework, person: Person) -> Tickets:
    """Return the tickets of the clerk's service."""
    with casework.ledger.act(person, TicketsListed) as act:
        casework.authority.demand(person, "identity_answered")
        return _tickets(act.connection, person.service)


def answer(casework: Casework, person: Person, ticket_id: str, given: TicketAnswer) -> Tickets:
    """Say what was found. Raises NotFound for a ticket of another service, WrongState for an answered one."""
    with casework.ledger.act(person, TicketAnswered) as act:
        casework.authority.demand(person, "identity_answered")
        ticket = ticket_by_id(act.connection, ticket_id)
        if ticket is None or ticket.service != person.service:
            raise nothing_there("ticket")
        act.about(object_id=ticket.id)
        if ticket.answered_at:
            raise WrongState("C-09", "This ticket was answered already.", "Nothing more is to be done.")
        values = {"answer": given.answer, "answered_by": person.account_id, "answered_at": act.now}
        change_ticket(act.connection, ticket.id, **values)
        return _tickets(act.connection, person.service)


# Private


def _tickets(connection: Connection, service: str) -> Tickets:
    return Tickets(tickets=tuple(_view(connection, each) for each in tickets_in(connection, service)))


def _view(connection: Connection, ticket: Ticket) -> TicketView:
    examination = examination_by_id(connection, ticket.examination_id) if ticket.examination_id else None
    request_id = examination.request_id if examination else None
    numbers = (number_shown(connection, ticket.service, request_id, each) for each in ticket.subject_ids)
    return TicketView(
        id=ticket.id,
        subject_numbers=tuple(each for each in numbers if each),
        note=ticket.note,
        raised_at=ticket.raised_at,
        answer=ticket.answer,
        answered_at=ticket.answered_at,
    )
