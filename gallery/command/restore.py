"""`leadbook restore`: check a backup, put it into a new folder, and destroy again what was destroyed since (M-10).

The folder gets its name only when all is done: a kill at any moment leaves a folder named `….restoring`, and nothing
that looks like an installation; the next restore takes it away. Two at once would do that to each other, so each holds
a lock beside the folder. The index is not in a backup; the first start builds it from what is left.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sqlalchemy.exc import OperationalError

from audits.checkpoint import Clock, utc_now
from audits.destroyed import HEAD, LIST, Destroyed, read_destroyed
from audits.events import BackupRestored, LogGap, ServiceStopped
from audits.log import sync_folder
from audits.note import LogKey
from gallery.backup.again import destroy_again
from gallery.backup.envelope import BackupRefused, fingerprint
from gallery.backup.reading import read_backup
from gallery.backup.records_then import TABLES
from gallery.backup.writing import Told
from gallery.command.alone import alone
from gallery.images.store import Images
from gallery.keys import read_key
from gallery.ledger import one_line
from gallery.lifecycle.certificate_folder import CertificateFolder, take_in
from gallery.lifecycle.stores import overwrite
from gallery.records.database import Database
from gallery.service.floor import Floor, open_floor
from kernel_lib.errors import LogDamaged
from kernel_lib.settings import Settings

Say = Callable[[str], None]

_REASON_LIMIT = 200
_REASON_LEAST = 10
_LITTLE = 1 << 20


@dataclass(frozen=True)
class Asked:
    """What is restored, where to, and with what.

    `key` is the backup key; `keys` the folder of the installation's keys, None where the backup holds them; `listed`
    the folder with the newest list of what was destroyed, or None with a written reason in `without_list`. `database`
    is the URL of an empty PostgreSQL database, for a backup of records that stood in one.
    """

    backup: Path
    into: Path
    key: Path
    keys: Path | None
    listed: Path | None
    without_list: str = ""
    database: str = field(default="", repr=False)


@dataclass(frozen=True)
class Restored:
    """What was put back: the backup's manifest, how many lineages went again, and until when the list is complete."""

    told: Told
    destroyed: int
    as_of: str


def restore(asked: Asked, cache_dir: Path, clock: Clock = utc_now) -> Restored:
    """Put a backup back.

    Raises:
        BackupRefused: the backup is not whole or not of this key, the place is taken or cannot be written, or the list
            of what was destroyed is missing, of another installation, or older than the backup; or another
            restore to this place is under way.
        LeadbookError: keys, log or records do not fit each other.
    """
    _demand_reason(asked)
    _place(asked.into)
    try:
        with alone(asked.into):
            return _put_back(asked, _place(asked.into), cache_dir, clock)
    except (OSError, OperationalError) as error:
        told_why = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise BackupRefused(f"{asked.into}: expected room and leave to write, got: {told_why}") from error


# Private


def _put_back(asked: Asked, partial: Path, cache_dir: Path, clock: Clock) -> Restored:
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(mode=0o700)
        told = read_backup(asked.backup, read_key(asked.key), lambda name, file: _keep(partial / name, file))
        _put_keys(asked, told, partial / "keys")
        newest, since = _newest(asked, told, partial / "audit")
        with _records(asked, partial):
            settings = Settings(partial, cache_dir, database_url=asked.database)
            destroyed = _settle(open_floor(settings, clock=clock), asked, told, newest, since)
            # One for all: no name may be on the disk before its files are; one each takes hours for a million.
            os.sync()
            partial.rename(asked.into)
        sync_folder(asked.into.parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Restored(told, destroyed, newest.as_of)


def _demand_reason(asked: Asked) -> None:
    if asked.listed is None and len(asked.without_list.strip()) < _REASON_LEAST:
        raise BackupRefused(
            "restore: expected the newest list of what was destroyed, got none; give its folder with --list "
            "(LEADBOOK_PUBLISH_DIR holds it), or say with --without-list why there is none"
        )


def _place(into: Path) -> Path:
    if into.exists():
        raise BackupRefused(f"{into}: expected a new folder, got one that is there; nothing is restored over another")
    if not into.parent.is_dir():
        raise BackupRefused(f"{into.parent}: expected a folder, got none; make it first")
    return into.with_name(into.name + ".restoring")


@contextmanager
def _records(asked: Asked, partial: Path) -> Iterator[None]:
    """Put records that stood in PostgreSQL into the empty database; on any error it is empty again at the end."""
    copy = partial / TABLES
    if copy.exists() != bool(asked.database):
        raise BackupRefused(
            "restore: the backup holds records of PostgreSQL; give an empty database with --database"
            if copy.exists()
            else "restore: the backup holds records in a file; leave --database out"
        )
    if not asked.database:
        yield
        return
    try:
        Database.fill(asked.database, copy)
    except ValueError as error:
        raise BackupRefused(f"restore: {error}; use the version that made the backup, or another backup") from error
    overwrite(copy)
    try:
        yield
    except BaseException:
        Database.empty(asked.database)
        raise


def _keep(path: Path, file: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as kept:
        while piece := file.read(_LITTLE):
            kept.write(piece)


def _put_keys(asked: Asked, told: Told, folder: Path) -> None:
    """Copy the keys that were kept apart, and the backup key, so that the next backup opens with the same one.

    Each key that the backup names must be there and be the same: a fresh one in its place would open nothing.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in sorted(asked.keys.glob("*.key")) if asked.keys else ():
        (folder / path.name).unlink(missing_ok=True)
        _write_key(folder / path.name, read_key(path))
    for name, known_by in {"master.key": "", "signing.key": "", **told.key_prints}.items():
        if not (folder / name).exists():
            raise BackupRefused(
                f"restore: expected {name} among the installation's keys, got none; give their folder with --keys"
            )
        if known_by and fingerprint(read_key(folder / name)) != known_by:
            raise BackupRefused(
                f"restore: expected the {name} of when the backup was made, got another; give the keys of that time"
            )
    if not (folder / "backup.key").exists():
        _write_key(folder / "backup.key", read_key(asked.key))


def _write_key(path: Path, key: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(key)


def _newest(asked: Asked, told: Told, audit: Path) -> tuple[Destroyed, frozenset[str]]:
    """Put the newest list in place of the backup's own; return it, and the single files destroyed since the backup."""
    public = LogKey.parse((audit / "log.pub").read_text(), "log.pub")
    own = read_destroyed(audit, public)
    if asked.listed is None:
        return own, frozenset()
    try:
        newest = read_destroyed(asked.listed, public)
    except LogDamaged as error:
        raise BackupRefused(f"restore: the list of what was destroyed cannot be trusted: {error}") from error
    if not newest.as_of or newest.as_of < told.made_at or not newest.continues(own):
        raise BackupRefused(
            f"restore: expected a list of what was destroyed until {told.made_at} or later that continues the "
            f"backup's own, got one until {newest.as_of or 'no time'}; fetch the newest one"
        )
    for name in (LIST, HEAD):
        if (asked.listed / name).exists():
            shutil.copyfile(asked.listed / name, audit / name)
            (audit / name).chmod(0o600)
    take_in(audit, asked.listed)
    since = frozenset(each for line in newest.lines[len(own.lines) :] for each in line.files)
    return newest, since


def _settle(floor: Floor, asked: Asked, told: Told, newest: Destroyed, since: frozenset[str]) -> int:
    """Destroy again, and let the log go on: a gap, and what was restored on which list."""
    try:
        last = floor.log.size
        images = Images(floor.settings.gallery_dir / "pictures", floor.keys.master, floor.destroyed.add)
        folder = CertificateFolder(floor.settings.audit_dir, None, floor.keys.signing, floor.log.public_key)
        destroyed = destroy_again(floor.ledger, floor.database, images, floor.destroyed, folder, since)
        with floor.ledger.act(None, BackupRestored) as act:
            act.decided_by("M-10")
            act.also(LogGap, kind="restore", after_sequence=told.log_size)
            act.note(log_size=told.log_size, root=told.root, made_at=told.made_at, entries_before=last)
            act.note(destroyed_again=destroyed, list_lines=len(newest.lines), list_as_of=newest.as_of)
            if asked.listed is None:
                act.note(without_list=one_line(asked.without_list.strip(), _REASON_LIMIT))
        floor.ledger.record(ServiceStopped(actor_id="system", role="system", details={"command": "restore"}))
        return destroyed
    finally:
        floor.close()
