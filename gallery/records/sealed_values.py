"""Where the records hold what names a person, and which sealed texts stand for a marker (M-02, F-32)."""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Text, select, type_coerce

from gallery.records.application_tables import applications, disagreements
from gallery.records.breaches import breach_steps
from gallery.records.case_tables import probes
from gallery.records.feeds import feed_lines
from gallery.records.further import further_pictures
from gallery.records.held import booking_events, pictures, subjects
from gallery.records.keeper_requests import keeper_requests
from gallery.records.marks import mark_pictures
from gallery.records.numbers import former_numbers
from gallery.records.recordings import recordings
from gallery.records.review_tables import identity_tickets, known_task_proposals
from gallery.records.sealed import Sealed, SealedJson, cipher_of

_TABLES = (
    subjects,
    booking_events,
    former_numbers,
    pictures,
    mark_pictures,
    feed_lines,
    known_task_proposals,
    keeper_requests,
    identity_tickets,
    applications,
    disagreements,
    breach_steps,
    probes,
    further_pictures,
    recordings,
)


def sealed_columns() -> tuple[Column[str], ...]:
    """Return every column that is sealed under the identity key."""
    return tuple(each for table in _TABLES for each in table.columns if isinstance(each.type, Sealed | SealedJson))


def sealed_forms(connection: Connection, marker: str) -> Iterator[tuple[str, str]]:
    """Give `table.column` and the sealed text of each value that is or holds a marker.

    A column that can be asked for gives its text whether a row still holds it or not: the text is always the same.

    Raises:
        IdentityClosed: the identity key is missing or another one.
    """
    for column in sealed_columns():
        about = f"{column.table.name}.{column.name}"
        cipher = cipher_of(connection.dialect, about)
        stored = type_coerce(column, Text)
        found: set[str] = {
            text
            for text in connection.execute(select(stored).where(column.is_not(None))).scalars()
            if marker in cipher.unseal(text, about)
        }
        if getattr(column.type, "asked", False):
            found |= cipher.forms(marker, about)
        yield from ((about, text) for text in sorted(found))
