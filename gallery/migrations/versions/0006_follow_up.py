"""What is recorded about leads and cases after a lead was issued."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), primary_key=True)


def _of(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), nullable=False, index=True)


def _by(name: str, target: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), nullable=False)


def _text(name: str, size: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False)


def upgrade() -> None:
    op.create_table(
        "lead_facts",
        _id("id"),
        _of("lead_id", "leads.id"),
        _text("kind", 24),
        sa.Column("body", sa.JSON, nullable=False),
        _by("recorded_by", "accounts.id"),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "lead_copies",
        _id("id"),
        _of("lead_id", "leads.id"),
        _by("account_id", "accounts.id"),
        _text("kind", 16),
        _text("mark", 300),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime),
    )
    op.create_table(
        "notices",
        _id("id"),
        _of("lead_id", "leads.id"),
        _of("account_id", "accounts.id"),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("read_at", sa.DateTime),
    )
    op.create_table(
        "disclosures",
        _id("id"),
        _of("case_id", "cases.id"),
        _text("recipient", 24),
        _text("method", 24),
        sa.Column("disclosed_on", sa.Date, nullable=False),
        _text("reference", 200),
        _by("recorded_by", "accounts.id"),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "case_freezes",
        _id("id"),
        _of("case_id", "cases.id"),
        _by("lead_id", "leads.id"),
        _text("reason", 200),
        sa.Column("placed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "incidents",
        _id("id"),
        _of("case_id", "cases.id"),
        _by("lead_id", "leads.id"),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
    )
