"""The keys of an installation: one wraps data keys, one seals who somebody is, one signs the log.

All lie in `keys/`, readable by the service's user only. Losing the master key loses every picture; losing the identity
key loses whose they are; losing the signing key ends the log's chain of signatures. Master and identity key are apart:
neither alone ties a template to a person (M-02). A backup of `keys/` is therefore kept apart from one of `gallery/`.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audits.log import sync_folder
from kernel_lib.errors import SettingsError
from kernel_lib.hashing import sha256_hex

KEY_BYTES = 32
_NONCE_BYTES = 12
_MASTER, _SIGNING, _IDENTITY = "master.key", "signing.key", "identity.key"
_NEXT, _OLD = "identity-next.key", "identity-old.key"


@dataclass(frozen=True)
class Keys:
    """The keys, in memory. None is ever shown: `repr` leaves them out.

    `next_identity` is there only while the identity key is being changed.
    """

    master: bytes = field(repr=False)
    signing: Ed25519PrivateKey = field(repr=False)
    identity: bytes = field(repr=False)
    next_identity: bytes | None = field(repr=False, default=None)

    @classmethod
    def open(cls, folder: Path) -> "Keys":
        """Load the keys, or make them where there is none. An older installation gets an identity key.

        Raises:
            SettingsError: master or signing key is missing, is not a key, or can be read by others.
        """
        present = [name for name in (_MASTER, _SIGNING) if (folder / name).exists()]
        if not present:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in (_MASTER, _SIGNING):
                _write(folder / name, os.urandom(KEY_BYTES))
        elif len(present) == 1:
            raise SettingsError(f"keys: expected {_MASTER} and {_SIGNING}, got {present[0]} alone; restore the other")
        _demand_private(folder, 0o700)
        signing = Ed25519PrivateKey.from_private_bytes(_read(folder / _SIGNING))
        following = _read(folder / _NEXT) if (folder / _NEXT).exists() else None
        return cls(_read(folder / _MASTER), signing, own_key(folder, _IDENTITY), following)


def own_key(folder: Path, name: str) -> bytes:
    """Load the key of a store that stands by itself, or make it at first use; whoever holds the master key lacks it.

    Raises:
        SettingsError: it is no key, or others can read it.
    """
    path = folder / name
    if not path.exists():
        _write(path, os.urandom(KEY_BYTES))
    return _read(path)


def identity_to_come(folder: Path) -> bytes:
    """Load the key that follows the identity key, or make it, durable: nothing may be sealed by one that a crash takes.

    Raises:
        SettingsError: it is no key, or others can read it.
    """
    key = own_key(folder, _NEXT)
    sync_folder(folder)
    return key


def exchange_identity(folder: Path) -> None:
    """Put the key to come in the place of the identity key, and destroy the old one; called again, it finishes.

    At no moment is there no identity key: a start would make another in its place.

    Raises:
        OSError: a file cannot be written; the next call goes on.
    """
    own, following, old = folder / _IDENTITY, folder / _NEXT, folder / _OLD
    if following.exists():
        if not old.exists():
            os.link(own, old)
        following.replace(own)
        sync_folder(folder)
    destroy_former_identity(folder)


def destroy_former_identity(folder: Path) -> None:
    """Overwrite and remove the key that was the identity key before; the one that is in use stays, by whatever name.

    Raises:
        OSError: a file cannot be written; the next call goes on.
    """
    own, old = folder / _IDENTITY, folder / _OLD
    if not old.exists():
        return
    if not old.samefile(own):
        with old.open("r+b", buffering=0) as file:
            file.write(bytes(KEY_BYTES))
            os.fsync(file.fileno())
    old.unlink()
    sync_folder(folder)


def key_print(key: bytes) -> str:
    """Return what tells one identity key from another and says nothing else of it."""
    return sha256_hex(b"leadbook identity key\0" + key)[:32]


def read_key(path: Path) -> bytes:
    """Load one key from a file of its own.

    Raises:
        SettingsError: there is none, it is no key, or others can read it.
    """
    try:
        return _read(path)
    except OSError as error:
        raise SettingsError(
            f"key {path.name}: expected a key that this user may read, got: {error.strerror or error}"
        ) from error


def seal(key: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt with AES-256-GCM. `about` says what the bytes are, and must be the same to open them.

    The answer holds a random nonce of 12 bytes, the cipher text and its tag of 16 bytes.
    """
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Decrypt what `seal` made.

    Raises:
        ValueError: the key is another one, the bytes were changed, or they are not what `about` says.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise ValueError("sealed bytes: expected what was sealed with this key, got other bytes") from error


def _write(path: Path, key: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, key)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes:
    _demand_private(path, 0o600)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SettingsError(f"key {path.name}: expected {KEY_BYTES} bytes, got {len(key)}; restore it from a backup")
    return key


def _demand_private(path: Path, wanted: int) -> None:
    state = path.stat()
    mode = stat.S_IMODE(state.st_mode)
    if mode & 0o077 or state.st_uid != os.geteuid():
        raise SettingsError(
            f"key {path.name}: expected it to be the service user's own, with mode {wanted:o} at most, got {mode:o}; "
            f"run `chmod {wanted:o}` on it and find out who could read it"
        )
