"""A feed is opened before its lines are offered: the service verifies the signature and learns which records and which
pictures were signed. A picture enters by a line of an opened feed and in no other way (F-04).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from audits.events import FeedForeseen as FeedForeseenEvent
from audits.events import FeedOpened as FeedOpenedEvent
from gallery.authority import Person
from gallery.enrolment.contradictions import demand_no_contradiction
from gallery.enrolment.record import CompleteRecord, complete, record_hash
from gallery.ledger import Ledger, Prepared
from gallery.records import feeds, gallery
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable
from kernel_lib.feed import FeedLine, Line, RefusedLine, lines_of
from kernel_lib.feed.lines import PICTURES
from kernel_lib.feed.manifest import SignedManifest, demand_signature, parsed
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.feeds import FeedForeseen, FeedOpened, LineForeseen
from kernel_lib.wire.gallery import BookingRecord

_AT_SOURCE = "Have the records system export and sign the feed again."
_NO_FILE = "feed.picture_file"
_TOLD = 200
_MOST_AT_ONCE = 24
"""Lines on their way at once: the service answers forty requests at a time, and not all may be enrolments."""


@dataclass(frozen=True)
class SignedBytes:
    """A feed as it is sent to be opened: the manifest, its signature, and the file of lines that it names."""

    manifest: bytes
    signature: bytes
    lines: bytes


@dataclass(frozen=True)
class FromFeed:
    """Which line of which opened feed a picture is offered by."""

    feed_id: str
    number: int


@dataclass(frozen=True)
class _Known:
    """A feed whose signature holds, with the lines that it says."""

    manifest: SignedManifest
    lines: tuple[Line, ...]

    @property
    def sha256(self) -> str:
        return sha256_hex(self.manifest.data)

    def signed(self) -> Iterator[tuple[FeedLine, str]]:
        """Each line that can be offered, with the hash of its picture."""
        for line in self.lines:
            sha256 = self.manifest.content.files.get(f"{PICTURES}/{line.picture}")
            if isinstance(line, FeedLine) and sha256:
                yield line, sha256

    def not_offered(self) -> tuple[tuple[int, str], ...]:
        """Number and rule of each line that cannot be offered: it cannot be read, or its picture is not there."""
        offered = {line.number for line, _ in self.signed()}
        rules = ((each.number, each.rule if isinstance(each, RefusedLine) else _NO_FILE) for each in self.lines)
        return tuple((number, rule) for number, rule in rules if number not in offered)


@dataclass(frozen=True)
class Feeds:
    """Opens signed feeds of a person's own service. `at_once` is how many lines keep the models busy."""

    ledger: Ledger
    rules: Rules
    at_once: int = 1

    def open(self, person: Person, sent: SignedBytes) -> FeedOpened:
        """Recognise a feed, or the same feed again with what was done of it.

        Raises:
            Unacceptable: it is not signed by a registered key, or its lines are not the ones that were signed.
            NotAllowed: it is of another service, or its key was ended.
        """
        prepared = Prepared(lambda: self._known(person, sent))
        with self.ledger.act(person, FeedOpenedEvent) as act:
            known = prepared.demand()
            feed = feeds.feed_of_manifest(act.connection, person.service, known.sha256)
            act.note(again=feed is not None)
            if feed is None:
                key_id = known.manifest.key_id
                feed = feeds.OpenedFeed(
                    new_id(), person.service, known.sha256, key_id, person.account_id, act.now, known.not_offered()
                )
                feeds.add_feed(act.connection, feed, _lines(feed.id, known))
            done = feeds.done_lines(act.connection, feed.id)
            count = feeds.count_lines(act.connection, feed.id)
            act.about(object_id=feed.id)
            act.note(manifest_sha256=known.sha256, feed_key_id=feed.key_id, lines=count, lines_done=len(done))
        return FeedOpened(feed_id=feed.id, lines=count, done=done, at_once=min(self.at_once, _MOST_AT_ONCE))

    def foresee(self, person: Person, sent: SignedBytes) -> FeedForeseen:
        """Say what offering a feed would do, as far as records tell; nothing is changed. Raises as `open` does."""
        prepared = Prepared(lambda: self._foreseen(person, sent))
        with self.ledger.act(person, FeedForeseenEvent) as act:
            told = prepared.demand()
            act.note(lines=told.lines, new=told.new, already=told.already, refused=told.refused_in_all)
        return told

    def demand_line(
        self, connection: Connection, person: Person, source: FromFeed, record: BookingRecord, sha256: str
    ) -> None:
        """Do nothing when exactly this record and this picture were signed as that line.

        Raises:
            NotFound: there is no such feed of the person's service.
            Unacceptable: the line says something else.
        """
        signed = feeds.hashes_of_line(connection, person.service, source.feed_id, source.number)
        if signed is None:
            reason = "Pictures come in by an opened feed of your own service only."
            raise NotFound("F-04", reason, "Open the signed feed first.")
        if signed != (record_hash(record), sha256):
            reason = "This record with this picture is not what was signed as that line of the feed."
            raise Unacceptable("F-04", reason, _AT_SOURCE)

    # Private

    def _known(self, person: Person, sent: SignedBytes) -> _Known:
        manifest = parsed(sent.manifest, sent.signature)
        with self.ledger.reading() as connection:
            key = feeds.key_by_id(connection, manifest.key_id)
        if key is None:
            raise Unacceptable("F-04", "The key that signed this feed is not registered.", "Register the key first.")
        demand_signature(manifest, bytes.fromhex(key.public_key))
        if key.ended_at:
            raise NotAllowed("F-04", "The key that signed this feed was ended.", "Sign the feed by the key in use.")
        if not key.service == manifest.content.service == person.service:
            raise NotAllowed("F-04", "A service takes in its own feeds only.", "Give it to the service that owns it.")
        named = [name for name in ("bookings.jsonl", "bookings.csv") if name in manifest.content.files]
        if len(named) != 1 or manifest.content.files[named[0]] != sha256_hex(sent.lines):
            raise Unacceptable("F-04", "The lines of the feed are not the ones that were signed.", _AT_SOURCE)
        return _Known(manifest, lines_of(named[0], sent.lines))

    def _foreseen(self, person: Person, sent: SignedBytes) -> FeedForeseen:
        known = self._known(person, sent)
        signed = {line.number: sha256 for line, sha256 in known.signed()}
        counts: Counter[str] = Counter()
        refused = []
        with self.ledger.reading() as connection:
            for line in known.lines:
                no = self._line_foreseen(connection, person, line, signed.get(line.number))
                counts["already" if no is True else "refused" if no else "new"] += 1
                if isinstance(no, LineForeseen):
                    refused.append(no)
        return FeedForeseen(
            lines=len(known.lines),
            new=counts["new"],
            already=counts["already"],
            refused=tuple(refused[:_TOLD]),
            refused_in_all=len(refused),
        )

    def _line_foreseen(
        self, connection: Connection, person: Person, line: Line, sha256: str | None
    ) -> LineForeseen | bool:
        """The refusal that a line would get; True for one that is held already, False for one that would go in."""
        if isinstance(line, RefusedLine):
            return LineForeseen(number=line.number, rule=line.rule, reason=line.reason)
        if sha256 is None:
            return LineForeseen(number=line.number, rule=_NO_FILE, reason="The picture is not in the feed.")
        today = self.rules.who.local_day(self.ledger.now(), person.service)
        held = gallery.picture_by_sha256(connection, sha256)
        try:
            told = complete(line.record, self.rules.enrolment, person.service, self.rules.who.services, today)
            if held is None:
                self._demand_as_held(connection, person, told)
        except Unacceptable as no:
            return LineForeseen(number=line.number, rule=no.refusal.rule, reason=no.refusal.reason)
        if held is not None and held.record_sha256 != record_hash(line.record):
            reason = "These bytes are in the gallery already, under another record."
            return LineForeseen(number=line.number, rule="enrolment.duplicate", reason=reason)
        return held is not None

    def _demand_as_held(self, connection: Connection, person: Person, told: CompleteRecord) -> None:
        event = gallery.event_of(connection, person.service, told.subject_number, told.booking_event)
        if event is not None:
            demand_no_contradiction(connection, event, told, self.rules.enrolment.no_photograph_elections)


def _lines(feed_id: str, known: _Known) -> Iterator[feeds.SignedLine]:
    for line, sha256 in known.signed():
        yield feeds.SignedLine(feed_id, line.number, record_hash(line.record), sha256)
