"""Explanations of destruction that is late."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "late_explanations",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("given_by", sa.String(36), nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
    )
