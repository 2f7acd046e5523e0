"""The same three answers from SQLite and from pandas, each from the records of the log as a program would read them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from audits.segments import segment_paths

ASKED = ("acts_by_person", "sign_in_refusals", "log_readers")

Rows = list[tuple[Any, ...]]

_COLUMNS = ("happened_at", "actor_id", "role", "act", "result", "rule", "workstation", "question")
_READING = ("log_read", "log_verified", "question_asked", "analytics_exported", "exported")


class Peer(Protocol):
    """Another way to the same answers."""

    name: str

    def build(self, audit_dir: Path) -> None:
        """Read the log's records into what is asked afterwards."""
        ...

    def ask(self, name: str) -> Rows:
        """Answer a question of `ASKED`, its rows sorted."""
        ...


class Sqlite:
    """One table with an index of acts, as a service would keep it; questions in SQL."""

    name = "SQLite"

    def __init__(self, path: Path) -> None:
        self._path = path

    def build(self, audit_dir: Path) -> None:
        """Insert every record."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute(f"create table events ({', '.join(_COLUMNS)})")
            connection.executemany(f"insert into events values ({', '.join('?' * len(_COLUMNS))})", _rows(audit_dir))  # noqa: S608  # names of ours
            connection.execute("create index by_act on events (act)")

    def ask(self, name: str) -> Rows:
        """Run one statement."""
        with closing(sqlite3.connect(self._path)) as connection:
            return sorted(connection.execute(_SQLITE[name]).fetchall(), key=repr)


class Pandas:
    """One frame in memory."""

    name = "pandas"

    def build(self, audit_dir: Path) -> None:
        """Read every record into columns."""
        self._events = pd.DataFrame.from_records(_rows(audit_dir), columns=list(_COLUMNS))

    def ask(self, name: str) -> Rows:
        """Group the frame."""
        events = self._events
        if name == "acts_by_person":
            return _counted(events, ["actor_id", "role", "act", "result"])
        if name == "log_readers":
            return _counted(
                events[events["act"].isin(_READING)].fillna({"question": "–"}), ["actor_id", "role", "act", "question"]
            )
        refused = events[
            (events["act"] == "sign_in_refused") | ((events["act"] == "signed_in") & (events["result"] == "refused"))
        ]
        whole = refused.fillna({"actor_id": "unknown account", "workstation": "–", "rule": "–"})
        told = whole.groupby(["actor_id", "workstation", "rule"])["happened_at"].agg(["min", "max", "count"])
        return sorted(
            ((*key, *row) for key, row in zip(told.index, told.itertuples(index=False), strict=True)), key=repr
        )


# Private


def _rows(audit_dir: Path) -> Iterator[tuple[Any, ...]]:
    for path in segment_paths(audit_dir):
        with path.open("rb") as lines:
            for line in lines:
                record = json.loads(line)
                event = record["event"]
                moment = f"{record['time'][:19]}Z"
                plain = (event[name] for name in _COLUMNS[1:-1])
                yield (moment, *plain, event["details"].get("question"))


def _counted(events: pd.DataFrame, columns: list[str]) -> Rows:
    counts = events.groupby(columns, dropna=False).size()
    missing = (tuple(None if pd.isna(value) else value for value in key) for key in counts.index)
    return sorted(((*key, int(count)) for key, count in zip(missing, counts, strict=True)), key=repr)


_SQLITE = {
    "acts_by_person": "select actor_id, role, act, result, count(*) from events group by 1, 2, 3, 4",
    "sign_in_refusals": """
        select coalesce(actor_id, 'unknown account'), coalesce(workstation, '–'), coalesce(rule, '–'),
            min(happened_at), max(happened_at), count(*)
        from events
        where act = 'sign_in_refused' or (act = 'signed_in' and result = 'refused')
        group by 1, 2, 3
    """,
    "log_readers": """
        select actor_id, role, act, coalesce(question, '–'), count(*)
        from events
        where act in ('log_read', 'log_verified', 'question_asked', 'analytics_exported', 'exported')
        group by 1, 2, 3, 4
    """,
}
