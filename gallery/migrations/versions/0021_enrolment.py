"""Cited authorities, tickets without an examination, former numbers, transactions, and pictures of marks."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    with op.batch_alter_table("booking_events") as events:
        events.add_column(sa.Column("authority_cited", sa.String(300), nullable=False, server_default=""))
    with op.batch_alter_table("identity_tickets") as tickets:
        tickets.alter_column("examination_id", existing_type=sa.String(36), nullable=True)
    with op.batch_alter_table("pictures") as pictures:
        pictures.add_column(sa.Column("transaction_sha256", sa.String(64)))
    op.create_table(
        "former_numbers",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("subject_id", sa.String(36), sa.ForeignKey("subjects.id"), nullable=False, index=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("service", "number"),
    )
    op.create_table(
        "mark_pictures",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("booking_event_id", sa.String(36), sa.ForeignKey("booking_events.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("codes", sa.JSON, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("captured_on", sa.Date, nullable=False),
        sa.Column("enrolled_by", sa.String(36), nullable=False),
        sa.Column("enrolled_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("lineage_id", name="uq_mark_pictures_lineage_id"),
        sa.UniqueConstraint("sha256", name="uq_mark_pictures_sha256"),
    )
    op.create_index("ix_mark_pictures_booking_event_id", "mark_pictures", ["booking_event_id"])
