"""Tests of certificates, proofs of proficiency, reviews of access, second factors, breaches, reports of wrongdoing."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(36), primary_key=True)


def _ref(name: str, target: str = "accounts.id", *, null: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(36), sa.ForeignKey(target), nullable=null, index=index)


def _time(name: str, *, null: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime, nullable=null)


def upgrade() -> None:
    op.add_column("certificates", sa.Column("course", sa.String(120), nullable=False, server_default=""))
    op.add_column("certificates", sa.Column("correct", sa.Integer, nullable=False, server_default="0"))
    op.add_column("certificates", sa.Column("questions", sa.Integer, nullable=False, server_default="0"))
    _proficiency()
    _accounts()
    _breaches()


def _proficiency() -> None:
    op.create_table(
        "proficiency_checks",
        _id(),
        _ref("account_id", index=True),
        sa.Column("provider", sa.String(120), nullable=False),
        sa.Column("test", sa.String(120), nullable=False),
        sa.Column("taken_on", sa.Date, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("correct", "questions")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("tasks", "missed", "false_support")),
        sa.Column("supervisor", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        _ref("recorded_by", null=True),
        _time("recorded_at"),
    )
    op.create_table(
        "suspensions",
        _id(),
        _ref("account_id", index=True),
        sa.Column("because", sa.String(32), nullable=False),
        _time("since"),
        _time("lifted_at", null=True),
        _ref("lifted_by", null=True),
    )
    op.create_table(
        "rereviews",
        _id(),
        _ref("suspension_id", "suspensions.id", index=True),
        _ref("examination_id", "examinations.id"),
        _ref("request_id", "requests.id"),
        sa.Column("upheld", sa.Boolean),
        sa.Column("reason", sa.Text, nullable=False),
        _ref("done_by", null=True),
        _time("done_at", null=True),
    )


def _accounts() -> None:
    op.create_table(
        "access_reviews",
        _id(),
        _ref("account_id", index=True),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _ref("reviewed_by"),
        _time("reviewed_at"),
    )
    op.create_table(
        "role_changes",
        _id(),
        _ref("account_id", index=True),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        _ref("proposed_by"),
        _time("proposed_at"),
        sa.Column("approved", sa.Boolean),
        sa.Column("decision_reason", sa.Text, nullable=False),
        _ref("decided_by", null=True),
        _time("decided_at", null=True),
    )
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.String(36), sa.ForeignKey("accounts.id"), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.Column("recovery", sa.JSON, nullable=False),
        _time("made_at"),
        _time("confirmed_at", null=True),
    )
    op.create_table(
        "wrongdoing_reports",
        _id(),
        sa.Column("code_sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sealed_answer", sa.LargeBinary),
        sa.Column("answered_on", sa.Date),
    )


def _breaches() -> None:
    op.create_table(
        "breaches",
        _id(),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("year", sa.Integer, nullable=False, index=True),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("finding_id", sa.String(36), sa.ForeignKey("staff_findings.id"), unique=True),
        sa.Column("occurred_on", sa.String(10), nullable=False),
        _ref("opened_by"),
        _time("opened_at"),
        _time("closed_at", null=True),
    )
    op.create_table(
        "breach_steps",
        _id(),
        _ref("breach_id", "breaches.id", index=True),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        _ref("taken_by"),
        _time("taken_at"),
    )
