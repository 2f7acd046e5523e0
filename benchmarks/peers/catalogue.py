"""Who is measured, and what a buyer should know of each beside the figures."""

from dataclasses import dataclass

_WHERE_COLUMN = "WHERE over a truth column kept in the table"
_BITMAP = "bitmap, packed for each search"
_DROPPED = "none: all are compared and ranked, then others are dropped"
_DATASTORE = (
    "the model is replaced by the given template; reading its datastore is part of every search, as in its code"
)


@dataclass(frozen=True)
class Listed:
    """A peer. `group` is its dependency group in pyproject.toml; None: the product's own environment.

    `exact`: it claims the true list. `by_content`: it is measured on both kinds of templates, because its answer or its
    time depends on how they lie; the same holds of every graph, and two of them show it. `most`: rows beyond which it
    takes minutes to build or to search; None: no such number.
    `yardstick`: measured also at the lower count, so that peers with a `most` have something to stand beside.
    """

    name: str
    title: str
    licence: str
    group: str | None
    exact: bool
    filter_given: str
    note: str = ""
    by_content: bool = False
    most: int | None = None
    yardstick: bool = False


CATALOGUE = (
    Listed(
        "leadbook",
        "Leadbook",
        "Apache-2.0",
        None,
        exact=True,
        filter_given=f"{_BITMAP}, applied inside it",
        note="the service's own class; every search proven complete",
        by_content=True,
        yardstick=True,
    ),
    Listed(
        "numpy",
        "numpy full scan",
        "BSD-3-Clause",
        "numpy",
        exact=True,
        filter_given="scores of others lowered after the product",
        yardstick=True,
    ),
    Listed("faiss_flat", "FAISS flat", "MIT", "faiss", exact=True, filter_given=_BITMAP, yardstick=True),
    Listed(
        "faiss_hnsw",
        "FAISS HNSW",
        "MIT",
        "faiss",
        exact=False,
        filter_given=_BITMAP,
        note="32 links, efConstruction 40, efSearch 128",
        by_content=True,
        most=200_000,
    ),
    Listed(
        "hnswlib",
        "hnswlib",
        "Apache-2.0",
        "hnswlib",
        exact=False,
        filter_given="a Python function asked about each row visited",
        note="M 16, ef_construction 100, ef 128",
        by_content=True,
        most=200_000,
    ),
    Listed(
        "usearch",
        "usearch",
        "Apache-2.0",
        "usearch",
        exact=False,
        filter_given="none in Python: ten times as many are asked for, then others are dropped",
        note="connectivity 16, expansion 128, rows as float16",
        most=200_000,
    ),
    Listed(
        "duckdb",
        "DuckDB array",
        "MIT",
        "duckdb",
        exact=True,
        filter_given=_WHERE_COLUMN,
        note="array_cosine_similarity; CHECKPOINT after DELETE; uncompressed, so that bytes can be looked for",
    ),
    Listed(
        "pgvector",
        "PostgreSQL, pgvector",
        "PostgreSQL",
        "pgvector",
        exact=True,
        filter_given=_WHERE_COLUMN,
        note="no index; VACUUM after DELETE; shared buffers 4 GB",
    ),
    Listed(
        "pgvector_hnsw",
        "PostgreSQL, pgvector HNSW",
        "PostgreSQL",
        "pgvector",
        exact=False,
        filter_given=f"{_WHERE_COLUMN}, checked while the graph is walked on (iterative scan, strict order)",
        note="m 16, ef_construction 64, ef_search 128; VACUUM after DELETE",
        most=200_000,
    ),
    Listed(
        "lancedb",
        "LanceDB",
        "Apache-2.0",
        "lancedb",
        exact=True,
        filter_given=f"{_WHERE_COLUMN}, applied first",
        note="no index; after delete(), optimize() that keeps no old version",
    ),
    Listed(
        "deepface",
        "deepface find",
        "MIT",
        "deepface",
        exact=True,
        filter_given=_DROPPED,
        note=_DATASTORE,
        most=20_000,
    ),
    Listed(
        "deepface_batched",
        "deepface find, batched",
        "MIT",
        "deepface",
        exact=True,
        filter_given=_DROPPED,
        note=_DATASTORE,
        most=20_000,
    ),
    Listed(
        "face_recognition",
        "face_recognition face_distance",
        "MIT",
        "face_recognition",
        exact=True,
        filter_given="rows of the share copied for each search",
        note="Euclidean distance, which orders unit vectors as the similarity does; it keeps no file",
    ),
)


def named(name: str) -> Listed:
    """Return the peer of that name. Raises KeyError."""
    return {each.name: each for each in CATALOGUE}[name]
