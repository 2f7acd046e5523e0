"""Reports on a change of the face model, the changes themselves, and what became of each line of a feed."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "model_impacts",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("service", sa.String(32), nullable=False, index=True),
        sa.Column("old_model_id", sa.String(120), nullable=False),
        sa.Column("new_model_id", sa.String(120), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("filed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("filed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "models_in_use",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("model", sa.String(80), nullable=False),
        sa.Column("model_id", sa.String(120), nullable=False),
        sa.Column("before_id", sa.String(120), nullable=False),
        sa.Column("changed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.add_column("feeds", sa.Column("not_offered", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("feed_lines", sa.Column("refused_rule", sa.String(80)))
    op.add_column("feed_lines", sa.Column("refused_at", sa.DateTime))
