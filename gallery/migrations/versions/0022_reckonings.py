"""Under which rules all states were last reckoned, and how far a run has come."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "reckonings",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("rule_version", sa.String(64), nullable=False),
        sa.Column("reached", sa.String(36), nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
    )
