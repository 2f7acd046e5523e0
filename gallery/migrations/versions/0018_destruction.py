"""What was destroyed: runs, one line a lineage with its certificate, proofs of absence, and requests to the keeper."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    _runs()
    _lines()
    op.create_table(
        "absence_proofs",
        sa.Column("index_name", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("path", sa.LargeBinary, nullable=False),
    )
    _requests()
    op.create_index("ix_standing_marks_picture_id", "standing_marks", ["picture_id"])


def _runs() -> None:
    op.create_table(
        "destruction_runs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("lineages_sha256", sa.String(64), nullable=False),
        sa.Column("seed", sa.String(16), nullable=False),
        sa.Column("sample_seen_by", sa.JSON, nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("proposed_by", sa.String(36), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("released_by_records", sa.String(36)),
        sa.Column("released_by_compliance", sa.String(36)),
        sa.Column("released_at", sa.DateTime),
        sa.Column("stopped_by", sa.String(36)),
        sa.Column("stopped_at", sa.DateTime),
        sa.Column("stop_reason", sa.String(500), nullable=False),
        sa.Column("rewritten_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
    )


def _lines() -> None:
    op.create_table(
        "destructions",
        sa.Column("lineage_id", sa.String(36), primary_key=True),
        sa.Column("run_id", sa.String(36), sa.ForeignKey("destruction_runs.id"), nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("picture_id", sa.String(36), nullable=False),
        sa.Column("picture_sha256", sa.String(64), nullable=False, index=True),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("rule_version", sa.String(96), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("numbers", sa.JSON, nullable=False),
        sa.Column("log_entry", sa.Integer),
        sa.Column("removed_at", sa.DateTime),
        sa.Column("done_at", sa.DateTime),
        sa.Column("certificate", sa.Text),
    )
    op.create_index("ix_destructions_run", "destructions", ["run_id", "state"])
    op.create_index("ix_destructions_service", "destructions", ["service", "state"])


def _requests() -> None:
    op.create_table(
        "keeper_requests",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("sealed_fps", sa.String(255), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("chase_on", sa.Date, nullable=False),
        sa.Column("chased", sa.Integer, nullable=False),
        sa.Column("reply", sa.String(16), nullable=False),
        sa.Column("replied_on", sa.Date),
        sa.Column("recorded_by", sa.String(36)),
        sa.UniqueConstraint("lineage_id", name="uq_keeper_requests_lineage_id"),
    )
    op.create_index("ix_keeper_requests_open", "keeper_requests", ["service", "reply"])
