"""The records on a real PostgreSQL: the same schema, the same acts, the same story, and one service's rows only."""

from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from audits.verify import verify
from gallery.records.database import Database
from gallery.records.gallery import Subject
from gallery.records.held import subjects
from gallery.records.ids import new_id
from gallery.records.searchable import states_of
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import MODEL, Bench, picture, probe_vector
from tests.gallery.casework.test_story import test_two_examiners_who_agree_make_a_lead as tell_the_story
from tests.gallery.enrolment.bookings import record
from tests.gallery.fakes import NOON
from tests.gallery.house import House
from tests.gallery.postgres import Server
from tests.standing import STANDING

pytestmark = pytest.mark.records("postgres")


@pytest.fixture
def server() -> Server:
    """The server of this run."""
    return STANDING.server


def test_from_a_draft_to_a_lead_on_postgresql(tmp_path: Path) -> None:
    """The whole story of casework, and the states that a search relies on, as on SQLite."""
    bench = Bench(tmp_path)
    bench.enrol()

    tell_the_story(bench)

    with bench.database.reading() as connection:
        rows = [row for part in states_of(connection, MODEL) for row in part]
    assert len(rows) == len(bench.index.numbers)
    assert all(isinstance(row[3], str) and date.fromisoformat(row[3]) for row in rows)
    bench.database.close()


def test_a_service_on_postgresql_starts_again_after_a_crash(tmp_path: Path) -> None:
    """Enrol, crash, start: the picture is searched, nothing was abandoned, the log is whole; then rewrite."""
    house = House(tmp_path)
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    assert house.enrol(clerk, record(), picture()).is_success

    house.crash()
    house.open()

    assert house.ask("GET", "/status", clerk).json()["pictures"] == 1
    assert house.parts.index.size == 1
    assert "log_recovered" not in [each.event.act for each in house.entries()]
    house.parts.floor.database.rewrite()
    assert not (house.settings.gallery_dir / "records.sqlite").exists()
    house.close()
    assert verify(house.settings.audit_dir).whole


def test_a_transaction_rolls_back_and_a_reader_sees_one_state(server: Server) -> None:
    """What failed left nothing; a reader cannot write and does not see what came after it began."""
    database = Database.open(Path("/nowhere"), server.fresh(), b"i" * 32)
    with database.transaction() as connection:
        connection.execute(subjects.insert().values(vars(Subject(new_id(), "demo", "S-1", "", None, NOON))))
    with pytest.raises(DBAPIError):
        _delete_and_fail(database)

    with database.reading() as connection:
        assert connection.execute(select(subjects.c.number)).scalars().all() == ["S-1"]
    with database.reading() as connection, pytest.raises(DBAPIError):
        connection.execute(subjects.delete())

    database.close()


@pytest.mark.proves("G-01")
def test_a_reader_sees_the_rows_of_the_service_that_it_named(server: Server, tmp_path: Path) -> None:
    """From a raw connection: one service's rows, none without a service, no other table, and nothing to change."""
    url = server.fresh()
    bench = Bench(tmp_path, database_url=url)
    for service in ("demo", "other"):
        vector = probe_vector()
        bench.add_reference(f"{service}-1", vector, service=service, data=picture(shade=len(service)))
    bench.database.close()

    with psycopg.connect(url.replace("user=leadbook", "user=analyst"), autocommit=True) as connection:
        tables = ("subjects", "booking_events", "pictures", "biometric_references", "eligibility")
        assert [_count(connection, each) for each in tables] == [0] * 5
        connection.execute("SET leadbook.service = 'other'")
        assert [_count(connection, each) for each in tables] == [1] * 5
        assert connection.execute("SELECT service FROM subjects").fetchall() == [("other",)]
        for denied in ("SELECT * FROM accounts", "DELETE FROM subjects", "SELECT * FROM requests"):
            with pytest.raises(InsufficientPrivilege):
                connection.execute(denied)


def test_another_database_than_postgresql_is_refused() -> None:
    """An address of something else says what is expected."""
    for url in ("mysql://somewhere/x", "no address"):
        with pytest.raises(SettingsError, match=r"expected postgresql://"):
            Database.open(Path("/nowhere"), url)


def _delete_and_fail(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(subjects.delete())
        connection.execute(text("SELECT 1 / 0"))


def _count(connection: psycopg.Connection[tuple[int]], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return row[0]
