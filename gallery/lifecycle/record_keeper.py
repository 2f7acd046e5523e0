"""The RCMP record keeper: what it holds of the same people is asked for, chased, and its reply kept (F-36)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Connection

from audits.events import DestructionViewed, RecordKeeperAnswered, RecordKeeperAsked
from gallery.authority import Person
from gallery.keys import seal, unseal
from gallery.ledger import Ledger
from gallery.records.keeper_requests import KeeperRequest, change_request, request_by_id, requests_of
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.wire.destruction import KeeperReply, KeeperRequests, KeeperRequestView

_ABOUT = "fingerprint section number of lineage"


def sealed_fps(master: bytes, lineage_id: str, fps_number: str) -> str:
    """Return a fingerprint section number as it waits for the keeper's reply, unreadable without the master key."""
    return seal(master, fps_number.encode(), f"{_ABOUT} {lineage_id}").hex()


def opened_fps(master: bytes, lineage_id: str, sealed: str) -> str:
    """Return the number, or nothing once the reply is on file. Raises ValueError when it is sealed by another key."""
    return unseal(master, bytes.fromhex(sealed), f"{_ABOUT} {lineage_id}").decode() if sealed else ""


@dataclass(frozen=True)
class RecordKeeper:
    """Shows requests to a service's own records desk, counts each reminder, and takes replies."""

    ledger: Ledger
    rules: Rules
    master: bytes = field(repr=False)

    def requests(self, person: Person) -> KeeperRequests:
        """Return the requests of the person's service, those without a reply first."""
        with self.ledger.act(person, DestructionViewed) as act:
            today = self.rules.who.local_day(act.now, person.service)
            views = tuple(self._view(each, today) for each in requests_of(act.connection, person.service))
            act.note(what="requests to the record keeper", open=sum(not each.reply for each in views))
        return KeeperRequests(requests=views)

    def chase(self, person: Person, request_id: str) -> KeeperRequests:
        """Record that the keeper was asked again. Raises NotFound, or WrongState once the reply is on file."""
        with self.ledger.act(person, RecordKeeperAsked, object_id=request_id) as act:
            request = _open(act.connection, person, request_id)
            today = self.rules.who.local_day(act.now, person.service)
            chase_on = today + timedelta(days=self.rules.destruction.chase_after_days)
            change_request(act.connection, request_id, chased=request.chased + 1, chase_on=chase_on)
            act.note(asked=0, chased=request.chased + 1)
        return self.requests(person)

    def answer(self, person: Person, request_id: str, told: KeeperReply) -> KeeperRequests:
        """Record the reply; the number that the keeper needed is then forgotten. Raises as `chase`."""
        with self.ledger.act(person, RecordKeeperAnswered, object_id=request_id) as act:
            _open(act.connection, person, request_id)
            if told.replied_on > self.rules.who.local_day(act.now, person.service):
                reason = "What has not happened yet cannot be recorded."
                raise Unacceptable("F-36", reason, "Correct the day.", fields={"replied_on": reason})
            values = {"reply": told.reply, "replied_on": told.replied_on, "recorded_by": person.account_id}
            change_request(act.connection, request_id, **values, sealed_fps="")
            act.note(reply=told.reply)
        return self.requests(person)

    def _view(self, request: KeeperRequest, today: date) -> KeeperRequestView:
        names = ("id", "lineage_id", "rule", "asked_at", "chase_on", "chased", "reply", "replied_on")
        return KeeperRequestView(
            **{name: getattr(request, name) for name in names},
            fps_number=opened_fps(self.master, request.lineage_id, request.sealed_fps),
            overdue=not request.reply and request.chase_on <= today,
        )


def _open(connection: Connection, person: Person, request_id: str) -> KeeperRequest:
    request = request_by_id(connection, request_id)
    if request is None or request.service != person.service:
        raise NotFound("F-36", "There is no such request of your service.", "Look at the list again.")
    if request.reply:
        raise WrongState("F-36", "The reply to this request is on file.", "Nothing is left to do.")
    return request
