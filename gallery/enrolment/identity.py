"""A record with another FPS number than the one on file is a doubt about identity, never a correction (F-09)."""

from audits.events import TicketRaised
from gallery.ledger import Act
from gallery.records.gallery import Subject
from gallery.records.identities import Ticket, add_ticket, tickets_in
from gallery.records.ids import new_id

_NOTE = "A feed gives another FPS number for this person than the one on file."


def note_other_fps_number(act: Act, subject: Subject, offered: str, account_id: str) -> None:
    """Send a doubt to the records clerk where two FPS numbers differ; the one on file stays, and the picture too."""
    if not offered or not subject.fps_number or offered == subject.fps_number:
        return
    open_ones = (each for each in tickets_in(act.connection, subject.service) if each.answered_at is None)
    if any(each.subject_ids == (subject.id,) and each.note == _NOTE for each in open_ones):
        return
    ticket = Ticket(new_id(), subject.service, None, (subject.id,), _NOTE, account_id, act.now)
    add_ticket(act.connection, ticket)
    act.also(TicketRaised, ticket_id=ticket.id, subjects=1)
