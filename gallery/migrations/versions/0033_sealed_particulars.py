"""Birth years, capturing officers and names of uploaded files are sealed as well, all of it or nothing."""

import sqlalchemy as sa
from alembic import op

from gallery.migrations.sealing import seal_column

revision = "0033"
down_revision = "0032"

_SEALED = (
    ("subjects", "birth_year"),
    ("booking_events", "capturing_officer"),
    ("probes", "filename"),
    ("further_pictures", "filename"),
    ("recordings", "filename"),
)


def upgrade() -> None:
    if sum(seal_column(table, ("id",), column, asked=False) for table, column in _SEALED):
        op.execute(sa.update(sa.table("identity_keys", sa.column("pages_in_clear"))).values(pages_in_clear=sa.true()))
