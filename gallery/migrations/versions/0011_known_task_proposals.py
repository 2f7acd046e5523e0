"""Known tasks are proposed and decided on; those from before have no written authority and are retired."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "known_task_proposals",
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("subject_number", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("decided_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("decision_reason", sa.Text, nullable=False),
        sa.Column("retired_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("retired_at", sa.DateTime),
        sa.Column("retirement_reason", sa.Text, nullable=False),
    )
    op.create_index("ix_known_task_proposals_service", "known_task_proposals", ["service"])
    op.execute("UPDATE decoys SET retired_at = CURRENT_TIMESTAMP WHERE retired_at IS NULL")
