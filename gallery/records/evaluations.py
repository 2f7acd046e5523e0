"""Evaluations of accuracy on file: each a whole document under its hash, never changed (C-02)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, ForeignKey, Integer, RowMapping, String, Table, Text, func, insert, select

from gallery.records.held import subjects
from gallery.records.schema import UtcTime, metadata

_ID = String(36)

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("set_name", String(40), nullable=False),
    Column("model_id", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("filed_by", ForeignKey("accounts.id"), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
)


@dataclass(frozen=True)
class Evaluation:
    """One evaluation; `body` is its canonical JSON and `sha256` that of these bytes."""

    id: str
    number: int
    set_name: str
    model_id: str
    body: str
    sha256: str
    filed_by: str
    filed_at: datetime


def add_evaluation(connection: Connection, evaluation: Evaluation) -> None:
    """Keep an evaluation."""
    connection.execute(insert(evaluations).values(vars(evaluation)))


def newest_evaluation(connection: Connection) -> Evaluation | None:
    """Return the evaluation on file: the one filed last, or None."""
    return next(iter(evaluations_held(connection, 1)), None)


def evaluation_hashed(connection: Connection, sha256: str) -> Evaluation | None:
    """Return the evaluation of this hash, or None."""
    row = connection.execute(select(evaluations).where(evaluations.c.sha256 == sha256)).mappings().one_or_none()
    return _evaluation(row) if row else None


def evaluations_held(connection: Connection, most: int) -> tuple[Evaluation, ...]:
    """Return evaluations, newest first."""
    found = select(evaluations).order_by(evaluations.c.number.desc()).limit(most)
    return tuple(_evaluation(row) for row in connection.execute(found).mappings())


def people_counted(connection: Connection, service: str) -> int:
    """Return how many people a service's gallery holds, searchable today or not."""
    counted = select(func.count()).select_from(subjects).where(subjects.c.service == service)
    return connection.execute(counted).scalar_one()


def _evaluation(row: RowMapping) -> Evaluation:
    return Evaluation(**row)
