"""A backup or a restore that fails on the way leaves what was there before, or all of the new: never a half."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import cast

import pytest
from sqlalchemy import text

from audits.verify import verify
from gallery.backup import writing
from gallery.backup.envelope import BackupRefused
from gallery.backup.reading import read_backup
from gallery.command.backup import back_up as write_backup
from gallery.command.restore import Asked, restore
from gallery.keys import read_key
from kernel_lib.client import Client
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role
from kernel_lib.wire.backup import BackupAsked, BackupChecked
from tests.counting import tried
from tests.gallery.backup.dying import calls_of, killed_at, spread, with_files_of
from tests.gallery.backup.kept import back_up
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House

MOMENTS = 6


@dataclass
class Sent:
    """The client's side of a backup whose bytes were made before: what `leadbook backup` fetches and tells."""

    content: bytes
    told: tuple[BackupChecked, ...] = ()

    @property
    def backups(self) -> "Sent":
        """The routes of backups."""
        return self

    @contextmanager
    def make(self, asked: BackupAsked) -> Iterator[Iterator[bytes]]:
        """Give the bytes in small pieces."""
        yield (self.content[at : at + 4096] for at in range(0, len(self.content), 4096))

    def verified(self, checked: BackupChecked) -> None:
        """Keep what was told."""
        self.told = (*self.told, checked)


def _held(house: House, path: Path) -> Asked:
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).is_success
    asked = back_up(house, path)
    asked.into.parent.mkdir()
    return asked


def _is_whole(house: House, asked: Asked) -> bool:
    back = House(asked.into.parent, fresh=False, clock=house.clock, passwords=house.passwords)
    try:
        (lineage,) = back.parts.images.lineages()
        known = back.parts.index.size == 1 and lineage in house.parts.images.lineages()
        return known and verify(back.settings.audit_dir).whole
    finally:
        back.close()


@pytest.mark.proves("M-10")
@pytest.mark.records("sqlite")
def test_a_restore_killed_at_any_call_leaves_no_installation_or_a_whole_one(house: House, tmp_path: Path) -> None:
    """Before the last call there is no folder of the name; after it all is there; what was left stops no second try."""
    asked = _held(house, tmp_path / "one.backup")
    act = lambda: restore(asked, house.settings.cache_dir, house.clock)  # noqa: E731  # one act, killed many times
    total = calls_of(act)
    shutil.rmtree(asked.into)

    seen = set()
    for step in spread(total, MOMENTS):
        assert killed_at(step, act)
        seen.add(asked.into.exists())
        if asked.into.exists():
            assert _is_whole(house, asked)
        assert {path.name for path in asked.into.parent.iterdir()} <= {"data", "data.restoring", "data.lock"}
        for path in asked.into.parent.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    tried("kills of a restore", len(spread(total, MOMENTS)))
    assert seen == {False, True}
    assert killed_at(total // 2, act)
    act()

    assert {path.name for path in asked.into.parent.iterdir()} == {"data"}
    assert _is_whole(house, asked)


@pytest.mark.proves("M-10")
def test_a_backup_killed_at_any_call_has_its_name_only_when_it_is_whole(house: House, tmp_path: Path) -> None:
    """What a kill leaves is named `.new` and is replaced by the next one; nobody follows a link put in its place."""
    asked = _held(house, tmp_path / "one.backup")
    key, out = read_key(asked.key), tmp_path / "out"
    out.mkdir()
    sent = cast("Client", Sent(asked.backup.read_bytes()))
    act = lambda: write_backup(sent, house.settings, out / "two.backup")  # noqa: E731  # one act, killed many times
    total = calls_of(act)
    (out / "two.backup").unlink()

    for step in range(total):
        assert killed_at(step, act)
        if (out / "two.backup").exists():
            assert read_backup(out / "two.backup", key).files > 3
            (out / "two.backup").unlink()
        assert {path.name for path in out.iterdir()} <= {"two.backup.new"}
    tried("kills of a backup", total)
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (out / "two.backup.new").unlink(missing_ok=True)
    (out / "two.backup.new").symlink_to(victim)
    act()

    assert victim.read_text() == "mine"
    assert [path.name for path in out.iterdir()] == ["two.backup"]


@pytest.mark.proves("M-10")
@pytest.mark.records("sqlite")
def test_a_full_disk_stops_backup_and_restore_and_leaves_nothing(house: House, tmp_path: Path) -> None:
    """No file may grow beyond a limit, whichever is met first: refused in words, and neither name nor rest is left."""
    asked = _held(house, tmp_path / "one.backup")
    out = tmp_path / "out"
    out.mkdir()
    sent = cast("Client", Sent(asked.backup.read_bytes()))

    def refused_backup() -> None:
        with pytest.raises(BackupRefused, match="File too large"):
            write_backup(sent, house.settings, out / "two.backup")

    def refused_restore() -> None:
        with pytest.raises(BackupRefused, match="expected room"):
            restore(asked, house.settings.cache_dir, house.clock)

    records = (house.settings.gallery_dir / "records.sqlite").stat().st_size
    statuses = [with_files_of(len(asked.backup.read_bytes()) - 1, refused_backup)]
    statuses += [with_files_of(limit, refused_restore) for limit in (100, records - 1)]

    assert statuses == [0, 0, 0]
    assert list(out.iterdir()) == list(asked.into.parent.iterdir()) == []


@pytest.mark.proves("M-10")
def test_a_service_killed_while_it_makes_a_backup_starts_again_with_nothing_left(house: House, tmp_path: Path) -> None:
    """Killed at some of its calls: after the start no copy of the records lies about, and the log is whole."""

    def make() -> None:
        house.ask("POST", "/backups", ADMIN, json={})

    make()
    house.close()
    total = calls_of(make, before=house.open)
    for step in (total // 3, total - 2):
        died = killed_at(step, make, before=house.open)
        house.open()
        assert died
        assert not list(house.settings.gallery_dir.glob("backup-*"))
        house.close()
    house.open()
    assert verify(house.settings.audit_dir).whole


@pytest.mark.proves("M-10")
def test_any_bit_that_was_changed_anywhere_is_seen(house: House, tmp_path: Path) -> None:
    """Head and frames: places drawn at random, each refused in words before anything is trusted."""
    asked = _held(house, tmp_path / "one.backup")
    key, whole, draw = read_key(asked.key), asked.backup.read_bytes(), Random(20261124)  # noqa: S311  # a reproducible draw, no secret
    places = [*range(0, 60, 7), *(draw.randrange(len(whole)) for _ in range(40))]

    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << draw.randrange(8)
        asked.backup.write_bytes(changed)
        with pytest.raises(BackupRefused):
            read_backup(asked.backup, key)
    tried("bits changed in a backup", len(places))


@pytest.mark.proves("M-10")
@pytest.mark.records("sqlite")
def test_a_backup_of_a_newer_program_is_refused_in_words(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another form of the file, or records with a schema that nobody here knows: told, and nothing is left."""
    with monkeypatch.context() as newer:
        newer.setattr(writing, "SCHEMA", "leadbook/backup/2")
        asked = _held(house, tmp_path / "one.backup")
    with pytest.raises(BackupRefused, match=r"got leadbook/backup/2 of version .*that version of the program"):
        restore(asked, house.settings.cache_dir, house.clock)
    with house.parts.ledger.unrecorded() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    house.clock.forward(seconds=1)
    asked.backup.write_bytes(house.ask("POST", "/backups", ADMIN, json={}).content)
    with pytest.raises(SettingsError, match="a schema that this version of the program knows"):
        restore(asked, house.settings.cache_dir, house.clock)

    assert list(asked.into.parent.iterdir()) == []


@pytest.mark.proves("M-10")
def test_keys_or_a_list_of_another_installation_stop_a_restore(house: House, tmp_path: Path) -> None:
    """Nothing of two installations is ever mixed: refused, and nothing is left."""
    asked = _held(house, tmp_path / "one.backup")
    other = House(tmp_path / "other", clock=house.clock)
    other.close()
    shutil.copy(asked.key, other.settings.keys_dir / "backup.key")
    wrong = [replace(asked, keys=other.settings.keys_dir), replace(asked, listed=other.settings.audit_dir)]

    for each, told in zip(wrong, ("master.key of when", "cannot be trusted"), strict=True):
        with pytest.raises(BackupRefused, match=told):
            restore(each, house.settings.cache_dir, house.clock)
    asked.key.unlink()
    with pytest.raises(SettingsError, match=r"key backup\.key"):
        restore(asked, house.settings.cache_dir, house.clock)

    assert list(asked.into.parent.iterdir()) == []
