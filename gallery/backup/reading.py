"""Reading a backup: every frame, file, hash and the manifest are checked; files are given one at a time."""

import base64
import hashlib
import json
import tarfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path, PurePosixPath
from typing import IO, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audits.note import LogKey
from gallery.backup.envelope import BackupRefused, Opened
from gallery.backup.places import CONFIGURATION
from gallery.backup.writing import MANIFEST, SCHEMA, SIGNATURE, SUMS, Told, sum_line
from kernel_lib.errors import LogDamaged

Take = Callable[[str, IO[bytes]], None]
"""What is done with a file: its path below the data folder, and its bytes to be read to the end."""

_TOPS = ("audit", "gallery", "keys")
_CHUNK = 1 << 20
_LITTLE = 1 << 20


def read_backup(path: Path, key: bytes, take: Take | None = None) -> Told:
    """Read a backup from its first byte to its last, checking all; `take` may keep each file on the way.

    What `take` has kept is to be trusted only once this returns.

    Raises:
        BackupRefused: the file is missing, is of another key, was changed or cut, or holds what no backup holds.
        OSError: `take` could not keep a file.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"{path}: expected a backup, got: {error.strerror or error}") from error
    with file:
        opened = Opened(file, key)
        reading = _Reading(take)
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", opened), mode="r|") as archive:
                for entry in archive:
                    reading.member(entry, archive.extractfile(entry))
        except tarfile.TarError as error:
            raise BackupRefused(f"{path}: expected an archive inside, got {type(error).__name__}") from error
        opened.finish()
    return reading.told()


class _Reading:
    """What was seen so far of one archive."""

    def __init__(self, take: Take | None) -> None:
        self._take = take
        self._listed = hashlib.sha256()
        self._count = self._bytes = 0
        self._own: dict[str, bytes] = {}
        self._public = b""

    def member(self, entry: tarfile.TarInfo, content: IO[bytes] | None) -> None:
        if content is None or entry.name in self._own or not _lies_within(entry.name):
            raise BackupRefused("backup: expected plain files of an installation, got something else")
        if entry.name == SUMS:
            self._own[SUMS] = _digest(content).encode()
        elif entry.name in (MANIFEST, SIGNATURE):
            self._own[entry.name] = content.read(_LITTLE)
        else:
            self._file(entry, content)

    def told(self) -> Told:
        text = self._own.get(MANIFEST, b"")
        told = _manifest(text)
        if self._own.get(SUMS) != told.sums_sha256.encode() or self._listed.hexdigest() != told.sums_sha256:
            raise BackupRefused("backup: expected the files that its manifest lists, got others; use another backup")
        if (self._count, self._bytes) != (told.files, told.length):
            raise BackupRefused(f"backup: expected {told.files} files, got {self._count}; use another backup")
        try:
            public = LogKey.parse(self._public.decode("utf-8", "replace"), "log.pub")
            signature = base64.b64decode(self._own.get(SIGNATURE, b""), validate=False)
            Ed25519PublicKey.from_public_bytes(public.raw).verify(signature, text)
        except (InvalidSignature, LogDamaged, ValueError) as error:
            raise BackupRefused("backup: its manifest is not signed by the key of its log; use another") from error
        return told

    def _file(self, entry: tarfile.TarInfo, content: IO[bytes]) -> None:
        if self._own:
            raise BackupRefused("backup: expected the manifest last, got a file after it")
        watched = _Watched(content)
        if entry.name == "audit/log.pub":
            self._public = watched.read(_LITTLE)
            watched.replay(self._public)
        if self._take:
            self._take(entry.name, cast("IO[bytes]", watched))
        while watched.read(_CHUNK):
            pass
        if watched.bytes != entry.size:
            raise BackupRefused("backup: a file is shorter than its head says; use another backup")
        self._listed.update(sum_line(watched.digest.hexdigest(), entry.name))
        self._count, self._bytes = self._count + 1, self._bytes + entry.size


class _Watched:
    """A file that is read once, hashed on the way."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._again = b""
        self.digest = hashlib.sha256()
        self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many."""
        if self._again:
            taken, self._again = self._again, b""
            return taken
        piece = self._content.read(size)
        self.digest.update(piece)
        self.bytes += len(piece)
        return piece

    def replay(self, content: bytes) -> None:
        """Give these bytes, which were read before, once more."""
        self._again = content


def _lies_within(name: str) -> bool:
    path = PurePosixPath(name)
    if name in (SUMS, MANIFEST, SIGNATURE, *CONFIGURATION):
        return True
    return len(path.parts) > 1 and path.parts[0] in _TOPS and ".." not in path.parts and path.as_posix() == name


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def _manifest(text: bytes) -> Told:
    try:
        told = json.loads(text)
        if told["schema"] != SCHEMA:
            raise BackupRefused(
                f"backup: expected one of {SCHEMA}, got {str(told['schema'])[:40]} of version "
                f"{str(told.get('version', ''))[:20]}; restore it with that version of the program, or a newer one"
            )
        # Backups of before their keys were named are put back as they are.
        return Told(
            **{each.name: told[each.name] for each in fields(Told) if each.name != "key_prints"},
            key_prints=dict(told.get("key_prints", {})),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BackupRefused("backup: expected a manifest at its end, got none; use another backup") from error
