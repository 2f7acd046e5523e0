"""Photo arrays and the steps of their showing."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "photo_arrays",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("lead_id", sa.String(36), sa.ForeignKey("leads.id"), nullable=False),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("person", sa.JSON, nullable=False),
        sa.Column("fillers", sa.JSON, nullable=False),
        sa.Column("proposed", sa.JSON, nullable=False),
        sa.Column("upload_source", sa.String(2000), nullable=False),
        sa.Column("measured", sa.JSON, nullable=False),
        sa.Column("code_sha256", sa.String(64)),
        sa.Column("code_until", sa.DateTime),
        sa.Column("order", sa.JSON, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("administrator_id", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("made_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_index("ix_photo_arrays_lead_id", "photo_arrays", ["lead_id"])
    op.create_index("ix_photo_arrays_code_sha256", "photo_arrays", ["code_sha256"])
    op.create_table(
        "photo_array_steps",
        sa.Column("array_id", sa.String(36), sa.ForeignKey("photo_arrays.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("previous_sha256", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
