"""Changes of the identity key, and the key that follows it while it is changed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("identity_keys", sa.Column("next_known_by", sa.Text))
    op.create_table(
        "key_changes",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("approved", sa.Boolean),
        sa.Column("decision_reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("begun_at", sa.DateTime),
        sa.Column("done_at", sa.DateTime),
        sa.Column("resealed", sa.Integer),
    )
