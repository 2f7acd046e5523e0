"""A backup is taken while acts go on, opens only whole and with its key, and holds what was there at its moment."""

import json
import os
import sqlite3
import threading
from pathlib import Path
from typing import IO

import pytest

from gallery.backup.acts import KEY_NAME
from gallery.backup.envelope import FRAME, BackupRefused, Label, Opened, sealed
from gallery.backup.reading import read_backup
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House


def _made(house: House, path: Path, **asked: bool) -> bytes:
    answer = house.ask("POST", "/backups", ADMIN, json=asked)
    assert answer.is_success, answer.text
    path.write_bytes(answer.content)
    return (house.settings.keys_dir / KEY_NAME).read_bytes()


@pytest.mark.proves("M-10")
@pytest.mark.records("sqlite")
def test_a_backup_holds_one_moment_while_enrolment_goes_on(house: House, tmp_path: Path) -> None:
    """Each reference has picture, key and entry of the log in it; the installation's keys are not; the log says so."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    over = threading.Event()

    def keep_enrolling() -> None:
        for number in range(2, 40):
            if over.is_set():
                return
            house.enrol(clerk, record(subject_number=f"S-{number}", booking_event=f"E-{number}"), picture(shade=number))

    thread = threading.Thread(target=keep_enrolling)
    thread.start()
    kept: dict[str, bytes] = {}
    try:
        key = _made(house, tmp_path / "one.backup")
        told = read_backup(tmp_path / "one.backup", key, lambda name, file: _keep(kept, name, file))
    finally:
        over.set()
        thread.join()

    (tmp_path / "r.sqlite").write_bytes(kept["gallery/records.sqlite"])
    records = sqlite3.connect(tmp_path / "r.sqlite")
    lineages = {row[0] for row in records.execute("SELECT lineage_id FROM pictures")}
    log = [json.loads(line) for name in sorted(kept) if "segments" in name for line in kept[name].splitlines()]
    lines = len(log)
    enrolled = {each["event"]["object_id"] for each in log if each["event"]["act"] == "picture_enrolled"}
    joined = "SELECT p.id, p.lineage_id, p.sha256 FROM pictures p JOIN biometric_references r ON r.picture_id = p.id"
    held = records.execute(joined).fetchall()
    assert len(held) == len(lineages)
    assert {picture_id for picture_id, _, _ in held} <= enrolled
    files = {
        f"gallery/pictures/{lineage}/{name}" for _, lineage, sha in held for name in (f"{sha}.sealed", "key.sealed")
    }
    assert files <= set(kept)
    assert records.execute("SELECT max(sequence) FROM log_marks").fetchone()[0] <= told.log_size == lines
    assert lineages
    assert {name.split("/")[2] for name in kept if name.startswith("gallery/pictures/")} >= lineages
    assert not any(name.startswith("keys/") for name in kept)
    made = next(each for each in house.entries() if each.event.act == "backup_made")
    assert made.sequence > told.log_size == made.event.details["log_size"]
    assert not list(house.settings.gallery_dir.glob("backup-*"))


@pytest.mark.proves("M-10")
def test_a_backup_that_was_changed_cut_or_is_of_another_key_does_not_open(house: House, tmp_path: Path) -> None:
    """One bit anywhere, a cut at any place, bytes after the end, another key: each is refused in words."""
    path = tmp_path / "one.backup"
    key = _made(house, path)
    whole = path.read_bytes()
    assert read_backup(path, key).files > 3

    for place in (3, 40, len(whole) // 3, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupRefused):
            read_backup(path, key)
    for changed in (whole[:-1], whole[: len(whole) // 2], whole[:50], b"", whole + b"x"):
        path.write_bytes(changed)
        with pytest.raises(BackupRefused):
            read_backup(path, key)
    path.write_bytes(whole)
    with pytest.raises(BackupRefused, match="expected one of key"):
        read_backup(path, os.urandom(32))


def test_keys_are_in_a_backup_only_when_asked_for_and_never_its_own(house: House, tmp_path: Path) -> None:
    """The backup key stays apart from what it opens."""
    names: list[str] = []
    key = _made(house, tmp_path / "one.backup", with_keys=True)

    read_backup(tmp_path / "one.backup", key, lambda name, file: names.append(name))

    assert {name for name in names if name.startswith("keys/")} >= {"keys/master.key", "keys/signing.key"}
    assert "keys/backup.key" not in names


def test_a_cut_at_the_end_of_a_frame_is_seen(tmp_path: Path) -> None:
    """The last frame is marked as last, so that a shorter file of whole frames does not pass."""
    key = os.urandom(32)
    pieces = list(sealed((bytes(FRAME), bytes(FRAME), b"end"), key, Label.fresh(key, "2026-11-24T00:00:00Z")))
    path = tmp_path / "cut"
    path.write_bytes(b"".join(pieces[:-1]))

    with path.open("rb") as file, pytest.raises(BackupRefused, match="not as written"):
        Opened(file, key).finish()


def _keep(kept: dict[str, bytes], name: str, file: IO[bytes]) -> None:
    kept[name] = file.read()
