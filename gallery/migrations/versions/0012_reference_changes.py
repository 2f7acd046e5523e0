"""What changed in who may be compared, line by line, and an index that reads the state of one picture alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "reference_changes",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("token", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    columns = ["picture_id", "current", "state", "next_review"]
    op.create_index("ix_eligibility_standing", "eligibility", columns)
