"""Seal the contents of a case into one file that its own verifier checks without Leadbook (E-14, W-18)."""

import io
import json
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.note import LogKey
from gallery.disclosure.contents import PackContents
from gallery.disclosure.file import File, plain
from gallery.disclosure.overview import overviews
from gallery.disclosure.sections import Sections
from gallery.disclosure.verify import MANIFEST, SEALED, SECOND, SIGNATURE
from gallery.rules.disclosure import DisclosureRules
from kernel_lib.errors import LogDamaged
from kernel_lib.hashing import sha256_hex

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


@dataclass(frozen=True)
class Pack:
    """A sealed pack. `sha256` is that of its bytes and is what the log records; `masked` counts masked persons."""

    id: str
    content: bytes
    sha256: str
    files: int
    requests: int
    persons: int
    masked: int


def build_pack(contents: PackContents, *, signer: Ed25519PrivateKey, rules: DisclosureRules) -> Pack:
    """Return the pack of these contents; the same contents give the same bytes.

    Raises:
        Unacceptable: the legal basis given is not one of `disclosure.toml`, or names no paper (E-16).
        PictureRefused: a stored picture cannot be read.
        LogDamaged: the log extract was signed by another key than `signer`.
    """
    key = LogKey.parse(contents.log.key, "log.pub")
    if LogKey.of(key.origin, signer) != key:
        raise LogDamaged("log.pub", f"expected the key that seals the pack, got {key.id.hex()}")
    sections = Sections.of(contents, rules)
    files = sorted([*sections.files(), *overviews(sections)], key=lambda file: file.path)
    manifest = _manifest(contents, key, files)
    signature = signer.sign(SEALED + manifest)
    content = _zipped([*files, File(MANIFEST, manifest), File(SIGNATURE, signature)])
    return Pack(
        id=contents.pack_id,
        content=content,
        sha256=sha256_hex(content),
        files=len(files) + 2,
        requests=len(contents.requests),
        persons=len(sections.persons),
        masked=sum(not person.is_clear for person in sections.persons.values()),
    )


def write_pack(content: bytes, path: Path) -> None:
    """Write a pack so that `path` holds either all of it or what was there before. Raises OSError."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _manifest(contents: PackContents, key: LogKey, files: Sequence[File]) -> bytes:
    body = {
        "format": SECOND,
        "pack_id": contents.pack_id,
        "case_id": contents.case_id,
        "service": contents.service,
        "made_at": plain(contents.made_at),
        "made_by": contents.made_by,
        "leadbook_version": contents.leadbook_version,
        "log": {"origin": key.origin, "key_id": key.id.hex(), "checkpoint_size": contents.log.size},
        "files": [
            {"path": each.path, "bytes": len(each.content), "sha256": sha256_hex(each.content)} for each in files
        ],
    }
    return json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _zipped(files: Sequence[File]) -> bytes:
    """Stored without compression, so that every byte of the file follows from its contents and can be checked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.path, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, _MODE
            archive.writestr(entry, file.content)
    return out.getvalue()
