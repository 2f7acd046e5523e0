"""Making a backup of a test's service, with copies of its keys as somebody keeps them apart."""

import shutil
from pathlib import Path

from gallery.backup.acts import KEY_NAME
from gallery.command.restore import Asked
from tests.gallery.house import ADMIN, House


def back_up(house: House, path: Path) -> Asked:
    """Write a backup and copy the keys beside it; return what a restore to another folder asks for."""
    answer = house.ask("POST", "/backups", ADMIN, json={})
    assert answer.is_success, answer.text
    path.write_bytes(answer.content)
    keys = path.parent / "kept-keys"
    shutil.copytree(house.settings.keys_dir, keys)
    return Asked(path, path.parent / "b" / "data", keys / KEY_NAME, keys, house.settings.audit_dir)
