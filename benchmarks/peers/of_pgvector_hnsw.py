"""PostgreSQL with pgvector and its HNSW graph: it may miss candidates, more so under a filter."""

from benchmarks.peers.of_pgvector import Pgvector


class PgvectorHnsw(Pgvector):
    """The same table with an index."""

    index = "CREATE INDEX graph ON rows USING hnsw (v vector_ip_ops) WITH (m = 16, ef_construction = 64)"
    before_search = ("SET hnsw.ef_search = 128", "SET hnsw.iterative_scan = strict_order")


PEER = PgvectorHnsw
