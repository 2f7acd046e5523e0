"""Applications of people about their own pictures, their items and letters, and statements of disagreement (F-60)."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    _applications()
    op.create_table(
        "application_items",
        sa.Column("application_id", sa.String(36), sa.ForeignKey("applications.id"), primary_key=True),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("withheld", sa.Boolean, nullable=False),
        sa.Column("section", sa.String(32), nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(36), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
    )
    _letters()
    op.create_table(
        "disagreements",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("application_id", sa.String(36), sa.ForeignKey("applications.id"), nullable=False),
        sa.Column("picture_id", sa.String(36), nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("attached_by", sa.String(36), nullable=False),
        sa.Column("attached_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("application_id", "picture_id"),
    )
    op.create_index("ix_disagreements_picture_id", "disagreements", ["picture_id"])


def _applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.String(16), nullable=False, unique=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject_number", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("applicant", sa.String(32), nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("form", sa.JSON, nullable=False),
        sa.Column("fee_cents", sa.Integer, nullable=False),
        sa.Column("recorded_by", sa.String(36), nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("identity_check", sa.String(32), nullable=False),
        sa.Column("identity_checked_on", sa.Date),
        sa.Column("identity_by", sa.String(36)),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(36)),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("report", sa.JSON),
    )
    op.create_index("ix_applications_service", "applications", ["service"])


def _letters() -> None:
    op.create_table(
        "application_letters",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("application_id", sa.String(36), sa.ForeignKey("applications.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("account_id", sa.String(36)),
        sa.Column("lineage_id", sa.String(36), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("dated", sa.Date, nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_application_letters_application_id", "application_letters", ["application_id"])
