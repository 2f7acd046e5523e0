"""The privacy impact assessment: answers, versions, amendments, risks, and whom of the public was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "assessment_answers",
        *_own(indexed=True),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        *_by("answered"),
    )
    op.create_table(
        "assessment_versions",
        *_own(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("watched", sa.JSON, nullable=False),
        *_by("proposed"),
        *_by("accepted", nullable=True),
        sa.UniqueConstraint("service", "number"),
    )
    op.create_table(
        "assessment_amendments",
        *_own(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("version_id", sa.String(36), sa.ForeignKey("assessment_versions.id"), nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("opened_by", sa.String(36), sa.ForeignKey("accounts.id")),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        *_by("described", nullable=True),
        *_by("accepted", nullable=True),
        sa.Column("applied_at", sa.DateTime),
        sa.Column("dropped_at", sa.DateTime),
        sa.UniqueConstraint("service", "number"),
    )
    _register()


def _register() -> None:
    op.create_table(
        "assessment_risks",
        *_own(),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("writing", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        *_by("recorded"),
        *_by("accepted", nullable=True),
        sa.UniqueConstraint("service", "number", "writing"),
    )
    op.create_table(
        "engagements",
        *_own(indexed=True),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        *_by("recorded"),
    )


def _own(*, indexed: bool = False) -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("service", sa.String(32), nullable=False, index=indexed),
    )


def _by(act: str, *, nullable: bool = False) -> tuple[sa.Column[str], sa.Column[object]]:
    return (
        sa.Column(f"{act}_by", sa.String(36), sa.ForeignKey("accounts.id"), nullable=nullable),
        sa.Column(f"{act}_at", sa.DateTime, nullable=nullable),
    )
