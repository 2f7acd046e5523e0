"""Canonical JSON and SHA-256: the one way in which anything here is named by its hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_CHUNK = 1 << 20
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: Any) -> bytes:
    """Encode a JSON value so that equal values give equal bytes.

    Keys are sorted, no white space is written, text is UTF-8. Not-a-number and infinity are refused with
    `ValueError`, because JSON has no such numbers (RFC 8259, section 6).
    """
    return _CANONICAL.encode(value).encode()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(value: Any) -> str:
    """Return the SHA-256 of a JSON value in its canonical form."""
    return sha256_hex(canonical_json(value))


def sha256_of_list(values: Iterable[Any]) -> str:
    """Return what `sha256_of` returns of a list, of values that come one after another and are not all held."""
    digest = hashlib.sha256(b"[")
    for place, value in enumerate(values):
        digest.update((b"," if place else b"") + canonical_json(value))
    digest.update(b"]")
    return digest.hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces of one mebibyte."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
