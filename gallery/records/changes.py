"""What changed in who may be compared: a line for each reference touched, written in the same transaction.

Whoever keeps a copy of the states in memory reads the lines after the last that it knows, and so is exact the moment a
record changes (B-08). Lines carry a random token: a transaction that was rolled back and another that took its numbers
cannot be taken for one another. Writers take turns (`gallery.ledger`), so lines become visible in their order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
)

from gallery.records.ids import new_id
from gallery.records.schema import metadata

LINES_KEPT = 10_000
"""Whoever is further behind reads all states anew."""

reference_changes = Table(
    "reference_changes",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("token", String(36), nullable=False),
    Column("number", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""`number` is a reference's, which may be gone: no foreign key."""


_LAST = select(func.max(reference_changes.c.sequence) - bindparam("kept")).scalar_subquery()
_FORGET = delete(reference_changes).where(reference_changes.c.sequence <= _LAST)
_NOTE = insert(reference_changes)


@dataclass(frozen=True)
class Revision:
    """The last line of a state of the records; equal ones name equal states. Sequence 0: nothing ever changed."""

    sequence: int
    token: str


def note_changes(connection: Connection, numbers: Collection[int]) -> None:
    """Say that the states of some references are others now, or that they came or went."""
    if not numbers:
        return
    token = new_id()
    connection.execute(_NOTE, [{"token": token, "number": number} for number in numbers])
    _forget_old(connection)


def note_chosen(connection: Connection, chosen: Iterable[Select[tuple[int]]]) -> None:
    """Say the same of the references whose numbers some statements choose, without a way through this process."""
    token = new_id()
    for each in chosen:
        numbers = select(literal(token), each.subquery().c.number)
        connection.execute(insert(reference_changes).from_select(["token", "number"], numbers))
    _forget_old(connection)


def revision_of(connection: Connection) -> Revision:
    """Return the revision that this connection sees."""
    last = select(reference_changes.c.sequence, reference_changes.c.token)
    row = connection.execute(last.order_by(reference_changes.c.sequence.desc()).limit(1)).first()
    return Revision(row.sequence, row.token) if row else Revision(0, "")


def changed_since(connection: Connection, revision: Revision) -> frozenset[int] | None:
    """Return the references that changed after a revision, or None: it is unknown here or too long ago."""
    lines = reference_changes.c
    if revision.sequence:
        token = connection.execute(select(lines.token).where(lines.sequence == revision.sequence)).scalar_one_or_none()
        if token != revision.token:
            return None
    found = select(lines.sequence, lines.number).where(lines.sequence > revision.sequence).order_by(lines.sequence)
    rows = connection.execute(found).all()
    if rows and not revision.sequence and rows[0].sequence > 1:
        return None
    return frozenset(row.number for row in rows)


# Private


def _forget_old(connection: Connection) -> None:
    connection.execute(_FORGET, {"kept": LINES_KEPT})
