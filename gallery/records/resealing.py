"""Sealing every value that names a person anew, some rows at a time (M-02)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    Text,
    Update,
    and_,
    bindparam,
    func,
    select,
    table,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy import column as sql_column

from gallery.records.sealed import Cipher, cipher_of
from gallery.records.sealed_values import sealed_columns


@dataclass(frozen=True)
class Place:
    """A table and its sealed columns."""

    table: Table
    columns: tuple[Column[str], ...]

    @property
    def key(self) -> tuple[Column[Any], ...]:
        """The columns of its primary key."""
        return tuple(self.table.primary_key.columns)


@dataclass(frozen=True)
class Step:
    """What some rows of a place came to: values looked at, values sealed anew, and the key of the last row."""

    seen: int
    resealed: int
    last: tuple[Any, ...] | None


def places() -> tuple[Place, ...]:
    """Return every table with sealed columns, once."""
    columns = sealed_columns()
    tables = dict.fromkeys(each.table for each in columns)
    return tuple(Place(held, tuple(each for each in columns if each.table is held)) for held in tables)


def values_sealed(connection: Connection) -> Mapping[str, int]:
    """Return how many values each sealed column holds, by `table.column`."""
    counts = dict[str, int]()
    for place in places():
        row = connection.execute(select(*(func.count(each) for each in place.columns)).select_from(place.table)).one()
        counts |= {str(each): count for each, count in zip(place.columns, row, strict=True)}
    return counts


def reseal(connection: Connection, place: Place, after: tuple[Any, ...] | None, limit: int) -> Step:
    """Seal the values of the next rows by the key of now; those that are so already stay.

    Raises:
        IdentityClosed: a value was sealed by neither key.
    """
    rows = _rows(connection, place, after, limit)
    cipher = cipher_of(connection.dialect, place.table.name)
    changed, resealed = list[dict[str, Any]](), 0
    for row in rows:
        anew = {each.name: _anew(cipher, each, row) for each in place.columns}
        count = sum(each is not None for each in anew.values())
        if count:
            new = {f"new_{name}": row[name] if text is None else text for name, text in anew.items()}
            changed.append({**{f"of_{each.name}": row[f"of_{each.name}"] for each in place.key}, **new})
        resealed += count
    if changed:
        connection.execute(_change(place), changed)
    last = tuple(rows[-1][f"of_{each.name}"] for each in place.key) if len(rows) == limit else None
    return Step(sum(row[each.name] is not None for row in rows for each in place.columns), resealed, last)


def count_opened(connection: Connection, key: bytes) -> int:
    """Open every value by one key alone, and return how many there are.

    Raises:
        IdentityClosed: one does not open; the key before may not be destroyed.
    """
    alone, count = Cipher(key), 0
    for place in places():
        stored = select(*_stored(place)).execution_options(yield_per=1_000)
        with connection.execute(stored) as rows:
            for row in rows.mappings():
                count += sum(_opens(alone, each, row) for each in place.columns)
    return count


# Private


def _rows(connection: Connection, place: Place, after: tuple[Any, ...] | None, limit: int) -> Sequence[RowMapping]:
    found = select(*(each.label(f"of_{each.name}") for each in place.key), *_stored(place))
    if after is not None:
        found = found.where(tuple_(*place.key) > tuple_(*after))
    return connection.execute(found.order_by(*place.key).limit(limit)).mappings().all()


def _stored(place: Place) -> Iterator[ColumnElement[str]]:
    """Give the sealed columns as they stand in the database."""
    return (type_coerce(each, Text).label(each.name) for each in place.columns)


def _anew(cipher: Cipher, column: Column[str], row: RowMapping) -> str | None:
    sealed = row[column.name]
    return None if sealed is None else cipher.resealed(sealed, str(column))


def _opens(cipher: Cipher, column: Column[str], row: RowMapping) -> bool:
    """Open a value; say whether there is one. Raises IdentityClosed."""
    sealed = row[column.name]
    if sealed is not None:
        cipher.unseal(sealed, str(column))
    return sealed is not None


def _change(place: Place) -> Update:
    stored = table(place.table.name, *(sql_column(each.name) for each in (*place.key, *place.columns)))
    mine = and_(*(stored.c[each.name] == bindparam(f"of_{each.name}") for each in place.key))
    anew = {each.name: bindparam(f"new_{each.name}", type_=Text) for each in place.columns}
    return update(stored).where(mine).values(anew)
