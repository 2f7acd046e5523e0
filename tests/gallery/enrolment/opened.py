"""An opened feed of one line, as the service keeps it once it has verified a signature."""

from datetime import UTC, datetime
from typing import Any

from gallery.enrolment.feeds import FromFeed
from gallery.ledger import Ledger
from gallery.records import feeds
from gallery.records.ids import new_id
from kernel_lib.hashing import sha256_hex, sha256_of
from kernel_lib.wire.gallery import BookingRecord

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def signed_line(ledger: Ledger, record: dict[str, Any], picture: bytes, service: str = "demo") -> FromFeed:
    """Keep a feed of this one line, signed by a key that was registered; the same line again is the same feed."""
    kept = BookingRecord(**record).model_dump(mode="json")
    key = feeds.FeedKey(sha256_hex(service.encode()), service, "0" * 64, "records system", "nobody", MOMENT)
    manifest = sha256_of([service, kept, sha256_hex(picture)])
    with ledger.unrecorded() as connection:
        known = feeds.feed_of_manifest(connection, service, manifest)
        if known is None:
            if feeds.key_by_id(connection, key.id) is None:
                feeds.add_key(connection, key)
            known = feeds.OpenedFeed(new_id(), service, manifest, key.id, "nobody", MOMENT)
            line = feeds.SignedLine(known.id, 1, sha256_of(kept), sha256_hex(picture))
            feeds.add_feed(connection, known, [line])
    return FromFeed(known.id, 1)
