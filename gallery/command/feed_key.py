"""The private key of a records system, as a file that only its owner can read."""

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kernel_lib.errors import SettingsError

_KEY_BYTES = 32


def make_feed_key(path: Path) -> str:
    """Write a new private key; return the public half as 64 hexadecimal digits.

    Raises:
        SettingsError: there is a file already; a key is never written over.
    """
    key = Ed25519PrivateKey.generate()
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except FileExistsError as error:
        raise SettingsError(f"feed key {path}: expected no file, got one; choose another name") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes_raw())
    return key.public_key().public_bytes_raw().hex()


def feed_key(path: Path) -> Ed25519PrivateKey:
    """Load a private key. Raises SettingsError when it is none, or others can read it."""
    try:
        data, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError as error:
        raise SettingsError(f"feed key {path}: expected a file, got none; make one with `leadbook feed key`") from error
    if len(data) != _KEY_BYTES or mode & 0o077:
        raise SettingsError(f"feed key {path}: expected 32 bytes with mode 600, got {len(data)} with {mode:o}")
    return Ed25519PrivateKey.from_private_bytes(data)
