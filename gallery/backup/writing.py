"""The plain stream inside a backup: a tar archive whose last member is a signed manifest of all the others."""

import base64
import hashlib
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gallery.backup.snapshot import Member
from kernel_lib.hashing import canonical_json

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SCHEMA = "leadbook/backup/1"

_SPOOL = 16 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Told:
    """What a manifest says: the state of log and records, the version that wrote it, its files by count and hash.

    `key_prints` tells each key of the installation from another, by name; a restore demands the same ones.
    """

    schema: str
    made_at: str
    version: str
    log_size: int
    root: str
    mark: int
    with_keys: bool
    key_prints: Mapping[str, str]
    files: int
    length: int
    sums_sha256: str

    def text(self) -> bytes:
        """Return the manifest as it is written and signed."""
        return canonical_json(vars(self)) + b"\n"


@dataclass(frozen=True)
class About:
    """What is known of a backup before its files are."""

    made_at: str
    version: str
    log_size: int
    root: str
    mark: int
    with_keys: bool
    key_prints: Mapping[str, str]


def archived(members: Iterable[Member], about: About, key: Ed25519PrivateKey) -> Iterator[bytes]:
    """Give the archive piece by piece: every member, their hashes in the form of sha256sum, manifest, signature.

    Raises:
        OSError: a member is not as long as it was said to be.
    """
    count = total = 0
    listed = hashlib.sha256()
    with tempfile.SpooledTemporaryFile(_SPOOL) as sums:
        for member in members:
            digest = hashlib.sha256()
            yield from packed(member, digest)
            line = sum_line(digest.hexdigest(), member.path)
            sums.write(line)
            listed.update(line)
            count, total = count + 1, total + member.length
        length = sums.tell()
        sums.seek(0)
        yield from packed(Member(SUMS, length, iter(lambda: sums.read(_CHUNK), b"")), hashlib.sha256())
    told = Told(schema=SCHEMA, files=count, length=total, sums_sha256=listed.hexdigest(), **vars(about))
    for name, content in ((MANIFEST, told.text()), (SIGNATURE, base64.b64encode(key.sign(told.text())) + b"\n")):
        yield from packed(Member(name, len(content), iter((content,))), hashlib.sha256())
    yield bytes(2 * tarfile.BLOCKSIZE)


def sum_line(sha256: str, path: str) -> bytes:
    """Return a line of SHA256SUMS, which `sha256sum --check` reads too."""
    return f"{sha256}  {path}\n".encode()


def packed(member: Member, digest: "hashlib._Hash") -> Iterator[bytes]:
    """Give one member of a tar archive, hashed on the way. Raises OSError when it is not as long as it was said."""
    told = tarfile.TarInfo(member.path)
    told.size, told.mode = member.length, 0o600
    yield told.tobuf(tarfile.PAX_FORMAT)
    written = 0
    for piece in member.pieces:
        digest.update(piece)
        written += len(piece)
        yield piece
    if written != member.length:
        raise OSError(f"backup: expected {member.length} bytes of a file, got {written}")
    yield bytes(-written % tarfile.BLOCKSIZE)
