"""The records file."""

import pkgutil
import stat
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, text

import gallery.records
from gallery.records import held, packs, runs, sessions, who
from gallery.records.database import Database
from gallery.records.schema import metadata
from gallery.records.sealed import Sealed, SealedJson
from kernel_lib.errors import SettingsError
from tests.standing import STANDING

G1_TABLES = {
    each.name
    for module in (who, held, packs, runs, sessions)
    for each in vars(module).values()
    if isinstance(each, Table)
}


@pytest.mark.records("sqlite")
def test_a_new_file_is_private_and_has_every_table(tmp_path: Path) -> None:
    """Only the service's user may read it, and opening it twice changes nothing."""
    path = tmp_path / "gallery" / "records.sqlite"

    Database.open(path).close()
    database = Database.open(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.reading() as connection:
        names = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    assert names >= G1_TABLES | {"log_marks"}


def test_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    """No column, index or constraint differs between the schema and the migrated file."""
    for module in pkgutil.iter_modules(gallery.records.__path__, "gallery.records."):
        import_module(module.name)
    database = STANDING.opened(tmp_path / "records.sqlite")

    with database.reading() as connection:
        differing = compare_metadata(MigrationContext.configure(connection), metadata)

        sqlite = connection.dialect.name == "sqlite"
    named = [each for each in differing if any(name in str(each) for name in G1_TABLES)]
    assert [each for each in named if not (sqlite and _is_a_longer_text(each))] == []


def _is_a_longer_text(difference: Any) -> bool:
    """Say whether only the declared length of a sealed text differs, by which SQLite bounds nothing."""
    return isinstance(difference, list) and all(
        change[0] == "modify_type" and isinstance(change[6], Sealed | SealedJson) for change in difference
    )


@pytest.mark.records("sqlite")
def test_deleted_rows_are_overwritten_in_the_file(tmp_path: Path) -> None:
    """SQLite is asked to overwrite what is deleted, and does."""
    database = STANDING.opened(tmp_path / "records.sqlite")

    with database.reading() as connection:
        assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@pytest.mark.records("sqlite")
def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """The message names the folder and what to do, not the content."""
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"not a database" * 100)

    with pytest.raises(SettingsError, match="expected a readable database"):
        Database.open(path)
