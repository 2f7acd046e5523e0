"""The signed manifest of a feed folder: `manifest.json` names every file by its hash, `manifest.sig` signs it (F-04).

A feed is taken whole or not at all: a missing, changed or additional file, or a signature by another key, refuses it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from kernel_lib.errors import Unacceptable
from kernel_lib.feed.lines import PICTURES, FeedLine, Line
from kernel_lib.hashing import canonical_json, sha256_hex, sha256_of_file
from kernel_lib.wire.feeds import FeedManifest, FeedSignature

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MANIFEST_BYTES_LIMIT = 24 * 1024 * 1024
_ABOUT = b"leadbook feed manifest 1\n"
_AT_SOURCE = "Have the records system export and sign the feed again."


@dataclass(frozen=True)
class SignedManifest:
    """A manifest as it came: its exact bytes and its signature. `key_id` names the key that is said to have signed."""

    data: bytes
    content: FeedManifest
    key_id: str
    signature: bytes


def sign_feed(folder: Path, key: Ed25519PrivateKey, service: str, now: datetime) -> None:
    """Write manifest and signature beside the files of a folder, as a records system does at the end of an export."""
    files = {name: sha256_of_file(folder / name) for name in _files(folder)}
    manifest = FeedManifest(format="leadbook-feed-1", service=service, made_at=now, files=files)
    data = canonical_json(manifest.model_dump(mode="json"))
    signed = FeedSignature(
        key_id=key_id_of(key.public_key().public_bytes_raw()), signature=key.sign(_ABOUT + data).hex()
    )
    (folder / MANIFEST).write_bytes(data)
    (folder / SIGNATURE).write_text(signed.model_dump_json() + "\n", encoding="utf-8")


def key_id_of(public_key: bytes) -> str:
    """Return what names a public key: the SHA-256 of its 32 bytes."""
    return sha256_hex(public_key)


def read_manifest(folder: Path) -> SignedManifest:
    """Read both files of a folder; nothing is verified yet.

    Raises:
        Unacceptable: the feed is not signed, or a file is not of its form.
    """
    paths = folder / MANIFEST, folder / SIGNATURE
    if not all(path.is_file() and not path.is_symlink() for path in paths):
        raise Unacceptable("F-04", "This feed is not signed: it lacks manifest.json or manifest.sig.", _AT_SOURCE)
    if any(path.stat().st_size > MANIFEST_BYTES_LIMIT for path in paths):
        raise Unacceptable("feed.size", "The manifest is larger than 24 MiB.", "Split the feed.")
    return parsed(paths[0].read_bytes(), paths[1].read_bytes())


def parsed(manifest: bytes, signature: bytes) -> SignedManifest:
    """Read both as bytes. Raises Unacceptable where one is not of its form."""
    try:
        content = FeedManifest.model_validate_json(manifest)
        signed = FeedSignature.model_validate_json(signature)
    except ValidationError as error:
        reason = "Manifest or signature of the feed is not of the form leadbook-feed-1."
        raise Unacceptable("F-04", reason, _AT_SOURCE) from error
    return SignedManifest(manifest, content, signed.key_id, bytes.fromhex(signed.signature))


def demand_signature(manifest: SignedManifest, public_key: bytes) -> None:
    """Do nothing when the key signed exactly these bytes. Raises Unacceptable."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(manifest.signature, _ABOUT + manifest.data)
    except InvalidSignature as error:
        reason = "The signature of the feed is not one of its key over this manifest."
        raise Unacceptable("F-04", reason, _AT_SOURCE) from error


def verified(folder: Path, lines: tuple[Line, ...]) -> SignedManifest:
    """Return the manifest of a folder whose every file is the one that was signed, and that holds no other.

    The signature itself is for the service to verify, which knows the keys. A picture is told by its line.

    Raises:
        Unacceptable: a file was changed, is missing or is not in the manifest.
    """
    manifest = read_manifest(folder)
    found = set(_files(folder))
    for name in sorted(found | set(manifest.content.files)):
        signed = manifest.content.files.get(name)
        if name not in found or signed is None or sha256_of_file(folder / name) != signed:
            how = "is missing" if name not in found else "was not signed" if signed is None else "was changed"
            reason = f"The feed is not as it was signed: {_called(name, lines)} {how}."
            raise Unacceptable("F-04", reason, _AT_SOURCE)
    return manifest


# Private


def _files(folder: Path) -> Iterator[str]:
    """Paths of plain files within the folder; a link stands for itself and so never has the signed bytes."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise Unacceptable("F-04", "The feed folder holds a link; it may hold plain files only.", _AT_SOURCE)
        if path.is_file() and name not in (MANIFEST, SIGNATURE):
            yield name


def _called(name: str, lines: tuple[Line, ...]) -> str:
    """A file of pictures could be called by a person's name, so it is told by its line."""
    if not name.startswith(f"{PICTURES}/"):
        return name if name in ("bookings.jsonl", "bookings.csv", "outcomes.jsonl", "outcomes.csv") else "another file"
    number = next(
        (line.number for line in lines if isinstance(line, FeedLine) and f"{PICTURES}/{line.picture}" == name), None
    )
    return f"the picture of line {number}" if number else "a picture that no line names"
