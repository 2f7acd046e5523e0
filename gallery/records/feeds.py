"""Keys that may sign feeds, the feeds that were opened, and what became of each of their lines (F-04)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy import update as change

from gallery.records.schema import UtcTime, metadata
from gallery.records.sealed import Sealed

feed_keys = Table(
    "feed_keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("service", String(32), nullable=False),
    Column("public_key", String(64), nullable=False),
    Column("label", String(80), nullable=False),
    Column("registered_by", String(36), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)
"""A key is named by the hash of its public half. An ended one stays, so that old feeds can be traced."""

feeds = Table(
    "feeds",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("service", String(32), nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    Column("key_id", ForeignKey("feed_keys.id"), nullable=False),
    Column("opened_by", String(36), nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("not_offered", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("service", "manifest_sha256"),
)

feed_lines = Table(
    "feed_lines",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("record_sha256", Sealed("feed_lines.record_sha256", asked=True), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("done_at", UtcTime),
    Column("refused_rule", String(80)),
    Column("refused_at", UtcTime),
)
"""What was signed of each line that can be offered: the hash of its record and of its picture, and no more of it.

The last refusal of a line stands beside it until the line is done.
"""


_MINE = (feed_lines.c.feed_id == bindparam("of")) & (feed_lines.c.number == bindparam("numbered"))
_SET_DONE = change(feed_lines).where(_MINE).values(done_at=bindparam("now"), refused_rule=None, refused_at=None)
_LINE = (
    select(feed_lines.c.record_sha256, feed_lines.c.sha256)
    .select_from(feeds)
    .outerjoin(feed_lines, _MINE)
    .where(feeds.c.id == bindparam("of"), feeds.c.service == bindparam("by"))
)


@dataclass(frozen=True)
class FeedKey:
    """A registered key of a records system."""

    id: str
    service: str
    public_key: str
    label: str
    registered_by: str
    registered_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class OpenedFeed:
    """A feed whose signature was verified. `not_offered`: number and rule of each line that cannot even be offered."""

    id: str
    service: str
    manifest_sha256: str
    key_id: str
    opened_by: str
    opened_at: datetime
    not_offered: Sequence[tuple[int, str]] = field(default=())


@dataclass(frozen=True)
class SignedLine:
    """A line of an opened feed; `done_at` is the moment at which it was in the gallery."""

    feed_id: str
    number: int
    record_sha256: str
    sha256: str
    done_at: datetime | None = None
    refused_rule: str | None = None
    refused_at: datetime | None = None


def add_key(connection: Connection, key: FeedKey) -> None:
    """Keep a key."""
    connection.execute(insert(feed_keys).values(vars(key)))


def end_key(connection: Connection, key_id: str, now: datetime) -> None:
    """Say that a key may sign no more."""
    connection.execute(change(feed_keys).where(feed_keys.c.id == key_id).values(ended_at=now))


def key_by_id(connection: Connection, key_id: str) -> FeedKey | None:
    """Return a key, or None."""
    row = connection.execute(select(feed_keys).where(feed_keys.c.id == key_id)).mappings().one_or_none()
    return FeedKey(**row) if row else None


def keys_of(connection: Connection, service: str) -> tuple[FeedKey, ...]:
    """Return every key of a service, the oldest first."""
    found = select(feed_keys).where(feed_keys.c.service == service).order_by(feed_keys.c.registered_at, feed_keys.c.id)
    return tuple(FeedKey(**row) for row in connection.execute(found).mappings())


def add_feed(connection: Connection, feed: OpenedFeed, lines: Iterable[SignedLine]) -> None:
    """Keep an opened feed and its lines."""
    connection.execute(insert(feeds).values({**vars(feed), "not_offered": [list(each) for each in feed.not_offered]}))
    if rows := [vars(line) for line in lines]:
        connection.execute(insert(feed_lines), rows)


def feed_of_manifest(connection: Connection, service: str, manifest_sha256: str) -> OpenedFeed | None:
    """Return the feed of a service that was opened by this manifest, or None."""
    found = select(feeds).where(feeds.c.service == service, feeds.c.manifest_sha256 == manifest_sha256)
    row = connection.execute(found).mappings().one_or_none()
    return _feed(row) if row else None


def hashes_of_line(connection: Connection, service: str, feed_id: str, number: int) -> tuple[str, str] | None:
    """Return the hashes of record and picture of a line, empty without it; None: the service has no such feed."""
    row = connection.execute(_LINE, {"of": feed_id, "by": service, "numbered": number}).one_or_none()
    return (row.record_sha256 or "", row.sha256 or "") if row else None


def set_done(connection: Connection, feed_id: str, number: int, now: datetime) -> None:
    """Say that a line is in the gallery."""
    connection.execute(_SET_DONE, {"of": feed_id, "numbered": number, "now": now})


def set_refused(connection: Connection, service: str, feed_id: str, number: int, rule: str, now: datetime) -> None:
    """Say by which rule a line of a service's feed was refused last; one that is done stays done."""
    own = select(feeds.c.id).where(feeds.c.id == feed_id, feeds.c.service == service)
    mine = feed_lines.c.feed_id.in_(own) & (feed_lines.c.number == number) & feed_lines.c.done_at.is_(None)
    connection.execute(change(feed_lines).where(mine).values(refused_rule=rule[:80], refused_at=now))


def feeds_of(connection: Connection, service: str, most: int) -> tuple[OpenedFeed, ...]:
    """Return the feeds of a service, the one opened last first."""
    found = select(feeds).where(feeds.c.service == service).order_by(feeds.c.opened_at.desc(), feeds.c.id.desc())
    return tuple(_feed(row) for row in connection.execute(found.limit(most)).mappings())


def refused_lines(connection: Connection, feed_id: str) -> tuple[tuple[int, str], ...]:
    """Return number and rule of each line of a feed whose last offer was refused, ascending."""
    found = select(feed_lines.c.number, feed_lines.c.refused_rule).where(
        feed_lines.c.feed_id == feed_id, feed_lines.c.refused_rule.is_not(None)
    )
    return tuple((number, rule) for number, rule in connection.execute(found.order_by(feed_lines.c.number)))


def done_lines(connection: Connection, feed_id: str) -> tuple[int, ...]:
    """Return the numbers of a feed's lines that are done, ascending."""
    found = select(feed_lines.c.number).where(feed_lines.c.feed_id == feed_id, feed_lines.c.done_at.is_not(None))
    return tuple(connection.execute(found.order_by(feed_lines.c.number)).scalars())


def count_lines(connection: Connection, feed_id: str) -> int:
    """Return how many lines of a feed can be offered."""
    return connection.execute(select(func.count()).where(feed_lines.c.feed_id == feed_id)).scalar_one()


def _feed(row: RowMapping) -> OpenedFeed:
    return OpenedFeed(**{**row, "not_offered": tuple((number, rule) for number, rule in row["not_offered"])})
