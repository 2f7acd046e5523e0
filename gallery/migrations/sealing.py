"""Sealing what stands in clear under the identity key, within a migration."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

_AT_ONCE = 1_000
_NOTHING = json.dumps(None)


def seal_column(table: str, key: Sequence[str], column: str, asked: bool) -> int:
    """Seal a column whose values stand in clear; return how many there were.

    `key` names the columns of the table's primary key; `asked` says that the column is asked for by its value.
    """
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
                "sealed": None if row[column] == _NOTHING else seal(str(row[column]), about, asked=asked),
            }
            for row in rows
        ]
        connection.execute(change, values)
        count += len(values)
    return count


# Private


def _rows(connection: sa.Connection, place: Any, key: Sequence[str], column: str) -> Iterator[list[Any]]:
    names = [place.c[each] for each in key]
    kept = connection.execute(sa.select(*names).where(place.c[column].is_not(None))).mappings().all()
    for start in range(0, len(kept), _AT_ONCE):
        asked = [tuple(row[each] for each in key) for row in kept[start : start + _AT_ONCE]]
        one = sa.tuple_(*names).in_(asked) if len(names) > 1 else names[0].in_([value for (value,) in asked])
        yield list(connection.execute(sa.select(place).where(one)).mappings())
