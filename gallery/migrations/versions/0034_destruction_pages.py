"""Lines of a run in a state are read a page at a time, in the order of their lineages."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.drop_index("ix_destructions_run", "destructions")
    op.create_index("ix_destructions_run", "destructions", ["run_id", "state", "lineage_id"])
