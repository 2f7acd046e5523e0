"""Making a backup of a test's service, with copies of its keys as somebody keeps them apart."""

import shutil
from pathlib import Path

from audits.note import LogKey
from gallery.backup.acts import KEY_NAME
from gallery.backup.places import left_out
from gallery.backup.snapshot import Moment
from gallery.command.restore import Asked
from kernel_lib.settings import Settings
from tests.gallery.house import ADMIN, House
from tests.standing import STANDING


def back_up(house: House, path: Path) -> Asked:
    """Write a backup and copy the keys beside it; return what a restore to another folder asks for."""
    answer = house.ask("POST", "/backups", ADMIN, json={})
    assert answer.is_success, answer.text
    path.write_bytes(answer.content)
    keys = path.parent / "kept-keys"
    shutil.copytree(house.settings.keys_dir, keys)
    place = path.parent / "b"
    database = STANDING.emptied(place) if house.database_url else ""
    return Asked(path, place / "data", keys / KEY_NAME, keys, house.settings.audit_dir, database=database)


def forgotten(settings: Settings) -> tuple[str, ...]:
    """Return the files of a data folder that a backup with keys lacks and that no reason leaves out."""
    public = LogKey.parse((settings.audit_dir / "log.pub").read_text(), "log.pub")
    moment = Moment(settings, public)
    try:
        moment.copy_records()
        held = {member.path for member in moment.members(with_keys=True)}
        there = {
            path.relative_to(settings.data_dir).as_posix() for path in settings.data_dir.rglob("*") if path.is_file()
        }
        return tuple(sorted(path for path in there - held if left_out(path) is None))
    finally:
        moment.close()
