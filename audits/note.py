"""What a checkpoint says and how it is signed.

A checkpoint is a signed note (C2SP `signed-note` and `tlog-checkpoint`): origin, size and root of the tree, then two
lines of our own, an empty line, and one Ed25519 signature.

    leadbook
    2
    Kz0D…=                          root of the tree, base64
    last 6f0c…                      hash of the last record
    time 2026-11-24T06:45:24.123456Z

    — leadbook mZ5c…=               first 4 bytes of the key's id and 64 of the signature, base64
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel_lib.errors import LogDamaged

HISTORY_EVERY = 100
"""A checkpoint is kept for good about every so many records."""

_ED25519 = b"\x01"
_NOTE = re.compile(
    r"(?P<text>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9]\d{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"last (?P<last>[0-9a-f]{64})\ntime (?P<time>\S+Z)\n)\n— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]{91}=)\n"
)


@dataclass(frozen=True)
class Checkpoint:
    """The log at a moment: `size` records, whose tree has `root` and whose last record has the hash `last_hash`."""

    origin: str
    size: int
    root: bytes
    last_hash: str
    time: str

    def text(self) -> str:
        """Return the lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nlast {self.last_hash}\ntime {self.time}\n"


@dataclass(frozen=True)
class LogKey:
    """The public key of a log, under the name (`origin`) that its checkpoints carry."""

    origin: str
    raw: bytes

    @classmethod
    def of(cls, origin: str, key: Ed25519PrivateKey) -> "LogKey":
        """Return the public half of a signing key.

        Raises:
            ValueError: the origin is empty or holds white space or a plus sign.
        """
        if not re.fullmatch(r"[^\s+]+", origin):
            raise ValueError(f"origin: expected a name without white space or '+', got {origin!r}")
        return cls(origin, key.public_key().public_bytes_raw())

    @classmethod
    def parse(cls, text: str, place: str) -> "LogKey":
        """Read the text of a `log.pub` file.

        Raises:
            LogDamaged: it is not one, with `place` as its place.
        """
        parts = text.strip().split("+", 2)
        try:
            raw = base64.b64decode(parts[2], validate=True)
        except (IndexError, ValueError) as error:
            raise LogDamaged(place, "expected origin+id+key, as the log writes it") from error
        key = cls(parts[0], raw[1:])
        if len(raw) != 33 or text != key.text():
            raise LogDamaged(place, "expected an Ed25519 key whose id is its own")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes that tell one key from another."""
        return hashlib.sha256(self.origin.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def text(self) -> str:
        """Return the line kept in `log.pub`."""
        return f"{self.origin}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the signed text of a checkpoint."""
    text = checkpoint.text()
    signature = LogKey.of(checkpoint.origin, key).id + key.sign(text.encode())
    return f"{text}\n— {checkpoint.origin} {base64.b64encode(signature).decode()}\n"


def read_note(note: bytes, key: LogKey, place: str) -> Checkpoint:
    """Read a checkpoint and check its signature.

    Raises:
        LogDamaged: it has another form, is of another log or key, or its signature does not hold.
    """
    found = _NOTE.fullmatch(note.decode("utf-8", "replace"))
    if found is None:
        raise LogDamaged(place, "expected a signed checkpoint; the file has another form")
    signature = base64.b64decode(found["signature"])
    if base64.b64encode(signature).decode() != found["signature"]:
        raise LogDamaged(place, "expected the one spelling of the signature in base64, got another")
    if found["origin"] != key.origin or found["name"] != key.origin or signature[:4] != key.id:
        raise LogDamaged(
            place,
            f"expected the signature of key {key.id.hex()} of {key.origin}, "
            f"got one of key {signature[:4].hex()} of {found['name']}",
        )
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], found["text"].encode())
    except InvalidSignature as error:
        raise LogDamaged(
            place, "the signature does not hold: the checkpoint was changed after it was signed"
        ) from error
    root = base64.b64decode(found["root"])
    return Checkpoint(found["origin"], int(found["size"]), root, found["last"], found["time"])


def signer(note: bytes) -> str:
    """Return the id of the key that a note says it was signed with, eight hexadecimal digits, or "none"."""
    found = _NOTE.fullmatch(note.decode("utf-8", "replace"))
    return base64.b64decode(found["signature"])[:4].hex() if found else "none"
