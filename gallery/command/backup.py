"""`leadbook backup`: fetch a backup from the service, write it, read it again, and only then give it its name."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from audits.log import sync_folder
from gallery.backup.acts import KEY_NAME
from gallery.backup.envelope import BackupRefused
from gallery.backup.reading import read_backup
from gallery.backup.writing import Told
from gallery.keys import read_key
from kernel_lib.client import Client
from kernel_lib.hashing import sha256_of_file
from kernel_lib.settings import Settings
from kernel_lib.wire.backup import BackupAsked, BackupChecked

Say = Callable[[str], None]


def back_up(client: Client, settings: Settings, out: Path, *, with_keys: bool = False) -> tuple[Path, Told, str]:
    """Write a backup to a new file, or under a name of its own into a folder; return path, manifest and SHA-256.

    Raises:
        BackupRefused: the place is taken or cannot be written, or what was written is not whole; nothing is left.
        LeadbookError: the service said no, or did not answer.
    """
    path = _place(out)
    fresh = path.with_name(path.name + ".new")
    try:
        with client.backups.make(BackupAsked(with_keys=with_keys)) as pieces:
            _write(fresh, pieces)
        told = read_backup(fresh, read_key(settings.keys_dir / KEY_NAME))
        sha256 = sha256_of_file(fresh)
        checked = BackupChecked(sha256=sha256, bytes=fresh.stat().st_size, files=told.files, log_size=told.log_size)
        client.backups.verified(checked)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise BackupRefused(
            f"{path}: expected to be written, got: {error.strerror or error}; nothing was left there"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return path, told, sha256


# Private


def _place(out: Path) -> Path:
    path = out.absolute()
    if path.is_dir():
        path = path / f"leadbook-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup"
    if path.exists():
        raise BackupRefused(f"{path}: expected a new file, got one that is there; choose another name")
    if not path.parent.is_dir():
        raise BackupRefused(f"{path.parent}: expected a folder, got none; make it first")
    return path


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    # One that a killed run left is replaced, and a link that somebody put there is never followed.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        # What is read again below comes from the disk, as far as the system lets go of it.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
