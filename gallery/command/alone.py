"""One process at a time for one target: a lock beside it, which ends with its process however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gallery.backup.envelope import BackupRefused


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold `<target>.lock` while something is made at a target.

    Raises:
        BackupRefused: another process is at it.
        OSError: the lock cannot be written.
    """
    path = target.with_name(target.name + ".lock")
    descriptor = _locked(path, target)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


# Private


def _locked(path: Path, target: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            os.close(descriptor)
            raise BackupRefused(
                f"{target}: expected to be alone, got another restore to this folder that is under way; "
                "wait until it has ended, or restore to another folder"
            ) from busy
        # Whoever held it before may have taken the name away between our opening and our locking.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)
