"""The encrypted envelope of a backup: a line that says what it is, then frames that no one can change, cut or reorder.

    LEADBOOK-BACKUP 1 {"key":"3f0a…","made_at":"…","salt":"…"}\n
    <4 bytes: length> <AES-256-GCM of at most 1 MiB>      again and again; the nonce is the frame's number and a mark

Each file has a key of its own, derived from the backup key by HKDF with the file's salt, so that frames may be numbered
from zero. The mark of the last frame differs: a file that was cut at a frame's end does not open (as STREAM of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015).
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel_lib.errors import LeadbookError
from kernel_lib.hashing import canonical_json

MAGIC = b"LEADBOOK-BACKUP 1 "
FRAME = 1 << 20
"""Bytes of plain text in each frame but the last."""

_TAG_BYTES = 16
_LENGTH_BYTES = 4
_HEADER_LIMIT = 4096


class BackupRefused(LeadbookError):
    """A backup cannot be written, is damaged, is of another key, or may not be put back; the message says which."""


@dataclass(frozen=True)
class Label:
    """What stands in clear at the head of a backup: when it was made, for which key, and the salt of its own key."""

    made_at: str
    key: str
    salt: str

    @classmethod
    def fresh(cls, key: bytes, made_at: str) -> "Label":
        """Return the label of a new file under a backup key."""
        return cls(made_at, fingerprint(key), os.urandom(32).hex())

    def line(self) -> bytes:
        """Return the line as it is written."""
        return MAGIC + canonical_json(vars(self)) + b"\n"


def fingerprint(key: bytes) -> str:
    """Return what tells one backup key from another and says nothing else of it."""
    return hashlib.sha256(b"leadbook backup key\0" + key).hexdigest()[:16]


def sealed(pieces: Iterable[bytes], key: bytes, label: Label) -> Iterator[bytes]:
    """Give the file piece by piece: the label, then the frames."""
    yield label.line()
    cipher, about = _cipher(key, label)
    number, rest = 0, bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) > FRAME:
            yield _framed(cipher.encrypt(_nonce(number, last=False), bytes(rest[:FRAME]), about))
            del rest[:FRAME]
            number += 1
    yield _framed(cipher.encrypt(_nonce(number, last=True), bytes(rest), about))


class Opened:
    """A backup as a stream of plain bytes; each is checked before it is given."""

    def __init__(self, file: BufferedReader, key: bytes) -> None:
        """Read the label. Raises BackupRefused when the file is no backup, or one of another key."""
        self.label = _label(file)
        if self.label.key != fingerprint(key):
            raise BackupRefused(
                f"backup: expected one of key {fingerprint(key)}, got one of key {self.label.key}; "
                "give the backup key that was in use when it was made"
            )
        self._file = file
        self._cipher, self._about = _cipher(key, self.label)
        self._number = 0
        self._ready = bytearray()
        self._over = False

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer only at the end. Raises BackupRefused at the first byte that was changed."""
        while len(self._ready) < size and not self._over:
            self._ready += self._next()
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken

    def finish(self) -> None:
        """Read to the last frame and demand that nothing follows it."""
        while self.read(FRAME):
            pass

    def _next(self) -> bytes:
        length = int.from_bytes(_exactly(self._file, _LENGTH_BYTES, self._number), "big")
        if length > FRAME + _TAG_BYTES:
            raise _damaged(self._number)
        content = _exactly(self._file, length, self._number)
        self._over = not self._file.peek(1)
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=self._over), content, self._about)
        except InvalidTag as error:
            raise _damaged(self._number) from error
        self._number += 1
        return plain


# Private


def _cipher(key: bytes, label: Label) -> tuple[AESGCM, bytes]:
    derived = HKDF(SHA256(), 32, bytes.fromhex(label.salt), b"leadbook backup 1").derive(key)
    return AESGCM(derived), hashlib.sha256(label.line()).digest()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(_LENGTH_BYTES, "big") + content


def _label(file: BufferedReader) -> Label:
    line = file.readline(_HEADER_LIMIT)
    try:
        told = json.loads(line.removeprefix(MAGIC))
        label = Label(str(told["made_at"]), str(told["key"]), str(told["salt"]))
        bytes.fromhex(label.salt)
    except (ValueError, TypeError, KeyError) as error:
        raise BackupRefused("backup: expected a file that `leadbook backup` wrote, got another") from error
    if label.line() != line:
        raise BackupRefused("backup: expected the label as written, got a changed one")
    return label


def _exactly(file: BufferedReader, size: int, number: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise BackupRefused(f"backup: expected frame {number} whole, the file ends in it; use another backup")
    return content


def _damaged(number: int) -> BackupRefused:
    return BackupRefused(
        f"backup: frame {number} is not as written: it was changed, or the file was cut; use another backup"
    )
