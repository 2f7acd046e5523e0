"""Write a file that was handed over as Parquet, a month a file, with a manifest to check them by."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from audits.analytics.opening import attached, one
from kernel_lib.errors import NotFound

MANIFEST = "manifest.json"
VERSION = 1
"""Of the manifest and of the columns; a column more is another version."""


@dataclass(frozen=True)
class Month:
    """One file: its entries, from sequence `first` to `last`, its length in bytes and its hash."""

    file: str
    entries: int
    first: int
    last: int
    bytes: int
    sha256: str


def write_months(handed_over: Path, folder: Path) -> tuple[Month, ...]:
    """Write `YYYY-MM.parquet` for each month (UTC) and the manifest into a new folder.

    The manifest names the files with their hashes, the columns, and the signed checkpoint that the entries end at.

    Raises:
        NotFound: the file holds no entries, as that of an analyst, who gets counts.
        FileExistsError: the folder is there already.
    """
    with closing(attached(handed_over, read_only=True)) as connection:
        if not connection.execute("select 1 from duckdb_tables() where table_name = 'events'").fetchall():
            raise NotFound(
                "snapshot.entries", "This file holds counts and no entries.", "Ask somebody who may read the log."
            )
        folder.mkdir(mode=0o700, parents=True)
        months = tuple(_months(connection, folder))
        manifest = {**_said(connection), "files": [asdict(each) for each in months]}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return months


# Private


def _months(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Month]:
    counted = connection.execute(
        "select strftime(happened_at, '%Y-%m') as month, count(*), min(sequence), max(sequence) from events"
        " group by month order by month"
    ).fetchall()
    for month, entries, first, last in counted:
        path = folder / f"{month}.parquet"
        rows = connection.sql(
            "select * from events where strftime(happened_at, '%Y-%m') = $month and sequence between $first and $last",
            params={"month": month, "first": first, "last": last},
        )
        rows.order("sequence").write_parquet(str(path), compression="zstd")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Month(path.name, entries, first, last, path.stat().st_size, digest)


def _said(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    events, root, last_hash, note = one(connection, "select events, root, last_hash, note from snapshot")
    (kept_hashes,) = one(connection, "select count(hash) from events")
    columns = connection.execute("describe events").fetchall()
    return {
        "format": "leadbook audit entries",
        "version": VERSION,
        "entries": events,
        "root": root,
        "last_hash": last_hash,
        "checkpoint": note,
        "people": "account ids as recorded"
        if kept_hashes or not events
        else "other words, the same within these files",
        "columns": {name: kind for name, kind, *_ in columns},
    }
