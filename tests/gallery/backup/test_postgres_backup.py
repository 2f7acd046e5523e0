"""Backup, restore, destruction and scan where the records stand in a real PostgreSQL."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import select

from audits.events import LineageDestroyed
from gallery.backup.envelope import BackupRefused
from gallery.command.restore import restore
from gallery.command.scan import places
from gallery.records.database import Database
from gallery.records.erasing import erase_pictures
from gallery.records.held import pictures, references
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from tests.gallery.backup.kept import back_up
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House
from tests.standing import STANDING

pytestmark = pytest.mark.records("postgres")

OFFICER = "officer-marker-4711"


def _destroy(house: House, lineage_id: str) -> None:
    parts = house.parts
    with parts.ledger.act(None, LineageDestroyed) as act:
        ids = act.connection.execute(select(pictures.c.id).where(pictures.c.lineage_id == lineage_id)).scalars().all()
        numbers = erase_pictures(act.connection, ids, act.now)
    parts.images.destroy_all([lineage_id])
    for each in numbers.values():
        parts.index.remove(each)
    parts.floor.database.rewrite()


def _lineages(house: House) -> list[str]:
    with house.parts.ledger.reading() as connection:
        return list(connection.execute(select(pictures.c.lineage_id).order_by(pictures.c.id)).scalars())


def _cluster_holds(marker: bytes) -> list[str]:
    """Return the files of the server in which the marker is, its write-ahead log included."""
    found = []
    for path in sorted(STANDING.server.data.rglob("*")):
        if path.is_file() and path.name != "postmaster.pid" and marker in path.read_bytes():
            found.append(path.relative_to(STANDING.server.data).as_posix())
    return found


@pytest.mark.proves("M-10")
def test_a_backup_made_while_enrolment_goes_on_is_put_back_into_an_empty_database(house: House, tmp_path: Path) -> None:
    """Every reference of the restored records has its picture, and enrolment goes on there with new numbers."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    over = threading.Event()

    def keep_enrolling() -> None:
        for number in range(2, 30):
            if over.is_set():
                return
            house.enrol(clerk, record(subject_number=f"S-{number}", booking_event=f"E-{number}"), picture(shade=number))

    thread = threading.Thread(target=keep_enrolling)
    thread.start()
    try:
        asked = back_up(house, tmp_path / "one.backup")
    finally:
        over.set()
        thread.join()
    asked.into.parent.mkdir()
    restored = restore(asked, house.settings.cache_dir, house.clock)
    back = House(asked.into.parent, fresh=False, clock=house.clock, passwords=house.passwords)

    try:
        with back.parts.ledger.reading() as connection:
            joined = select(pictures.c.lineage_id, pictures.c.sha256, references.c.number).join(references)
            held = connection.execute(joined).all()
        assert held
        assert restored.destroyed == 0
        assert sorted(back.parts.index.held.numbers.tolist()) == sorted(each.number for each in held)
        assert all(back.parts.images.get(each.lineage_id, each.sha256) for each in held)
        assert not (asked.into / "gallery" / "records.postgres").exists()
        answer = back.enrol(clerk, record(subject_number="S-99", booking_event="E-99"), picture(shade=99))
        assert answer.is_success, answer.text
        assert back.parts.index.size == len(held) + 1
    finally:
        back.close()


@pytest.mark.proves("M-10", "F-32")
def test_what_was_destroyed_since_does_not_come_back_and_a_database_in_use_is_refused(
    house: House, tmp_path: Path
) -> None:
    """Nothing is restored over tables, or without a database; a failure leaves the database empty; then it is whole."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    assert house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=50)).is_success
    gone, kept = _lineages(house)
    asked = back_up(house, tmp_path / "one.backup")
    house.clock.forward(seconds=60)
    _destroy(house, gone)
    asked.into.parent.mkdir()

    with pytest.raises(SettingsError, match="empty database"):
        restore(replace(asked, database=house.database_url), house.settings.cache_dir, house.clock)
    with pytest.raises(BackupRefused, match="--database"):
        restore(replace(asked, database=""), house.settings.cache_dir, house.clock)
    assert not asked.into.exists()
    restored = restore(asked, house.settings.cache_dir, house.clock)
    back = House(asked.into.parent, fresh=False, clock=house.clock, passwords=house.passwords)

    try:
        assert restored.destroyed == 1
        assert _lineages(back) == [kept]
        assert _lineages(house) == [kept]
    finally:
        back.close()


@pytest.mark.proves("F-32")
def test_what_is_destroyed_leaves_tables_statistics_and_write_ahead_log(house: House) -> None:
    """A marker in a row, in the statistics of its column and in the log of the server is in none of its files after."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, {**record(), "capturing_officer": OFFICER}, picture()).is_success
    (lineage,) = _lineages(house)
    with house.parts.ledger.reading() as connection:
        template = connection.execute(select(references.c.sealed_template)).scalar_one()
    tables = {place.file.name for place in places(house.settings, [OFFICER]) if place.file.parts[0] == "PostgreSQL"}
    STANDING.server.run(sql.SQL("CHECKPOINT"))
    files = _cluster_holds(template[:24])

    _destroy(house, lineage)

    assert "booking_events" in tables
    assert {path.split("/")[0] for path in files} == {"base", "pg_wal"}
    assert list(places(house.settings, [OFFICER])) == []
    assert _cluster_holds(template[:24]) == []
    assert _cluster_holds(OFFICER.encode()) == []


def test_a_reader_that_began_before_a_destruction_holds_the_rewriting_up(house: House) -> None:
    """What it may still see would be copied: the rewriting waits, and goes on when the reader ends."""
    database = Database.beside(house.database_url)
    seen: list[float] = []

    def rewrite() -> None:
        house.parts.floor.database.rewrite()
        seen.append(time.monotonic())

    with database.reading() as connection:
        connection.execute(select(pictures.c.id)).all()
        thread = threading.Thread(target=rewrite)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
        ended = time.monotonic()
    thread.join(20)
    database.close()

    assert seen
    assert seen[0] > ended
