"""Passwords by argon2, and every other secret by chance; only hashes are kept."""

import hmac
import secrets
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kernel_lib.hashing import sha256_hex

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5
_SECRET_BYTES = 32

SecretKind = Literal["session", "ticket", "token"]

_PREFIXES: dict[SecretKind, str] = {"session": "lbs_", "ticket": "lbk_", "token": "lbt_"}


class Passwords:
    """Hashes and checks passwords, in the same time whether there is an account or not."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash(secrets.token_urlsafe(_SECRET_BYTES))

    def hash(self, password: str) -> str:
        """Return the hash to keep, with its salt and cost."""
        return self._hasher.hash(password)

    def fits(self, password_hash: str | None, password: str) -> bool:
        """Say whether a password is the one of a hash. None stands for nobody, and never fits."""
        try:
            return self._hasher.verify(password_hash or self._nobody, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, password_hash: str) -> bool:
        """Say whether a hash was made at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(password_hash)


def new_password() -> str:
    """Return a first password of about 99 bits, in four groups that can be read aloud."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def new_secret(kind: SecretKind) -> str:
    """Return an opaque secret of 256 bits; its beginning says what it is for."""
    return _PREFIXES[kind] + secrets.token_urlsafe(_SECRET_BYTES)


def kind_of(secret: str) -> SecretKind | None:
    """Say what a secret claims to be for."""
    return next((kind for kind, prefix in _PREFIXES.items() if secret.startswith(prefix)), None)


def same(left: str, right: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def kept(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256. It has 256 bits of chance, so that no salt is needed."""
    return sha256_hex(secret.encode())
