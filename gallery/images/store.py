"""Pictures on disk: `pictures/<lineage>/<sha256>.sealed` under the lineage's key, which lies beside them, wrapped.

A lineage is an original with all that was made from it. Destroying its one wrapped key makes every picture and every
template sealed by it unreadable, in backups of this folder too.
"""

import os
import re
import shutil
import threading
from collections.abc import Callable, Collection
from pathlib import Path

from gallery.keys import KEY_BYTES, seal, unseal
from kernel_lib.errors import PictureDamaged
from kernel_lib.hashing import sha256_hex

_LINEAGE = re.compile(r"[0-9a-f-]{36}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEY_NAME = "key.sealed"


Registered = Callable[[Collection[str], Collection[str]], None]
"""Called with lineages, and with single files as `lineage/sha256`, before any of them goes; may raise and so forbid."""


def unlisted(lineages: Collection[str], files: Collection[str]) -> None:
    """Keep no list: for a store of which no backup is made."""


class Images:
    """The one door to stored pictures. Threads may share it.

    `registered` keeps what is destroyed on a list outside this folder, so that no backup brings it back (M-10).
    """

    def __init__(self, folder: Path, master: bytes, registered: Registered = unlisted) -> None:
        self._folder = folder
        self._registered = registered
        self._master = master
        self._making = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, lineage_id: str, data: bytes) -> str:
        """Store bytes and return their SHA-256; they are durable when this returns. The same bytes twice are one file.

        Raises:
            OSError: the disk refused; nothing half written is left under a valid name.
        """
        digest = sha256_hex(data)
        path = self._path(lineage_id, digest)
        if not path.exists():
            key = self._key(lineage_id, make=True)
            _write_durably(path, seal(key, data, f"picture {lineage_id} {digest}"))
        return digest

    def get(self, lineage_id: str, sha256: str) -> bytes:
        """Return stored bytes, checked against their name.

        Raises:
            PictureDamaged: there are none, they cannot be opened, or they are not the bytes of this hash.
        """
        try:
            sealed = self._path(lineage_id, sha256).read_bytes()
            data = unseal(self._key(lineage_id), sealed, f"picture {lineage_id} {sha256}")
        except (OSError, ValueError) as error:
            raise PictureDamaged(
                f"picture {sha256[:12]}…: expected stored bytes, got {type(error).__name__}"
            ) from error
        if sha256_hex(data) != sha256:
            raise PictureDamaged(f"picture {sha256[:12]}…: expected the bytes of its name, got others")
        return data

    def seal(self, lineage_id: str, data: bytes, about: str) -> bytes:
        """Encrypt bytes of a lineage that are kept elsewhere, such as a template in the records."""
        return seal(self._key(lineage_id, make=True), data, f"{about} {lineage_id}")

    def unseal(self, lineage_id: str, sealed: bytes, about: str) -> bytes:
        """Decrypt what `seal` made. Raises PictureDamaged when key or bytes are not the ones."""
        try:
            return unseal(self._key(lineage_id), sealed, f"{about} {lineage_id}")
        except (OSError, ValueError) as error:
            raise PictureDamaged(f"{about}: expected bytes of this lineage, got {type(error).__name__}") from error

    def remove(self, lineage_id: str, sha256s: Collection[str]) -> None:
        """Remove some pictures of a lineage; the others and its key stay. One that is gone already is passed over.

        Raises:
            LogUnavailable: they cannot be put on the list of what was destroyed; nothing was removed.
        """
        present = [sha256 for sha256 in sha256s if self._path(lineage_id, sha256).exists()]
        if present:
            self._registered((), [f"{lineage_id}/{sha256}" for sha256 in present])
        for sha256 in sha256s:
            self._path(lineage_id, sha256).unlink(missing_ok=True)
        if self._lineage(lineage_id).is_dir():
            _sync_folder(self._lineage(lineage_id))

    def destroy(self, lineage_id: str) -> None:
        """Destroy a lineage's key first, then its files. What was sealed by the key can no longer be read.

        Raises:
            LogUnavailable: it cannot be put on the list of what was destroyed; nothing was removed.
        """
        if self._lineage(lineage_id).exists():
            self._registered((lineage_id,), ())
        self.discard(lineage_id)

    def discard(self, lineage_id: str) -> None:
        """Take away what an act that was not committed had stored. No record ever knew it, so no list names it."""
        folder = self._lineage(lineage_id)
        key = folder / _KEY_NAME
        if key.exists():
            _overwrite(key)
            key.unlink()
            _sync_folder(folder)
        shutil.rmtree(folder, ignore_errors=True)

    def destroy_all(self, lineage_ids: Collection[str]) -> None:
        """Destroy many lineages at once: keys and files are overwritten, made durable together, and then removed.

        Raises:
            LogUnavailable: they cannot be put on the list of what was destroyed; nothing was removed.
        """
        self._registered(lineage_ids, ())
        folders = [folder for each in lineage_ids if (folder := self._lineage(each)).is_dir()]
        for folder in folders:
            for path in sorted(folder.iterdir(), key=lambda one: one.name != _KEY_NAME):
                with path.open("r+b") as file:
                    file.write(os.urandom(path.stat().st_size))
        if folders:
            # One for all: a file unlinked before its new bytes are on the disk would keep the old ones there.
            os.sync()
        for folder in folders:
            shutil.rmtree(folder)
        _sync_folder(self._folder)

    def holding(self, lineage_ids: Collection[str]) -> frozenset[str]:
        """Return those of some lineages of which a key or a file is still here."""
        return frozenset(each for each in lineage_ids if self._lineage(each).exists())

    def lineages(self) -> frozenset[str]:
        """Return the id of every lineage that has a folder."""
        return frozenset(path.name for path in self._folder.iterdir() if path.is_dir())

    def sweep(self, known: Collection[str]) -> int:
        """Destroy lineages that no record knows: their act never ended. Return how many."""
        orphans = self.lineages() - frozenset(known)
        for lineage_id in orphans:
            self.destroy(lineage_id)
        return len(orphans)

    def _lineage(self, lineage_id: str) -> Path:
        if not _LINEAGE.fullmatch(lineage_id):
            raise ValueError("lineage: expected an id made here, got another text")
        return self._folder / lineage_id

    def _path(self, lineage_id: str, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("picture: expected 64 hexadecimal digits, got another text")
        return self._lineage(lineage_id) / f"{sha256}.sealed"

    def _key(self, lineage_id: str, *, make: bool = False) -> bytes:
        path = self._lineage(lineage_id) / _KEY_NAME
        about = f"lineage {lineage_id}"
        with self._making:
            if make and not path.exists():
                path.parent.mkdir(mode=0o700, exist_ok=True)
                _write_durably(path, seal(self._master, os.urandom(KEY_BYTES), about))
                _sync_folder(self._folder)
        return unseal(self._master, path.read_bytes(), about)


def _write_durably(path: Path, data: bytes) -> None:
    """Write beside, synchronise, rename: a name stands for whole bytes or for none."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
