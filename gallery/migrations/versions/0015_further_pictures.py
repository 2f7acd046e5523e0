"""Further pictures of the person of a probe (A-21)."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "further_pictures",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("format", sa.String(8), nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("origin", sa.JSON, nullable=False),
        sa.Column("faces", sa.JSON, nullable=False),
        sa.Column("added_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.Column("chosen_face", sa.Integer),
        sa.Column("chosen_why", sa.String(500), nullable=False),
        sa.Column("crop_sha256", sa.String(64)),
        sa.Column("may_differ", sa.Boolean, nullable=False),
    )
    op.create_index("ix_further_pictures_probe_id", "further_pictures", ["probe_id"])
