"""Videos received as sources of probes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), nullable=False),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("container", sa.String(16), nullable=False),
        sa.Column("codec", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("looked_at", sa.Integer, nullable=False),
        sa.Column("faces", sa.JSON, nullable=False),
        sa.Column("software", sa.String(200), nullable=False),
        sa.Column("received_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("replaced_at", sa.DateTime),
        sa.Column("chosen_frame", sa.Integer),
    )
    op.create_index("ix_recordings_request_id", "recordings", ["request_id"])
