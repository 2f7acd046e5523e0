"""Review: drafts, context seen, known tasks, descriptions, identity tickets, holds and purges of search records."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _examination_drafts()
    _contexts_seen()
    _decoys()
    _descriptions()
    _identity_tickets()
    _holds()
    _purged_candidates()


def _examination_drafts() -> None:
    op.create_table(
        "examination_drafts",
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime, nullable=False),
    )


def _contexts_seen() -> None:
    op.create_table(
        "contexts_seen",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("stepped_back", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_contexts_seen_examination_id", "contexts_seen", ["examination_id"])


def _decoys() -> None:
    op.create_table(
        "decoys",
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("search_id", sa.String(36), sa.ForeignKey("searches.id"), nullable=False),
        sa.Column("proposed_subject_id", sa.String(36), nullable=False),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("registered_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("registered_at", sa.DateTime, nullable=False),
        sa.Column("retired_at", sa.DateTime),
    )


def _descriptions() -> None:
    op.create_table(
        "descriptions",
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("contradiction", sa.Boolean, nullable=False),
        sa.Column("filled_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("filled_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("decided_at", sa.DateTime),
    )


def _identity_tickets() -> None:
    op.create_table(
        "identity_tickets",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("examination_id", sa.String(36), sa.ForeignKey("examinations.id"), nullable=False),
        sa.Column("subject_ids", sa.JSON, nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("raised_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("raised_at", sa.DateTime, nullable=False),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.Column("answered_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("answered_at", sa.DateTime),
    )
    op.create_index("ix_identity_tickets_service", "identity_tickets", ["service"])


def _holds() -> None:
    op.create_table(
        "disclosure_holds",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("placed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("placed_at", sa.DateTime, nullable=False),
        sa.Column("lifted_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("lifted_at", sa.DateTime),
        sa.Column("passed_over_on", sa.Date),
    )
    op.create_index("ix_disclosure_holds_case_id", "disclosure_holds", ["case_id"])


def _purged_candidates() -> None:
    op.create_table(
        "purged_candidates",
        sa.Column("candidate_id", sa.String(36), sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("pictures", sa.JSON, nullable=False),
        sa.Column("purged_at", sa.DateTime, nullable=False),
    )
