"""Make a file of a snapshot that stands alone, to hand to somebody who writes statements of their own."""

import secrets
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb

from audits.analytics.opening import (
    TABLES,
    Snapshot,
    attached,
    join_parts,
    make_views,
    quoted,
    told,
    view_groups,
    whole_parts,
)
from audits.analytics.parts import parts_dir, put_in_place
from kernel_lib.sql import read_sql


def new_veil() -> str:
    """Return a key for the other words of one file: whoever does not keep it cannot trace a person from it."""
    return secrets.token_hex(32)


def hand_over(snapshot: Path, target: Path, *, veil: str = "") -> Snapshot:
    """Write all of a snapshot to one DuckDB file, with the views of `audits/schema` and no file beside it.

    With `veil` (`new_veil`), each account id and workstation is replaced by a word made from it with that key: the same
    person has the same word throughout the file, and another in the next file.

    Raises:
        NotFound: there is no snapshot, or one of its parts is gone.
        OSError: the folder of `target` cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".handing-") as aside:
        fresh = Path(aside) / "fresh.duckdb"
        with closing(duckdb.connect(fresh)) as connection:
            connection.execute(read_sql("audits", TABLES, folder="schema"))
            make_views(connection, view_groups())
        try:
            with closing(attached(snapshot, read_only=True)) as connection:
                made_of = told(connection, snapshot)
                _copy(connection, parts_dir(snapshot), fresh, veil)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(f"{target.parent}: the file cannot be written; free space there") from error
        fresh.chmod(0o400)
        put_in_place(fresh, target)
    return made_of


# Private


def _copy(connection: duckdb.DuckDBPyConnection, folder: Path, fresh: Path, veil: str) -> None:
    join_parts(connection, folder, whole_parts(connection, folder))
    connection.execute(f"attach {quoted(fresh)} as out")
    if veil:
        connection.execute("set variable veil = $veil", {"veil": veil})
    connection.execute(read_sql("audits", "copy_veiled" if veil else "copy", folder="snapshot"))
    connection.execute("checkpoint out")
