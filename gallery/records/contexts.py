"""What examiners saw beside the pictures, and examinations that they gave back (D-15)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from gallery.records.case_tables import examinations
from gallery.records.ids import new_id
from gallery.records.review_tables import contexts_seen
from kernel_lib.vocabulary import ExaminationState


@dataclass(frozen=True)
class ContextRecord:
    """What was seen, by kind, in the examiner's words, and whether they stepped back."""

    examination_id: str
    kinds: tuple[str, ...]
    note: str
    stepped_back: bool
    recorded_at: datetime


def add_context(connection: Connection, context: ContextRecord) -> None:
    """Keep what an examiner saw."""
    values = {**vars(context), "kinds": list(context.kinds), "id": new_id()}
    connection.execute(insert(contexts_seen).values(values))


def contexts_of(connection: Connection, examination_id: str) -> tuple[ContextRecord, ...]:
    """Return what the examiner of an examination recorded, oldest first."""
    found = select(contexts_seen).where(contexts_seen.c.examination_id == examination_id).order_by(contexts_seen.c.id)
    rows = ({key: value for key, value in row.items() if key != "id"} for row in connection.execute(found).mappings())
    return tuple(ContextRecord(**{**row, "kinds": tuple(row["kinds"])}) for row in rows)


def give_back(connection: Connection, examination_id: str) -> None:
    """Put an examination aside: its place is free for another, and it keeps a place of its own below zero."""
    mine = examinations.c.id == examination_id
    request_id = connection.execute(select(examinations.c.request_id).where(mine)).scalar_one()
    lowest = select(func.min(examinations.c.place)).where(examinations.c.request_id == request_id)
    place = min(connection.execute(lowest).scalar_one(), 0) - 1
    values = {"place": place, "state": ExaminationState.RECUSED}
    connection.execute(update(examinations).where(mine).values(values))
