"""Consents of staff to a reference picture, and checks of searches against them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), primary_key=True)


def _by(name: str, target: str, *, null: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), nullable=null, index=index)


def upgrade() -> None:
    op.create_table(
        "staff_consents",
        _id("id"),
        _by("account_id", "accounts.id", index=True),
        sa.Column("lineage_id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rule_version", sa.String(32), nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "staff_checks",
        _id("id"),
        sa.Column("since", sa.DateTime),
        sa.Column("until", sa.DateTime, nullable=False, index=True),
        _by("ran_by", "accounts.id", null=True),
        sa.Column("seed", sa.String(16), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("searches", sa.Integer, nullable=False),
        sa.Column("compared", sa.Integer, nullable=False),
    )
    op.create_table(
        "staff_findings",
        _id("id"),
        _by("check_id", "staff_checks.id"),
        _by("search_id", "searches.id"),
        _by("account_id", "accounts.id", null=True),
        sa.Column("raised_at", sa.DateTime, nullable=False),
        sa.Column("proper", sa.Boolean),
        sa.Column("reason", sa.Text, nullable=False),
        _by("answered_by", "accounts.id", null=True),
        sa.Column("answered_at", sa.DateTime),
    )
