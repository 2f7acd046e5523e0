"""What a signed line says of charges that are held, and that counts even where the line itself is refused.

An election of the Attorney General is a fact of its charge (F-25). A line by which somebody held as an adult was a
young person keeps the event's pictures out of search until a clerk has looked: the stricter must hold (F-20, F-40).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from audits.events import ElectionRecorded, StandingMarked
from gallery.authority import Person
from gallery.enrolment.feeds import Feeds, FromFeed
from gallery.enrolment.record import record_hash
from gallery.ledger import Act, Ledger
from gallery.lifecycle.reckoning import counted, reckon
from gallery.records import gallery, standings
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import Refused
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Election, MarkKind
from kernel_lib.wire.gallery import BookingRecord

GROUND = "age_contradicted"
_NOTE = "A signed line of a feed says that this person was under eighteen at the offence; held is another age. Line: "


@dataclass(frozen=True)
class _Held:
    """A held event of which a line speaks, with its charges and what the line says of each."""

    event: gallery.BookingEvent
    told: tuple[tuple[gallery.Charge, int | None, Election | None], ...]


@dataclass(frozen=True)
class HeldFacts:
    """Keeps such facts before the line is offered, each in an act of its own; the same line again changes nothing."""

    ledger: Ledger
    rules: Rules

    def keep(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> None:
        """Keep what a line of an opened feed says of charges that are held. Raises LogUnavailable."""
        with self.ledger.reading() as connection:
            held = _held(connection, person, record)
            if held is None:
                return
            elections, doubt = tuple(self._elections(held)), self._is_doubt(connection, held, record)
            if not (elections or doubt) or not self._signed(connection, person, source, record, data):
                return
        for charge, election in elections:
            with self.ledger.act(person, ElectionRecorded, object_id=charge.id) as act:
                standings.set_election(act.connection, charge.id, election)
                act.note(election=str(election), feed_id=source.feed_id, line=source.number)
                self._reckon(act, held)
        if doubt:
            with self.ledger.act(person, StandingMarked) as act:
                mark = self._keep_out(act, person, held, record)
                act.about(object_id=mark.id)
                act.note(kind=str(mark.kind), ground_id=GROUND, feed_id=source.feed_id, line=source.number)
                self._reckon(act, held)

    # Private

    def _elections(self, held: _Held) -> Iterator[tuple[gallery.Charge, Election]]:
        for charge, _, election in held.told:
            if election in self.rules.enrolment.no_photograph_elections and election and charge.election != election:
                yield charge, election

    def _is_doubt(self, connection: Connection, held: _Held, record: BookingRecord) -> bool:
        oldest = self.rules.eligibility.youth.oldest
        young = any(age is not None and age <= oldest < (charge.years_at_offence or 0) for charge, age, _ in held.told)
        if not young:
            return False
        marks = [each for each in standings.marks_of(connection, held.event.id) if each.ground == GROUND]
        # A doubt that somebody resolved is not raised again by the same line.
        return not any(each.until is None or each.note == _note(record) for each in marks)

    def _signed(
        self, connection: Connection, person: Person, source: FromFeed, record: BookingRecord, data: bytes
    ) -> bool:
        """Whether it is what was signed; what is not is refused where the line is offered, and recorded there."""
        try:
            Feeds(self.ledger, self.rules).demand_line(connection, person, source, record, sha256_hex(data))
        except Refused:
            return False
        return True

    def _keep_out(self, act: Act, person: Person, held: _Held, record: BookingRecord) -> standings.Mark:
        """Lay the mark; it stands on the list of marks to look at from the first day."""
        today = self.rules.who.local_day(act.now, person.service)
        mark = standings.Mark(
            id=new_id(),
            kind=MarkKind.WITHDRAWAL,
            booking_event_id=held.event.id,
            picture_id=None,
            since=today,
            until=None,
            look_again_on=today,
            ground=GROUND,
            note=_note(record),
            placed_by=person.account_id,
            placed_at=act.now,
        )
        standings.add_mark(act.connection, mark)
        return mark

    def _reckon(self, act: Act, held: _Held) -> None:
        changes = reckon(act.connection, self.rules, [held.event.subject_id], act.now)
        act.note(rule_version=self.rules.eligibility.version, **counted(changes))


def _held(connection: Connection, person: Person, record: BookingRecord) -> _Held | None:
    """The event that a line speaks of, when it is held and the very same record was not taken in before."""
    event = gallery.event_of(connection, person.service, record.subject_number, record.booking_event)
    if event is None or record.service != person.service:
        return None
    mine = (each for each in gallery.pictures_of(connection, event.subject_id) if each.booking_event_id == event.id)
    if record_hash(record) in {each.record_sha256 for each in mine}:
        return None
    said = {each.offence_id: (each.age_at_offence, each.election) for each in record.further_charges}
    said[record.offence_id] = (record.age_at_offence, record.election)
    charges = gallery.charges_of(connection, event.id)
    return _Held(event, tuple((each, *said[each.offence_id]) for each in charges if each.offence_id in said))


def _note(record: BookingRecord) -> str:
    return _NOTE + record_hash(record)[:16]
