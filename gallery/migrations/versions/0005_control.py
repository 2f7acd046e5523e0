"""Control: stops, bounds of searches, terms of requests, removals of pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _stops()
    _settings()
    op.create_table(
        "request_terms",
        sa.Column("request_id", sa.String(36), sa.ForeignKey("requests.id"), primary_key=True),
        sa.Column("offences_version", sa.String(32), nullable=False),
        sa.Column("offence_text", sa.Text, nullable=False),
        sa.Column("source_type", sa.String(64), nullable=False),
        sa.Column("higher_for", sa.JSON, nullable=False),
        sa.Column("due_at", sa.DateTime),
        sa.Column("overdue_told_at", sa.DateTime),
    )
    op.create_index("ix_request_terms_source_type", "request_terms", ["source_type"])
    op.create_table(
        "probe_removals",
        sa.Column("probe_id", sa.String(36), sa.ForeignKey("probes.id"), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("rule_version", sa.String(32), nullable=False),
        sa.Column("removed_at", sa.DateTime, nullable=False),
        sa.Column("confirmed_at", sa.DateTime),
    )


def _stops() -> None:
    op.create_table(
        "stops",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("target", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("stopped_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("stopped_at", sa.DateTime, nullable=False),
        sa.Column("resume_reason", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("proposed_at", sa.DateTime),
        sa.Column("resumed_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("resumed_at", sa.DateTime),
    )


def _settings() -> None:
    op.create_table(
        "search_settings",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("min_score", sa.Float, nullable=False),
        sa.Column("max_candidates", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("effects", sa.JSON, nullable=False),
        sa.Column("proposed_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("proposed_at", sa.DateTime, nullable=False),
        sa.Column("decided_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("approved", sa.Boolean),
        sa.Column("decision_reason", sa.Text, nullable=False),
        sa.UniqueConstraint("number", name="uq_search_settings_number"),
    )
