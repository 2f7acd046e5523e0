"""Counting what is held against a rule: how many were looked at, and how many of them are wrong.

Rows are counted by the database, or read a thousand at a time where a value lies inside JSON: memory stays bounded.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Result, Row, Select, func, select

from gallery.conformance.finding import Finding, Outcome, Seen, nothing_yet

AT_ONCE = 1_000


def judged(row: str, looked: int, wrong: int, what: str, fault: str) -> Finding:
    """Fail when some are wrong; of none at all say that there is nothing to check yet, never a pass."""
    if not looked:
        return nothing_yet(row, what)
    return absent(row, looked, wrong, what, fault)


def absent(row: str, looked: int, wrong: int, what: str, fault: str) -> Finding:
    """As `judged`, for a rule that something may not be there at all: none of none holds it too."""
    if wrong:
        return Finding(row, Outcome.FAIL, f"{what}: {wrong} of {looked} {fault}")
    return Finding(row, Outcome.PASS, f"{what}: none of {looked} {fault}")


def by_sql(
    row: str,
    seen: Seen,
    source: FromClause,
    wrong: ColumnElement[bool],
    what: str,
    fault: str,
    among: ColumnElement[bool] | None = None,
) -> Finding:
    """Count rows of a table or join, and those of them for which a condition holds, in one pass over them."""
    counts = select(func.count(), func.count().filter(wrong)).select_from(source)
    looked, found = seen.connection.execute(counts if among is None else counts.where(among)).one()
    return judged(row, looked, found, what, fault)


def by_rows(
    row: str, seen: Seen, query: Select[Any], is_wrong: Callable[[Row[Any]], bool], what: str, fault: str
) -> Finding:
    """Read rows and count those that a function calls wrong."""
    looked = wrong = 0
    for each in read(seen, query):
        looked += 1
        wrong += bool(is_wrong(each))
    return judged(row, looked, wrong, what, fault)


def count(seen: Seen, source: FromClause, condition: ColumnElement[bool] | None = None) -> int:
    """Return how many rows there are, or how many meet a condition."""
    found = select(func.count()).select_from(source)
    return seen.connection.execute(found if condition is None else found.where(condition)).scalar_one()


def read(seen: Seen, query: Select[Any]) -> Result[Any]:
    """Give rows as they are read, a thousand in memory at a time."""
    return seen.connection.execution_options(yield_per=AT_ONCE).execute(query)


def lacking(seen: Seen, row: str, what: str, entries: str, fault: str) -> Finding:
    """Count entries of the log that lack one thing, by the question of that name, and say where the first one is."""
    looked, wrong, first = next(each[1:] for each in seen.ask("entries_lacking").rows if each[0] == what)
    where = f"{fault}, first in entry {first} of the log" if wrong else fault
    return judged(row, int(looked or 0), int(wrong or 0), entries, where)
