"""What decides whether a picture may be searched: how charges ended, marks on pictures, decisions to keep, deaths."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("charges") as charges:
        charges.add_column(sa.Column("election", sa.String(32)))
        charges.add_column(sa.Column("years_at_offence", sa.Integer))
    with op.batch_alter_table("subjects") as subjects:
        subjects.add_column(sa.Column("died_on", sa.Date))
    with op.batch_alter_table("eligibility") as eligibility:
        eligibility.add_column(sa.Column("due_on", sa.Date))
        eligibility.add_column(sa.Column("waits_for", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_eligibility_review", "eligibility", ["current", "next_review"])
    op.create_index("ix_eligibility_state", "eligibility", ["current", "state"])
    _outcomes()
    _marks()
    _decisions()


def _outcomes() -> None:
    op.create_table(
        "charge_outcomes",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("charge_id", sa.String(36), sa.ForeignKey("charges.id"), nullable=False),
        sa.Column("happened", sa.Date, nullable=False),
        sa.Column("disposition", sa.String(32), nullable=False),
        sa.Column("appeal_until", sa.Date),
        sa.Column("appealed", sa.Boolean, nullable=False),
        sa.Column("appeal_ended", sa.Date),
        sa.Column("order_expires", sa.Date),
        sa.Column("sentence_done", sa.Date),
        sa.Column("as_adult", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.String(36), nullable=False),
        sa.Column("recorded_at", sa.DateTime, nullable=False),
        sa.Column("replaced_at", sa.DateTime),
    )
    op.create_index("ix_charge_outcomes_charge_id", "charge_outcomes", ["charge_id"])


def _marks() -> None:
    op.create_table(
        "standing_marks",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("booking_event_id", sa.String(36), sa.ForeignKey("booking_events.id"), nullable=False),
        sa.Column("picture_id", sa.String(36), sa.ForeignKey("pictures.id")),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("look_again_on", sa.Date, nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("placed_by", sa.String(36), nullable=False),
        sa.Column("placed_at", sa.DateTime, nullable=False),
        sa.Column("lifted_by", sa.String(36)),
        sa.Column("lifted_at", sa.DateTime),
    )
    op.create_index("ix_standing_marks_booking_event_id", "standing_marks", ["booking_event_id"])


def _decisions() -> None:
    op.create_table(
        "retention_decisions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("picture_id", sa.String(36), sa.ForeignKey("pictures.id"), nullable=False),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("keep", sa.Boolean, nullable=False),
        sa.Column("look_again_on", sa.Date, nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("reasons", sa.String(2000), nullable=False),
        sa.Column("decided_by", sa.String(36), nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_retention_decisions_picture_id", "retention_decisions", ["picture_id"])
