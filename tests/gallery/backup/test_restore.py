"""A backup is put back whole, into a new folder, without what was destroyed since it was made."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from audits.destroyed import HEAD, LIST, Register, read_destroyed
from audits.events import LineageDestroyed
from audits.note import LogKey
from audits.verify import verify
from gallery.backup.envelope import BackupRefused
from gallery.command.restore import Asked, Restored, restore
from gallery.images.store import Images
from gallery.records.erasing import erase_pictures
from gallery.records.held import pictures, references
from gallery.records.ids import new_id
from gallery.records.staff import Consent, add_consent, consents_held
from gallery.records.who import accounts
from kernel_lib.errors import LogDamaged, LogUnavailable, PictureDamaged
from kernel_lib.vocabulary import Role
from tests.gallery.backup.kept import back_up
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.fakes import FixedClock
from tests.gallery.house import ADMIN, House


def _restore(house: House, asked: Asked) -> Restored:
    asked.into.parent.mkdir(exist_ok=True)
    return restore(asked, house.settings.cache_dir, house.clock)


def _process(house: House, asked: Asked) -> "subprocess.Popen[str]":
    """`leadbook restore` in a process of its own."""
    named = {"--into": asked.into, "--key": asked.key, "--keys": asked.keys, "--list": asked.listed}
    options = [str(word) for pair in named.items() for word in pair]
    database = ["--database", asked.database] if asked.database else []
    return subprocess.Popen(
        [sys.executable, "-m", "gallery.command", "restore", str(asked.backup), *options, *database],
        env={**os.environ, "LEADBOOK_DATA_DIR": str(house.settings.data_dir)},
        stderr=subprocess.PIPE,
        text=True,
    )


def _destroy(house: House, lineage_id: str) -> None:
    """Destroy one picture as a run does: rows, files under the key, index."""
    parts = house.parts
    with parts.ledger.act(None, LineageDestroyed) as act:
        ids = act.connection.execute(select(pictures.c.id).where(pictures.c.lineage_id == lineage_id)).scalars().all()
        numbers = erase_pictures(act.connection, ids, act.now)
    parts.images.destroy_all([lineage_id])
    for each in numbers.values():
        parts.index.remove(each)


@pytest.mark.proves("M-10", "F-32")
def test_what_was_destroyed_after_a_backup_does_not_come_back_with_it(house: House, tmp_path: Path) -> None:
    """The old backup is restored: the destroyed picture is in no record, file or index, the other one is searched."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    assert house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=50)).is_success
    with house.parts.ledger.reading() as connection:
        rows = connection.execute(
            select(pictures.c.lineage_id, pictures.c.sha256, references.c.number, references.c.sealed_template)
            .join(references, references.c.picture_id == pictures.c.id)
            .order_by(references.c.number)
        ).all()
    gone, kept = rows
    key = (house.settings.gallery_dir / "pictures" / gone.lineage_id / "key.sealed").read_bytes()
    asked = back_up(house, tmp_path / "old.backup")
    _destroy(house, gone.lineage_id)

    restored = _restore(house, asked)

    assert restored.destroyed == 1
    back = House(asked.into.parent, fresh=False, clock=house.clock, passwords=house.passwords)
    try:
        assert back.parts.index.held.numbers.tolist() == [kept.number]
        assert back.parts.images.get(kept.lineage_id, kept.sha256)
        with pytest.raises(PictureDamaged):
            back.parts.images.get(gone.lineage_id, gone.sha256)
        assert _places(asked.into, key) == _places(asked.into, gone.sealed_template) == []
        acts = [each.event.act for each in back.entries()]
        assert acts.index("destruction_repeated") < acts.index("backup_restored") < acts.index("service_started", 12)
        gaps = [each.event.details["kind"] for each in back.entries() if each.event.act == "log_gap"]
        assert "restore" in gaps
        assert verify(back.settings.audit_dir).whole
        assert back.ask("GET", "/status", clerk).json()["pictures"] == 1
    finally:
        back.close()


@pytest.mark.proves("M-10")
def test_a_second_restore_to_the_same_folder_is_refused_and_a_killed_ones_rest_is_taken_away(
    house: House, tmp_path: Path
) -> None:
    """The first process waits for its backup's bytes; a second leaves its folder alone; killed, it hinders nobody."""
    asked = back_up(house, tmp_path / "one.backup")
    asked.into.parent.mkdir(exist_ok=True)
    slow = tmp_path / "slow.backup"
    os.mkfifo(slow)
    rest = asked.into.with_name(asked.into.name + ".restoring")

    # Opening waits until the first process reads: it has its folder by then.
    with _process(house, replace(asked, backup=slow)) as first, slow.open("wb"):
        (rest / "of-the-first").touch()
        with _process(house, asked) as second:
            told = second.communicate(timeout=60)[1]
        kept = (rest / "of-the-first").exists()
        first.kill()
    again = _restore(house, asked)

    assert (second.returncode, kept) == (1, True)
    assert "another restore to this folder that is under way" in " ".join(told.split())
    assert again.told.files > 0
    assert [each.name for each in asked.into.parent.iterdir()] == [asked.into.name]


@pytest.mark.proves("M-10")
def test_a_list_that_is_missing_older_cut_or_of_another_past_stops_a_restore(house: House, tmp_path: Path) -> None:
    """Nothing is put back without the newest list, unless somebody writes why; the log then says so."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=50))
    old = tmp_path / "old-list"
    first, second = sorted(house.parts.images.lineages())
    _destroy(house, first)
    shutil.copytree(house.settings.audit_dir, old)
    house.clock.forward(seconds=60)
    asked = back_up(house, tmp_path / "one.backup")
    _destroy(house, second)
    cut = tmp_path / "cut-list"
    shutil.copytree(house.settings.audit_dir, cut)
    (cut / LIST).write_bytes((cut / LIST).read_bytes().splitlines(keepends=True)[0])
    changed = tmp_path / "changed-list"
    shutil.copytree(house.settings.audit_dir, changed)
    (changed / LIST).write_bytes((changed / LIST).read_bytes().replace(second.encode(), first.encode()))

    for listed, told in ((None, "got none"), (old, "fetch the newest"), (cut, "lines as signed"), (changed, "changed")):
        with pytest.raises(BackupRefused, match=told):
            _restore(house, replace(asked, listed=listed))
        assert not asked.into.exists()
        assert list(asked.into.parent.iterdir()) == []

    reason = "The publication folder burnt with the building"
    assert _restore(house, replace(asked, listed=None, without_list=reason)).destroyed == 0
    segments = sorted((asked.into / "audit" / "segments").glob("*.jsonl"))
    assert reason in segments[-1].read_text()


@pytest.mark.proves("M-10")
def test_a_damaged_backup_or_wrong_keys_leave_nothing_behind(house: House, tmp_path: Path) -> None:
    """One flipped bit, a place that is taken, keys that are missing: refused, and no folder is left."""
    asked = back_up(house, tmp_path / "one.backup")
    whole = asked.backup.read_bytes()
    asked.backup.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    with pytest.raises(BackupRefused, match="not as written"):
        _restore(house, asked)
    asked.backup.write_bytes(whole)
    with pytest.raises(BackupRefused, match="installation's keys"):
        _restore(house, replace(asked, keys=None))
    with pytest.raises(BackupRefused, match="a new folder"):
        _restore(house, replace(asked, into=tmp_path))

    assert list(asked.into.parent.iterdir()) == []


@pytest.mark.proves("M-10")
def test_an_older_copy_of_the_folders_is_made_good_at_the_start(house: House, tmp_path: Path) -> None:
    """Records and pictures put back by hand, around the command: the next start destroys again before it searches."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    (lineage_id,) = house.parts.images.lineages()
    house.close()
    shutil.copytree(house.settings.gallery_dir, tmp_path / "old")
    house.open()
    _destroy(house, lineage_id)
    house.close()
    shutil.rmtree(house.settings.gallery_dir)
    shutil.copytree(tmp_path / "old", house.settings.gallery_dir)

    house.open()

    assert house.parts.index.size == 0
    assert house.parts.images.lineages() == frozenset()
    assert house.entries()[-1].event.details["references"] == 0
    assert "destruction_repeated" in [each.event.act for each in house.entries()]


@pytest.mark.proves("M-10", "B-11")
def test_a_consent_of_staff_that_ended_does_not_come_back_with_an_older_copy(house: House, tmp_path: Path) -> None:
    """The records say again that it holds, the picture lies there again: at the start both end once more."""
    house.sign_in(ADMIN)
    staff = house.parts.staff
    with house.parts.ledger.unrecorded() as connection:
        account_id = connection.execute(select(accounts.c.id)).scalars().one()
        lineage_id = new_id()
        sha256 = staff.store.put(lineage_id, b"picture of staff")
        add_consent(connection, Consent(new_id(), account_id, lineage_id, sha256, "1", house.clock()))
    house.close()
    shutil.copytree(house.settings.gallery_dir, tmp_path / "old")
    house.open()
    assert house.parts.staff.store.lineages() == {lineage_id}
    house.parts.staff.store.destroy(lineage_id)
    house.close()
    shutil.rmtree(house.settings.gallery_dir)
    shutil.copytree(tmp_path / "old", house.settings.gallery_dir)

    house.open()

    assert house.parts.staff.store.lineages() == frozenset()
    with house.parts.ledger.reading() as connection:
        assert consents_held(connection) == ()


def test_the_list_is_written_before_anything_goes_and_its_forgery_is_seen(house: House) -> None:
    """A lineage is on the signed list; a head or line of another hand is refused with its place."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    (lineage_id,) = house.parts.images.lineages()
    _destroy(house, lineage_id)
    folder, public = house.settings.audit_dir, house.parts.floor.log.public_key

    listed = read_destroyed(folder, public)

    assert listed.lineages == {lineage_id}
    head = (folder / HEAD).read_bytes()
    (folder / HEAD).write_bytes(head.replace(b'"number":1', b'"number":0'))
    with pytest.raises(LogDamaged, match="signature"):
        read_destroyed(folder, public)
    (folder / HEAD).write_bytes(head)


def test_nothing_is_destroyed_while_its_list_cannot_be_copied(tmp_path: Path) -> None:
    """The publication folder fails: refused, and refused again, until it takes the copy; then it holds the lineage."""
    key, clock = Ed25519PrivateKey.generate(), FixedClock()
    public, published = LogKey.of("leadbook", key), tmp_path / "published"
    published.write_text("a file where the folder should be")
    register = Register(tmp_path / "audit", key, public, published, clock)
    images = Images(tmp_path / "pictures", bytes(32), register.add)
    lineage_id = new_id()
    images.put(lineage_id, b"picture")

    for _ in range(2):
        with pytest.raises(LogUnavailable):
            images.destroy_all([lineage_id])
    assert images.lineages() == {lineage_id}
    published.unlink()
    images.destroy_all([lineage_id])

    assert images.lineages() == frozenset()
    assert read_destroyed(published, public).lineages == {lineage_id}
    again = Register(tmp_path / "restored", key, public, published, clock)
    assert again.lineages == {lineage_id}


def _places(folder: Path, marker: bytes) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file() and marker in path.read_bytes()]
