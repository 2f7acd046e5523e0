"""Withdrawals told to their recipients, and the receipt that copies were marked (E-13)."""

from sqlalchemy import Connection

from audits.events import NoticeReceived
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.records.cases import Request, request_by_id
from gallery.records.follow_up import Notice, mark_read, notice_by_id
from gallery.records.leads import lead_by_id
from kernel_lib.errors import WrongState
from kernel_lib.wire.model import Recorded


def receive(casework: Casework, person: Person, notice_id: str) -> Recorded:
    """Say that a notice was read and every copy marked.

    Raises:
        NotFound: there is no such notice to this person.
        WrongState: it was said before.
    """
    with casework.ledger.act(person, NoticeReceived) as act:
        casework.authority.demand(person, "notice_received")
        notice = notice_by_id(act.connection, notice_id)
        if notice is None or notice.account_id != person.account_id:
            raise nothing_there("notice")
        request = request_told(act.connection, notice)
        act.about(case_id=request.case_id, object_id=notice.lead_id)
        if notice.read_at is not None:
            raise WrongState("E-13", "This notice was answered before.", "There is nothing more to do with it.")
        mark_read(act.connection, notice.id, act.now)
        act.note(notice_id=notice.id)
    return Recorded(sequence=act.sequence)


def request_told(connection: Connection, notice: Notice) -> Request:
    """Return the request of the lead that a notice is about."""
    lead = lead_by_id(connection, notice.lead_id)
    request = request_by_id(connection, lead.request_id) if lead else None
    assert request is not None  # noqa: S101  # a notice refers to a lead, and that to a request
    return request
