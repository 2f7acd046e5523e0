"""The one way into the gallery (F-04): a record and its picture become a reference in one act, or nothing changes."""

from dataclasses import dataclass
from typing import Any

from audits.events import PictureEnrolled, ReportRun
from audits.events import PictureRefused as PictureRefusedEvent
from gallery.authority import Person
from gallery.enrolment.bookings import booked
from gallery.enrolment.encoding.asked import Asked, Encoding
from gallery.enrolment.feeds import Feeds, FromFeed
from gallery.enrolment.held_facts import HeldFacts
from gallery.enrolment.portrait import Portrait, WantsTemplate, portrait_of
from gallery.enrolment.record import CompleteRecord, complete, record_hash
from gallery.enrolment.typeten.offered import opened
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.ledger import Act, Ledger, Prepared
from gallery.lifecycle.reckoning import Change, reckon
from gallery.records import feeds, gallery
from gallery.records.destructions import is_destroyed
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import LogUnavailable, Refused, Unacceptable
from kernel_lib.faces.quality import Finding
from kernel_lib.hashing import sha256_hex, sha256_of
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.gallery import BookingRecord, Enrolled, EnrolmentRun

_TEMPLATE = "template"


@dataclass(frozen=True)
class _Offer:
    """A record that is complete, and what the models saw; `portrait` is None for bytes that are held already.

    `data` are the bytes of the picture; `transaction` those of the Type-10 transaction that it came in, if in one.
    `encoded_by` says where the models looked at it, if they did.
    """

    record: CompleteRecord
    record_sha256: str
    sha256: str
    data: bytes
    portrait: Portrait | None
    encoded_by: str
    transaction: bytes | None


class Enrolment:
    """Offers pictures to the gallery."""

    def __init__(self, ledger: Ledger, images: Images, index: Index, encoding: Encoding, rules: Rules) -> None:
        self._ledger = ledger
        self._images = images
        self._index = index
        self._encoding = encoding
        self._rules = rules
        self._feeds = Feeds(ledger, rules)
        self._held_facts = HeldFacts(ledger, rules)

    def enrol(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> Enrolled:
        """Take one booking picture in by a line of a signed feed. The same line again changes nothing.

        Raises:
            NotFound: there is no such opened feed of the person's service.
            Unacceptable: the rule that record or picture does not meet, with the fields at fault.
        """
        self._held_facts.keep(person, source, record, data)
        prepared = Prepared(lambda: self._prepare(person, source, record, data))
        lineage_id = new_id()
        number, kept = None, False
        try:
            with self._ledger.act(person, PictureEnrolled, refused_as=PictureRefusedEvent) as act:
                act.note(sha256=sha256_hex(data), bytes=len(data), demonstration=record.demonstration)
                offer = prepared.demand()
                act.note(feed_id=source.feed_id, line=source.number)
                enrolled, number = self._keep(act, person, offer, lineage_id)
                feeds.set_done(act.connection, source.feed_id, source.number, act.now)
                self._index_it(number, offer)
            kept = True
        except (Refused, LogUnavailable):
            # Surely not committed. After any other error the next start finds out, and sweeps what no record knows.
            self._images.discard(lineage_id)
            raise
        finally:
            if number is not None and not kept:
                self._index.remove([number])
        return enrolled

    def finish_run(self, person: Person, run: EnrolmentRun) -> int:
        """Record the counts of a run, keep the index on disk, and return the entry's sequence."""
        with self._ledger.act(person, ReportRun) as act:
            counts = run.model_dump(exclude={"run_id"})
            act.note(report="enrolment", label_sha256=sha256_of(run.run_id), **counts)
        self._index.save()
        return act.sequence

    def _index_it(self, number: int | None, offer: _Offer) -> None:
        """Before the act ends: whoever searches after it finds the reference in the records and in the index."""
        if number is not None and offer.portrait is not None and offer.portrait.vector is not None:
            self._index.add([number], offer.portrait.vector.reshape(1, -1), self._encoding.model_id)

    def _prepare(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> _Offer:
        today = self._rules.who.local_day(self._ledger.now(), person.service)
        held = complete(record, self._rules.enrolment, person.service, self._rules.who.services, today)
        with self._ledger.reading() as connection:
            sent = sha256_hex(data)
            self._feeds.demand_line(connection, person, source, record, sent)
            offered = opened(data, held, self._rules.typeten)
            sha256 = sent if offered.picture is data else sha256_hex(offered.picture)
            known = gallery.picture_by_sha256(connection, sha256) is not None
        portrait, encoded_by = (None, "") if known else self._portrait(offered.picture, held.pose)
        return _Offer(
            record=held,
            record_sha256=record_hash(record),
            sha256=sha256,
            data=offered.picture,
            portrait=portrait,
            encoded_by=encoded_by,
            transaction=data if offered.transaction else None,
        )

    def _portrait(self, data: bytes, pose: str) -> tuple[Portrait, str]:
        encoded = self._encoding.see(Asked(data, WantsTemplate.by(self._rules.enrolment, pose)))
        return portrait_of(encoded.outcome, pose, self._rules.enrolment), encoded.by

    def _keep(self, act: Act, person: Person, offer: _Offer, lineage_id: str) -> tuple[Enrolled, int | None]:
        existing = gallery.picture_by_sha256(act.connection, offer.sha256)
        if existing is not None or offer.portrait is None:
            return self._already(act, existing, offer), None
        if is_destroyed(act.connection, offer.sha256):
            reason = "This picture was destroyed under a rule, and is not taken in again."
            raise Unacceptable("F-32", reason, "Send a picture that was taken since, or have the rule looked at.")
        today = self._rules.who.local_day(act.now, person.service)
        event = booked(act, person, offer.record, self._rules.enrolment, today)
        self._images.put(lineage_id, offer.data)
        if offer.transaction:
            self._images.put(lineage_id, offer.transaction)
        picture = _picture(offer, offer.portrait, event.id, lineage_id, person, act)
        gallery.add_picture(act.connection, picture)
        # The state first: what changed for a search is then noted once, with the reference.
        reckoned = self._eligibility(act, picture.id, event.subject_id)
        number = self._reference(act, picture, offer.portrait)
        searchable = number is not None and reckoned.after is EligibilityState.ELIGIBLE
        act.about(object_id=picture.id)
        act.note(
            lineage_id=lineage_id,
            booking_event_id=event.id,
            searchable=searchable,
            eligibility=str(reckoned.after),
            encoded_by=offer.encoded_by,
        )
        enrolled = Enrolled(
            picture_id=picture.id,
            lineage_id=lineage_id,
            searchable=searchable,
            already=False,
            state=reckoned.after,
            rule=reckoned.rule,
            notes=offer.portrait.notes,
            recapture=offer.portrait.recapture,
            encoded_by=offer.encoded_by,
        )
        return enrolled, number

    def _already(self, act: Act, existing: gallery.Picture | None, offer: _Offer) -> Enrolled:
        if existing is None or existing.record_sha256 != offer.record_sha256:
            reason = "These bytes are in the gallery already, under another record."
            raise Unacceptable(
                "enrolment.duplicate",
                reason,
                "Find out at the source to whom and to which event the picture belongs.",
                fields={"picture": reason},
            )
        held = gallery.current_eligibility(act.connection, existing.id)
        eligible = held is not None and held.state is EligibilityState.ELIGIBLE
        searchable = eligible and gallery.has_reference(act.connection, existing.id)
        act.about(object_id=existing.id)
        act.note(already=True, lineage_id=existing.lineage_id, searchable=searchable)
        return Enrolled(
            picture_id=existing.id,
            lineage_id=existing.lineage_id,
            searchable=searchable,
            already=True,
            state=held.state if held else None,
            rule=held.rule if held else "",
        )

    def _reference(self, act: Act, picture: gallery.Picture, portrait: Portrait) -> int | None:
        if portrait.vector is None:
            return None
        sealed = self._images.seal(picture.lineage_id, portrait.vector.tobytes(), _TEMPLATE)
        return gallery.add_reference(act.connection, new_id(), picture.id, self._encoding.model_id, sealed)

    def _eligibility(self, act: Act, picture_id: str, subject_id: str) -> Change:
        changes = reckon(act.connection, self._rules, [subject_id], act.now)
        mine = next(change for change in changes if change.picture_id == picture_id)
        act.decided_by(mine.rule)
        act.note(others_changed=len(changes) - 1)
        return mine


def _picture(
    offer: _Offer, portrait: Portrait, event_id: str, lineage_id: str, person: Person, act: Act
) -> gallery.Picture:
    return gallery.Picture(
        id=new_id(),
        lineage_id=lineage_id,
        booking_event_id=event_id,
        sha256=offer.sha256,
        record_sha256=offer.record_sha256,
        bytes=len(offer.data),
        format=portrait.format,
        width=portrait.width,
        height=portrait.height,
        pose=offer.record.pose,
        captured_on=offer.record.captured_on,
        findings=[_short(finding) for finding in portrait.findings],
        box=[float(number) for number in portrait.box],
        enrolled_by=person.account_id,
        enrolled_at=act.now,
        transaction_sha256=sha256_hex(offer.transaction) if offer.transaction else None,
    )


def _short(finding: Finding) -> dict[str, Any]:
    """A finding as a booking picture keeps it: a gallery holds millions, so words are kept only where they warn."""
    kept: dict[str, Any] = {
        "component": finding.component,
        "value": finding.value,
        "quality": finding.quality,
        "verdict": finding.verdict,
    }
    poor = finding.verdict in ("caution", "refused")
    return {**kept, "unit": finding.unit, "limit": finding.limit, "sentence": finding.sentence} if poor else kept
