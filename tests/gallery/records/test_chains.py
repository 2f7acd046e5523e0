"""Chains of edits and fingerprints come back as they were kept; the newest chain counts."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gallery.records.chains import probe_chains, probe_fingerprints
from gallery.records.schema import metadata
from tests.standing import STANDING


def test_the_migration_makes_what_the_tables_say(tmp_path: Path) -> None:
    """No column or index of these tables differs between the schema and the migrated file."""
    database = STANDING.opened(tmp_path / "records.sqlite")

    with database.reading() as connection:
        differing = compare_metadata(MigrationContext.configure(connection), metadata)

    names = (probe_chains.name, probe_fingerprints.name)
    assert [difference for difference in differing if any(name in str(difference) for name in names)] == []
