"""DuckDB: a table with an array column, ordered by cosine similarity in SQL."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors

_COLUMNS = {"90 %": "most", "50 %": "half", "1 %": "few"}
_AT_ONCE = 100_000


class Duckdb(InMemory):
    """One database file."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Fill the table and write a checkpoint."""
        self._width = vectors.shape[1]
        self._connection = duckdb.connect(folder / "rows.duckdb")
        self._connection.execute("SET force_compression = 'uncompressed'")
        self._connection.execute(
            f"CREATE TABLE rows (id BIGINT, v FLOAT[{self._width}], most BOOLEAN, half BOOLEAN, few BOOLEAN)"
        )
        for start in range(0, len(vectors), _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, len(vectors)))
            table = as_table(vectors[part], part.start)
            for name, column in _COLUMNS.items():
                table = table.append_column(column, pa.array(shares[name][part]))
            self._connection.register("given", table)
            self._connection.execute("INSERT INTO rows SELECT id, v, most, half, few FROM given")
            self._connection.unregister("given")
        self._connection.execute("CHECKPOINT")

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Order by similarity."""
        where = "" if share == EVERYONE else f"WHERE {_COLUMNS[share]}"
        statement = (
            f"SELECT id FROM rows {where} ORDER BY array_cosine_similarity(v, $1::FLOAT[{self._width}]) DESC LIMIT $2"  # noqa: S608  # our own column names
        )
        found = self._connection.execute(statement, [probe.tolist(), k]).fetchnumpy()
        return np.asarray(found["id"], np.int64)

    def remove(self, row: int) -> None:
        """Delete, and write a checkpoint."""
        self._connection.execute("DELETE FROM rows WHERE id = ?", [row])
        self._connection.execute("CHECKPOINT")

    def version(self) -> str:
        """Of DuckDB."""
        return duckdb.__version__

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def as_table(vectors: Vectors, first: int) -> pa.Table:
    """Return rows (n, d) as an Arrow table of `id`, counted from `first`, and `v`."""
    rows = pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(vectors).reshape(-1)), vectors.shape[1])
    return pa.table({"id": np.arange(first, first + len(vectors)), "v": rows})


PEER = Duckdb
