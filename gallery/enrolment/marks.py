"""Pictures of scars, marks and tattoos come in by the same signed feeds, into a gallery of their own: own permission,
own store, own key. No face is looked for in them and no template is ever made of one (F-06).
"""

from dataclasses import dataclass

from audits.events import MarkPictureEnrolled
from gallery.authority import Authority, Person
from gallery.enrolment.bookings import booked
from gallery.enrolment.feeds import Feeds, FromFeed
from gallery.enrolment.held_facts import HeldFacts
from gallery.enrolment.record import CompleteRecord, complete, record_hash
from gallery.enrolment.typeten.offered import image_type, opened
from gallery.enrolment.typeten.transaction import Transaction
from gallery.images.store import Images
from gallery.ledger import Act, Ledger, Prepared
from gallery.lifecycle.reckoning import reckon
from gallery.records import feeds
from gallery.records.gallery import holds_picture
from gallery.records.ids import new_id
from gallery.records.marks import MarkPicture, add_mark_picture, mark_by_sha256
from gallery.rules import Rules
from kernel_lib.errors import LogUnavailable, Refused, Unacceptable
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.gallery import BookingRecord, Enrolled

_KEPT = "This picture of a mark is kept in the gallery of marks; it is never searched by face."


@dataclass(frozen=True)
class _Offer:
    record: CompleteRecord
    record_sha256: str
    transaction: Transaction


@dataclass(frozen=True)
class Marks:
    """Offers pictures of marks to their gallery; `images` is the store of that gallery alone."""

    ledger: Ledger
    images: Images
    authority: Authority
    rules: Rules

    def takes(self, data: bytes) -> bool:
        """Say whether bytes are a transaction with a picture of a mark."""
        return image_type(data) in self.rules.typeten.marks

    def enrol(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> Enrolled:
        """Take one picture of a mark in by a line of a signed feed. The same line again changes nothing.

        Raises:
            NotAllowed: the person may not enrol pictures of marks.
            NotFound: there is no such opened feed of the person's service.
            Unacceptable: the rule that record or transaction does not meet, with the fields at fault.
        """
        HeldFacts(self.ledger, self.rules).keep(person, source, record, data)
        prepared = Prepared(lambda: self._prepare(person, source, record, data))
        lineage_id = new_id()
        try:
            with self.ledger.act(person, MarkPictureEnrolled) as act:
                self.authority.demand(person, "mark_enrolled")
                act.note(sha256=sha256_hex(data), bytes=len(data), feed_id=source.feed_id, line=source.number)
                enrolled = self._keep(act, person, prepared.demand(), data, lineage_id)
                feeds.set_done(act.connection, source.feed_id, source.number, act.now)
        except (Refused, LogUnavailable):
            self.images.discard(lineage_id)
            raise
        return enrolled

    # Private

    def _prepare(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> _Offer:
        today = self.rules.who.local_day(self.ledger.now(), person.service)
        held = complete(record, self.rules.enrolment, person.service, self.rules.who.services, today)
        with self.ledger.reading() as connection:
            Feeds(self.ledger, self.rules).demand_line(connection, person, source, record, sha256_hex(data))
        transaction = opened(data, held, self.rules.typeten).transaction
        if transaction is None:
            raise Unacceptable("F-06", "A picture of a mark comes in a Type-10 transaction.", "Offer it in one.")
        return _Offer(held, record_hash(record), transaction)

    def _keep(self, act: Act, person: Person, offer: _Offer, data: bytes, lineage_id: str) -> Enrolled:
        sha256 = sha256_hex(data)
        known = mark_by_sha256(act.connection, sha256)
        if known is not None and known.record_sha256 != offer.record_sha256:
            reason = "These bytes are in the gallery of marks already, under another record."
            raise Unacceptable("enrolment.duplicate", reason, "Find out at the source to whom the picture belongs.")
        mark = known or self._new(act, person, offer, sha256, len(data), lineage_id)
        if known is None:
            self.images.put(lineage_id, data)
            add_mark_picture(act.connection, mark)
        act.about(object_id=mark.id)
        act.note(lineage_id=mark.lineage_id, kind=mark.kind, already=known is not None)
        return Enrolled(
            picture_id=mark.id,
            lineage_id=mark.lineage_id,
            searchable=False,
            already=known is not None,
            notes=(_KEPT,),
        )

    def _new(self, act: Act, person: Person, offer: _Offer, sha256: str, size: int, lineage_id: str) -> MarkPicture:
        today = self.rules.who.local_day(act.now, person.service)
        event = booked(act, person, offer.record, self.rules.enrolment, today)
        if not holds_picture(act.connection, event.id):
            reason = "Its booking event holds no picture of the face, with which pictures of marks are destroyed."
            raise Unacceptable("F-06", reason, "Offer the picture of the face first.", fields={"booking_event": reason})
        reckon(act.connection, self.rules, [event.subject_id], act.now)
        codes = tuple(value for entry in offer.transaction.record.get(40, ()) for value in entry)
        return MarkPicture(
            id=new_id(),
            lineage_id=lineage_id,
            booking_event_id=event.id,
            sha256=sha256,
            record_sha256=offer.record_sha256,
            kind=offer.transaction.value(3),
            codes=codes,
            bytes=size,
            captured_on=offer.record.captured_on,
            enrolled_by=person.account_id,
            enrolled_at=act.now,
        )
