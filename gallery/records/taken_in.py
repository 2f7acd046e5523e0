"""What was taken in lately and is not whole: feeds with lines that are not held, people without a template."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from gallery.records.feeds import feed_lines, feeds
from gallery.records.held import booking_events, pictures, references, subjects
from gallery.records.ids import id_at


@dataclass(frozen=True)
class Open:
    """How many of something are open, and since when the oldest of them is."""

    count: int
    since: datetime


def feeds_not_whole(connection: Connection, service: str, after: datetime) -> Open | None:
    """Return how many feeds opened after a moment have a line whose picture is not held; None for none."""
    line = select(feed_lines.c.number).where(feed_lines.c.feed_id == feeds.c.id, feed_lines.c.done_at.is_(None))
    missing = line.where(~select(pictures.c.id).where(pictures.c.sha256 == feed_lines.c.sha256).exists())
    wanted = select(func.count(), func.min(feeds.c.opened_at))
    found = wanted.where(feeds.c.service == service, feeds.c.opened_at > after, missing.exists())
    return _open(*connection.execute(found).one())


def people_to_take_again(connection: Connection, service: str, poses: Collection[str], after: datetime) -> Open | None:
    """Return how many people with a picture enrolled after a moment have no template at all; None for nobody (F-07).

    Ids tell the time at which they were made, so that only rows made since are read, whatever the gallery's size.
    """
    first = id_at(int(after.timestamp() * 1000), bytes(10))
    shown, events = pictures.alias(), booking_events.alias()
    template = select(references.c.number).join(shown, shown.c.id == references.c.picture_id)
    searched = template.join(events, events.c.id == shown.c.booking_event_id).where(
        events.c.subject_id == subjects.c.id
    )
    own = ~select(references.c.number).where(references.c.picture_id == pictures.c.id).exists()
    joined = pictures.join(booking_events, booking_events.c.id == pictures.c.booking_event_id)
    joined = joined.join(subjects, subjects.c.id == booking_events.c.subject_id)
    found = select(func.count(subjects.c.id.distinct()), func.min(pictures.c.enrolled_at)).select_from(joined)
    recent = (pictures.c.id >= first) & (subjects.c.service == service) & pictures.c.pose.in_(sorted(poses))
    return _open(*connection.execute(found.where(recent, own, ~searched.exists())).one())


# Private


def _open(count: int, since: datetime | None) -> Open | None:
    return Open(count, since) if since else None
