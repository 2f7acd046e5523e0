"""LanceDB: a table of columns on disk, searched without an approximate index, as it does by itself."""

from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import lancedb
import numpy as np
import pyarrow as pa

from benchmarks.peers.of_duckdb import as_table
from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Rows, Vectors

_COLUMNS = {"90 %": "most", "50 %": "half", "1 %": "few"}


class Lancedb(InMemory):
    """One table in a folder."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Write the table."""
        table = as_table(vectors, 0)
        for name, column in _COLUMNS.items():
            table = table.append_column(column, pa.array(shares[name]))
        self._table = lancedb.connect(folder).create_table("rows", table)

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Nearest by inner product."""
        query = self._table.search(probe, vector_column_name="v").distance_type("dot").limit(k).select(["id"])
        if share != EVERYONE:
            query = query.where(_COLUMNS[share], prefilter=True)
        return np.asarray(query.to_arrow()["id"], np.int64)

    def remove(self, row: int) -> None:
        """Delete, rewrite what held it, and drop the old version."""
        self._table.delete(f"id = {row}")
        self._table.optimize(cleanup_older_than=timedelta(0), delete_unverified=True)

    def version(self) -> str:
        """Of LanceDB."""
        return version("lancedb")


PEER = Lancedb
