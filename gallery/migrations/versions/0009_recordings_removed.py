"""When a video was removed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("recordings", sa.Column("removed_at", sa.DateTime))
