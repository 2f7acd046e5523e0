"""What compliance files beside the figures, reports on their way out, and what the service did by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "filings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("filed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("filed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "report_releases",
        sa.Column("run_id", sa.String(36), sa.ForeignKey("report_runs.id"), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("released_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("released_at", sa.DateTime),
    )
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("ran_at", sa.DateTime, nullable=False),
        sa.Column("result", sa.String(200), nullable=False),
    )
