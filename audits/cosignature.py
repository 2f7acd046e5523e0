"""What a witness signs: that it saw a checkpoint, at a moment, and that the log had only grown since the one before.

A cosignature is a further signature line under a checkpoint (C2SP `tlog-cosignature`, Ed25519): four bytes of the
witness's key id, eight of Unix seconds, 64 of the signature over

    cosignature/v1
    time 1764547200
    leadbook                        the checkpoint's own lines, as the log signed them
    …
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audits.note import Checkpoint, LogKey, read_note
from kernel_lib.errors import LogDamaged

_KIND = b"\x04"
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<packed>[A-Za-z0-9+/]{102}==)\n?")
_PACKED = 4 + 8 + 64


@dataclass(frozen=True)
class WitnessKey:
    """The public key of a witness, under its name."""

    name: str
    raw: bytes

    @classmethod
    def of(cls, name: str, key: Ed25519PrivateKey) -> "WitnessKey":
        """Return the public half of a witness's key. Raises ValueError: the name has white space or a plus sign."""
        if not re.fullmatch(r"[^\s+]{1,60}", name):
            raise ValueError(f"witness: expected a name without white space or '+', got {name[:60]!r}")
        return cls(name, key.public_key().public_bytes_raw())

    @classmethod
    def parse(cls, text: str, place: str) -> "WitnessKey":
        """Read a witness's public key file. Raises LogDamaged: it is not one."""
        parts = text.strip().split("+", 2)
        try:
            raw = base64.b64decode(parts[2], validate=True)
        except (IndexError, ValueError) as error:
            raise LogDamaged(place, "expected name+id+key of a witness") from error
        key = cls(parts[0], raw[1:])
        if len(raw) != 33 or text != key.text():
            raise LogDamaged(place, "expected an Ed25519 key of a witness, whose id is its own")
        return key

    @property
    def id(self) -> bytes:
        """Four bytes that tell one key from another."""
        return hashlib.sha256(self.name.encode() + b"\n" + _KIND + self.raw).digest()[:4]

    def text(self) -> str:
        """Return the line of the public key file."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_KIND + self.raw).decode()}\n"


def cosign(checkpoint: Checkpoint, name: str, key: Ed25519PrivateKey, seconds: int) -> str:
    """Return the signature line of a witness, at `seconds` of the Unix clock."""
    packed = WitnessKey.of(name, key).id + seconds.to_bytes(8, "big") + key.sign(_said(checkpoint, seconds))
    return f"— {name} {base64.b64encode(packed).decode()}\n"


def read_cosigned(note: bytes, public: LogKey, witness: WitnessKey, place: str) -> tuple[Checkpoint, int]:
    """Read a checkpoint that carries a witness's line; return it, and when the witness signed, in Unix seconds.

    Raises:
        LogDamaged: the log's signature or the witness's does not hold, or there is none.
    """
    head, lines = split(note)
    checkpoint = read_note(head, public, place)
    for line in lines:
        found = _LINE.fullmatch(line)
        packed = base64.b64decode(found["packed"]) if found else b""
        if not found or found["name"] != witness.name or len(packed) != _PACKED or packed[:4] != witness.id:
            continue
        seconds = int.from_bytes(packed[4:12], "big")
        try:
            Ed25519PublicKey.from_public_bytes(witness.raw).verify(packed[12:], _said(checkpoint, seconds))
        except InvalidSignature as error:
            raise LogDamaged(place, f"the cosignature of {witness.name} does not hold") from error
        return checkpoint, seconds
    raise LogDamaged(place, f"expected a cosignature of {witness.name} with key {witness.id.hex()}, got none")


def split(note: bytes) -> tuple[bytes, list[str]]:
    """Return a note with its first signature line alone, and the lines after it."""
    text, _, signatures = note.decode("utf-8", "replace").partition("\n\n")
    lines = signatures.splitlines(keepends=True)
    return f"{text}\n\n{''.join(lines[:1])}".encode(), lines[1:]


# Private


def _said(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text()}".encode()
