"""Each file of a data folder is in a backup, or is left out for a written reason."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gallery.backup.envelope import BackupRefused
from gallery.backup.places import CONFIGURATION, LEFT_OUT, left_out, strange_files
from gallery.command.restore import restore
from kernel_lib.vocabulary import Role
from tests.gallery.backup.kept import back_up, forgotten
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


@pytest.mark.proves("M-10")
def test_no_file_of_a_service_at_work_is_forgotten(house: House) -> None:
    """Records, log, list, keys and every kind of picture are in; a file of nobody is named, wherever it lies."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    house.parts.marks.images.put("0" * 8 + "-0000-7000-8000-" + "0" * 12, b"mark")
    house.parts.index.save()
    own = strange_files(house.settings.data_dir)
    before = forgotten(house.settings)
    for name in ("letters.txt", "audit/letters.txt", "notes/index/one.txt"):
        (house.settings.data_dir / name).parent.mkdir(exist_ok=True, parents=True)
        (house.settings.data_dir / name).write_text("mine")

    assert own == before == ()
    assert forgotten(house.settings) == ("audit/letters.txt", "letters.txt", "notes/index/one.txt")
    assert strange_files(house.settings.data_dir) == ("letters.txt", "notes/index/one.txt")


@pytest.mark.proves("M-10", "M-01")
def test_what_people_declared_comes_back_with_a_restore(house: House, tmp_path: Path) -> None:
    """Where everything lies, and the installation's own models, stand in the new folder as they were."""
    for name in CONFIGURATION:
        (house.settings.data_dir / name).parent.mkdir(exist_ok=True)
        (house.settings.data_dir / name).write_text(f"# {name}\n")
    asked = back_up(house, tmp_path / "one.backup")
    asked.into.parent.mkdir()

    restore(asked, house.settings.cache_dir, house.clock)

    assert [(asked.into / name).read_text() for name in CONFIGURATION] == [f"# {name}\n" for name in CONFIGURATION]


@pytest.mark.proves("M-10", "M-02")
def test_every_key_comes_back_and_none_stays_behind(house: House, tmp_path: Path) -> None:
    """All keys that a service made are in the new folder, byte for byte: from those kept apart, or from the backup."""
    asked = back_up(house, tmp_path / "one.backup")
    asked.into.parent.mkdir()
    kept = {path.name: path.read_bytes() for path in house.settings.keys_dir.iterdir()}

    restore(asked, house.settings.cache_dir, house.clock)
    back = {path.name: path.read_bytes() for path in (asked.into / "keys").iterdir()}

    assert back == kept
    assert {"master.key", "signing.key", "identity.key", "marks.key", "backup.key"} <= set(kept)
    lacking, other = tmp_path / "lacking", tmp_path / "other"
    shutil.copytree(house.settings.keys_dir, lacking)
    shutil.copytree(house.settings.keys_dir, other)
    (lacking / "marks.key").unlink()
    (other / "identity.key").write_bytes(os.urandom(32))
    for wrong, told in ((lacking, "expected marks.key among"), (other, "the identity.key of when")):
        with pytest.raises(BackupRefused, match=told):
            restore(
                replace(asked, into=asked.into.with_name("again"), keys=wrong), house.settings.cache_dir, house.clock
            )
    assert [path.name for path in asked.into.parent.iterdir()] == ["data"]


def test_each_kind_left_out_has_a_reason_and_no_two_say_the_same() -> None:
    """A reader of the table finds for each path one line that says why."""
    assert len({each.pattern for each in LEFT_OUT}) == len({each.reason for each in LEFT_OUT}) == len(LEFT_OUT)
    assert left_out("index/current.json") == next(each for each in LEFT_OUT if each.pattern == "index/*")
    assert left_out("gallery/pictures/one/key.sealed") is None
