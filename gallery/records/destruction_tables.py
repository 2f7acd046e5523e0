"""Tables of what was destroyed: runs, one line a lineage with its certificate, and proofs of absence. Tables only.

A line outlives the picture: it names a lineage, a rule and days, and nothing of the person (I-10).
"""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from gallery.records.schema import UtcTime, metadata

_ID = String(36)

destruction_runs = Table(
    "destruction_runs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("rule", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("planned", Integer, nullable=False),
    Column("lineages_sha256", String(64), nullable=False),
    Column("seed", String(16), nullable=False),
    Column("sample_seen_by", JSON, nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("proposed_by", _ID, nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("released_by_records", _ID),
    Column("released_by_compliance", _ID),
    Column("released_at", UtcTime),
    Column("stopped_by", _ID),
    Column("stopped_at", UtcTime),
    Column("stop_reason", String(500), nullable=False),
    Column("rewritten_at", UtcTime),
    Column("finished_at", UtcTime),
)
"""`lineages_sha256` names exactly what was previewed and released."""

destructions = Table(
    "destructions",
    metadata,
    Column("lineage_id", _ID, primary_key=True),
    Column("run_id", ForeignKey("destruction_runs.id"), nullable=False),
    Column("service", String(32), nullable=False),
    Column("picture_id", _ID, nullable=False),
    Column("picture_sha256", String(64), nullable=False, index=True),
    Column("rule", String(64), nullable=False),
    Column("rule_version", String(96), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("told", String(64), nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("log_entry", Integer),
    Column("removed_at", UtcTime),
    Column("done_at", UtcTime),
    Column("certificate", Text),
    Index("ix_destructions_run", "run_id", "state", "lineage_id"),
    Index("ix_destructions_service", "service", "state"),
)
"""`numbers` are those of the references; `told` names the store that still held something, or what made it wait."""

absence_proofs = Table(
    "absence_proofs",
    metadata,
    Column("index_name", String(64), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("record", LargeBinary, nullable=False),
    Column("path", LargeBinary, nullable=False),
)
"""What the index of a name held of a group of numbers, with the way from there to the root under that name."""
