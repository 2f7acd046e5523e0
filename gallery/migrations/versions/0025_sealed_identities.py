"""What names a person is sealed under the identity key; what stands in clear is sealed now, all of it or nothing."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0025"
down_revision = "0024"

_AT_ONCE = 1_000
_SEALED = (
    ("subjects", ("id",), "number", True),
    ("subjects", ("id",), "fps_number", False),
    ("booking_events", ("id",), "number", True),
    ("former_numbers", ("id",), "number", True),
    ("pictures", ("id",), "record_sha256", True),
    ("mark_pictures", ("id",), "record_sha256", True),
    ("feed_lines", ("feed_id", "number"), "record_sha256", True),
    ("known_task_proposals", ("request_id",), "subject_number", False),
    ("keeper_requests", ("id",), "sealed_fps", False),
    ("identity_tickets", ("id",), "note", False),
    ("identity_tickets", ("id",), "answer", False),
    ("applications", ("id",), "subject_number", False),
    ("applications", ("id",), "form", False),
    ("applications", ("id",), "report", False),
    ("disagreements", ("id",), "statement", False),
)
"""Table, its key, the column, and whether it is asked for by its value."""

_NOTHING = json.dumps(None)


def upgrade() -> None:
    places = op.create_table(
        "identity_keys",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("known_by", sa.Text),
        sa.Column("pages_in_clear", sa.Boolean, nullable=False),
        sa.CheckConstraint("place = 1", name="ck_identity_keys_single"),
    )
    sealed = sum(_seal_column(*each) for each in _SEALED)
    op.bulk_insert(places, [{"place": 1, "known_by": None, "pages_in_clear": sealed > 0}])


def _seal_column(table: str, key: Sequence[str], column: str, asked: bool) -> int:
    """Seal a column; return how many values there were."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        # SQLite bounds no text by its declared type, and a sealed one is longer.
        op.alter_column(table, column, type_=sa.Text, postgresql_using=f"{column}::text")
    place = sa.table(table, *(sa.column(each) for each in key), sa.column(column, sa.Text))
    mine = sa.and_(*(place.c[each] == sa.bindparam(f"of_{each}") for each in key))
    change = sa.update(place).where(mine).values({column: sa.bindparam("sealed", type_=sa.Text)})
    seal: Callable[..., str] = context.config.attributes["seal"]
    about, count = f"{table}.{column}", 0
    for rows in _rows(connection, place, key, column):
        values = [
            {
                **{f"of_{each}": row[each] for each in key},
                "sealed": None if row[column] == _NOTHING else seal(row[column], about, asked=asked),
            }
            for row in rows
        ]
        connection.execute(change, values)
        count += len(values)
    return count


def _rows(connection: sa.Connection, place: Any, key: Sequence[str], column: str) -> Iterator[list[Any]]:
    names = [place.c[each] for each in key]
    kept = connection.execute(sa.select(*names).where(place.c[column].is_not(None))).mappings().all()
    for start in range(0, len(kept), _AT_ONCE):
        asked = [tuple(row[each] for each in key) for row in kept[start : start + _AT_ONCE]]
        one = sa.tuple_(*names).in_(asked) if len(names) > 1 else names[0].in_([value for (value,) in asked])
        yield list(connection.execute(sa.select(place).where(one)).mappings())
