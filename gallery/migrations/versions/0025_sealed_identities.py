"""What names a person is sealed under the identity key; what stands in clear is sealed now, all of it or nothing."""

import sqlalchemy as sa
from alembic import op

from gallery.migrations.sealing import seal_column

revision = "0025"
down_revision = "0024"

_SEALED = (
    ("subjects", ("id",), "number", True),
    ("subjects", ("id",), "fps_number", False),
    ("booking_events", ("id",), "number", True),
    ("former_numbers", ("id",), "number", True),
    ("pictures", ("id",), "record_sha256", True),
    ("mark_pictures", ("id",), "record_sha256", True),
    ("feed_lines", ("feed_id", "number"), "record_sha256", True),
    ("known_task_proposals", ("request_id",), "subject_number", False),
    ("keeper_requests", ("id",), "sealed_fps", False),
    ("identity_tickets", ("id",), "note", False),
    ("identity_tickets", ("id",), "answer", False),
    ("applications", ("id",), "subject_number", False),
    ("applications", ("id",), "form", False),
    ("applications", ("id",), "report", False),
    ("disagreements", ("id",), "statement", False),
)
"""Table, its key, the column, and whether it is asked for by its value."""


def upgrade() -> None:
    places = op.create_table(
        "identity_keys",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("known_by", sa.Text),
        sa.Column("pages_in_clear", sa.Boolean, nullable=False),
        sa.CheckConstraint("place = 1", name="ck_identity_keys_single"),
    )
    sealed = sum(seal_column(*each) for each in _SEALED)
    op.bulk_insert(places, [{"place": 1, "known_by": None, "pages_in_clear": sealed > 0}])
