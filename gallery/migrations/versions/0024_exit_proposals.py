"""Proposed exits of a service stand in the records, so that a restart voids none."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "exit_proposals",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("destination", sa.String(1000), nullable=False),
        sa.Column("lineages", sa.Integer, nullable=False),
        sa.Column("originals", sa.Integer, nullable=False),
        sa.Column("lineages_sha256", sa.String(64), nullable=False),
        sa.Column("rule_version", sa.String(32), nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("stands_until", sa.DateTime, nullable=False),
        sa.Column("released_by_records", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("released_by_compliance", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("ended_at", sa.DateTime),
    )
