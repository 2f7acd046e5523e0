"""Samples of searches drawn for audit, and what was found in them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "audit_samples",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("seed_size", sa.Integer, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
        sa.Column("least", sa.Integer, nullable=False),
        sa.Column("searches", sa.Integer, nullable=False),
        sa.Column("drawn", sa.JSON, nullable=False),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "audit_findings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("month", sa.String(7), sa.ForeignKey("audit_samples.month"), nullable=False, index=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("conclusion", sa.String(20), nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
