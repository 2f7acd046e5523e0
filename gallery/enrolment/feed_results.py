"""What became of the opened feeds: lines taken, waiting, and refused by which rule; no file is named (F-04)."""

from collections import defaultdict
from typing import Protocol

from sqlalchemy import Connection

from audits.events import FeedResultsViewed
from gallery.authority import Person
from gallery.enrolment.feeds import FromFeed
from gallery.ledger import Ledger
from gallery.records.feeds import (
    OpenedFeed,
    count_lines,
    done_lines,
    feeds_of,
    key_by_id,
    refused_lines,
    set_refused,
)
from kernel_lib.errors import Refused
from kernel_lib.wire.feeds import FeedResult, FeedResults, RefusedLines
from kernel_lib.wire.gallery import BookingRecord, Enrolled

_FEEDS = 20
_NUMBERS = 200


class Gallery(Protocol):
    """What takes pictures in: that of faces, or that of marks."""

    def enrol(self, person: Person, source: FromFeed, record: BookingRecord, data: bytes) -> Enrolled:
        """Take one picture in by a line of a signed feed. Raises Refused."""
        ...


def offer(
    gallery: Gallery, ledger: Ledger, person: Person, source: FromFeed, record: BookingRecord, data: bytes
) -> Enrolled:
    """Offer a line, and keep beside it by which rule it was refused, if it was. Raises as the gallery does.

    The entry of the refusal is what counts, and is in the log before.
    """
    try:
        return gallery.enrol(person, source, record, data)
    except Refused as refused:
        with ledger.unrecorded() as connection:
            set_refused(connection, person.service, source.feed_id, source.number, refused.refusal.rule, ledger.now())
        raise


def feed_results(ledger: Ledger, person: Person) -> FeedResults:
    """Return the feeds of the person's service that were opened last."""
    with ledger.act(person, FeedResultsViewed) as act:
        found = feeds_of(act.connection, person.service, _FEEDS)
        act.note(feeds=len(found))
        return FeedResults(feeds=tuple(_result(act.connection, each) for each in found))


# Private


def _result(connection: Connection, feed: OpenedFeed) -> FeedResult:
    key = key_by_id(connection, feed.key_id)
    offered, taken = count_lines(connection, feed.id), len(done_lines(connection, feed.id))
    refused = refused_lines(connection, feed.id)
    by_rule: dict[str, list[int]] = defaultdict(list)
    for number, rule in sorted((*feed.not_offered, *refused)):
        by_rule[rule].append(number)
    return FeedResult(
        feed_id=feed.id,
        opened_at=feed.opened_at,
        key_label=key.label if key else "",
        lines=offered + len(feed.not_offered),
        taken=taken,
        waiting=offered - taken - len(refused),
        refused=tuple(
            RefusedLines(rule=rule, count=len(numbers), numbers=tuple(numbers[:_NUMBERS]))
            for rule, numbers in sorted(by_rule.items())
        ),
    )
