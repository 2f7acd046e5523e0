"""Everything that the records hold of one service, table by table, for its exit (G-10). Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from gallery.records.destruction_tables import destructions
from gallery.records.held import booking_events, charges, eligibility, pictures, subjects
from gallery.records.marks import mark_pictures
from gallery.records.sharing_tables import agreements
from gallery.records.standing_tables import charge_outcomes, retention_decisions, standing_marks


@dataclass(frozen=True)
class Original:
    """Stored bytes of a picture as they came: of a face, of the transaction around it, or of a mark."""

    id: str
    lineage_id: str
    sha256: str
    kind: str
    format: str
    subject_number: str
    event_number: str
    captured_on: str


def tables_of(service: str) -> Mapping[str, Select[Any]]:
    """Return, by the name of its file, what to select of each table; templates are left out, they go with a model."""
    events = select(booking_events.c.id).join(subjects).where(subjects.c.service == service)
    shots = select(pictures.c.id).where(pictures.c.booking_event_id.in_(events))
    charged = select(charges.c.id).where(charges.c.booking_event_id.in_(events))
    party = or_(agreements.c.searcher == service, agreements.c.owner == service)
    return {
        "subjects": select(subjects).where(subjects.c.service == service).order_by(subjects.c.id),
        "events": _sorted(booking_events, booking_events.c.id.in_(events)),
        "charges": _sorted(charges, charges.c.id.in_(charged)),
        "outcomes": _sorted(charge_outcomes, charge_outcomes.c.charge_id.in_(charged)),
        "marks": _sorted(standing_marks, standing_marks.c.booking_event_id.in_(events)),
        "pictures": _sorted(pictures, pictures.c.id.in_(shots)),
        "mark_pictures": _sorted(mark_pictures, mark_pictures.c.booking_event_id.in_(events)),
        "states": _sorted(eligibility, eligibility.c.picture_id.in_(shots)),
        "decisions": _sorted(retention_decisions, retention_decisions.c.picture_id.in_(shots)),
        "agreements": _sorted(agreements, party),
        "destroyed": select(destructions).where(destructions.c.service == service).order_by(destructions.c.lineage_id),
    }


def originals_of(connection: Connection, service: str) -> tuple[Original, ...]:
    """Return every stored original of a service, sorted by lineage."""
    found = [each for row in _shots(connection, service) for each in _of_picture(row)]
    found += [_original(row, "mark", row["sha256"], "an2") for row in _marks(connection, service)]
    return tuple(sorted(found, key=lambda each: (each.lineage_id, each.kind)))


# Private


def _sorted(table: Any, condition: Any) -> Select[Any]:
    return select(table).where(condition).order_by(table.c.id)


def _shots(connection: Connection, service: str) -> list[Any]:
    wanted = (pictures.c.id, pictures.c.lineage_id, pictures.c.sha256, pictures.c.format, pictures.c.captured_on)
    return _numbered(connection, service, pictures, (*wanted, pictures.c.transaction_sha256))


def _marks(connection: Connection, service: str) -> list[Any]:
    table = mark_pictures
    return _numbered(connection, service, table, (table.c.id, table.c.lineage_id, table.c.sha256, table.c.captured_on))


def _numbered(connection: Connection, service: str, table: Any, wanted: tuple[Any, ...]) -> list[Any]:
    numbers = (subjects.c.number.label("subject_number"), booking_events.c.number.label("event_number"))
    joined = select(*wanted, *numbers).select_from(table).join(booking_events).join(subjects)
    return list(connection.execute(joined.where(subjects.c.service == service)).mappings())


def _of_picture(row: Any) -> list[Original]:
    found = [_original(row, "picture", row["sha256"], row["format"].lower())]
    if row["transaction_sha256"]:
        found.append(_original(row, "transaction", row["transaction_sha256"], "an2"))
    return found


def _original(row: Any, kind: str, sha256: str, form: str) -> Original:
    return Original(
        id=row["id"],
        lineage_id=row["lineage_id"],
        sha256=sha256,
        kind=kind,
        format=form,
        subject_number=row["subject_number"],
        event_number=row["event_number"],
        captured_on=row["captured_on"].isoformat(),
    )
