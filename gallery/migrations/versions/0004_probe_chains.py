"""Chains of edits of a probe, and fingerprints of probes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "probe_chains",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), nullable=False),
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), nullable=False),
        sa.Column("operations", sa.JSON, nullable=False),
        sa.Column("edits", sa.JSON, nullable=False),
        sa.Column("steps", sa.JSON, nullable=False),
        sa.Column("face", sa.JSON),
        sa.Column("stored_sha256", sa.String(64)),
        sa.Column("made_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_probe_chains_probe_id", "probe_chains", ["probe_id"])
    op.create_index("ix_probe_chains_examination_id", "probe_chains", ["examination_id"])
    op.create_table(
        "probe_fingerprints",
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
