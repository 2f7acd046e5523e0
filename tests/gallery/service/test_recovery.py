"""A service that is killed between its log and its records tells so at its next start."""

import subprocess
import sys
from pathlib import Path

import pytest

from audits.verify import verify
from gallery.records.schema import log_marks
from kernel_lib.errors import LogDamaged
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House

KILLED_AT_COMMIT = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.opened import signed_line
from tests.gallery.house import ADMIN, House

house = House(Path(sys.argv[1]))
clerk = house.somebody(Role.RECORDS_CLERK)
Path(sys.argv[1], "password").write_text(house.passwords[clerk])
line = signed_line(house.parts.ledger, record(), picture())
event.listen(house.parts.floor.database._engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
house.offer(clerk, record(), picture(), line)
"""


@pytest.mark.records("sqlite")
def test_an_act_that_was_logged_and_not_kept_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """After kill -9 between log and commit: one entry too many is named, no row, no picture, and the log is whole."""
    clerk = Role.RECORDS_CLERK.value
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_COMMIT, str(tmp_path)], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr

    house = House(tmp_path, fresh=False, passwords={clerk: (tmp_path / "password").read_text()})

    entries = house.entries()
    abandoned = next(each for each in entries if each.event.act == "picture_enrolled")
    told = next(each.event for each in entries if each.event.act == "log_recovered")
    assert told.details["abandoned_sequence"] == abandoned.sequence
    assert told.details["abandoned_act"] == "picture_enrolled"
    assert house.parts.images.lineages() == frozenset()
    house.sign_in(clerk)
    assert house.ask("GET", "/status", clerk).json()["pictures"] == 0
    assert house.enrol(clerk, record(), picture()).status_code == 200
    assert verify(house.settings.audit_dir).whole
    house.close()


def test_a_start_after_a_crash_tells_only_what_was_abandoned(house: House) -> None:
    """Acts that were kept are not told again, at this start or the next."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    for _ in range(2):
        house.crash()
        house.open()

    acts = [each.event.act for each in house.entries()]
    assert "log_recovered" not in acts
    assert acts.count("log_gap") == 2


@pytest.mark.records("sqlite")
def test_a_log_that_is_shorter_than_the_records_know_stops_the_start(house: House) -> None:
    """A log that was cut, or records of another installation, are refused with the two numbers."""
    house.sign_in(ADMIN)
    with house.parts.ledger.unrecorded() as connection:
        connection.execute(log_marks.update().values(sequence=999))
    house.crash()

    with pytest.raises(LogDamaged, match="999 entries that the records know"):
        house.open()

    from gallery.records.database import Database

    database = Database.open(house.settings.gallery_dir / "records.sqlite")
    with database.transaction() as connection:
        connection.execute(log_marks.update().values(sequence=1))
    database.close()
    house.open()


def test_pictures_without_a_record_are_swept_at_the_start(house: House) -> None:
    """An orphan of an act that never ended is destroyed, and the start says how many."""
    house.parts.images.put("0" * 36, b"orphan")
    house.crash()

    house.open()

    start = [each.event for each in house.entries() if each.event.act == "service_started"][-1]
    assert start.details["lineages_swept"] == 1
    assert house.parts.images.lineages() == frozenset()
