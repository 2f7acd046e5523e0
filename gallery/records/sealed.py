"""Column types for what names a person: sealed under the identity key, which no database holds (M-02).

A dump of the records therefore ties no template to anybody, even beside the keys of the templates. AES-SIV (RFC 5297)
needs no nonce: a column that is asked for by its value holds the same text for the same value, so equality and UNIQUE
still work, and nothing else does. Other columns carry a nonce, so that equal values do not show either. The name of the
column is authenticated: a value moved into another column does not open.
"""

import base64
import binascii
import json
import os
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7
from sqlalchemy import Dialect, Engine, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeEngine

from kernel_lib.errors import SettingsError

_SAME, _ANEW = "s1.", "n1."
_SIV_KEY_BYTES = 64
_NONCE_BYTES = 16
_BLOCK_BITS = 128
_COMPARED = (operators.eq, operators.ne, operators.in_op, operators.not_in_op)
_NULLS = (operators.is_, operators.is_not)


class IdentityClosed(SettingsError, DontWrapMixin):
    """A value that names a person was written or read without the identity key, or with another one."""


class Cipher:
    """The identity key at work. Threads may share it."""

    def __init__(self, key: bytes, before: bytes | None = None) -> None:
        """Take the key that seals; `before` still opens what the key before it sealed, while that is changed."""
        self._siv = _siv(key)
        self._before = None if before is None else _siv(before)

    def seal(self, plain: str, about: str, *, asked: bool) -> str:
        """Encrypt; `asked` gives the same text for the same value, otherwise each time another."""
        return _sealed(self._siv, plain, about, b"" if asked else os.urandom(_NONCE_BYTES))

    def forms(self, plain: str, about: str) -> frozenset[str]:
        """Return every text that stands for a value in a column that is asked for, while a key is changed both."""
        sivs = (self._siv,) if self._before is None else (self._siv, self._before)
        return frozenset(_sealed(each, plain, about, b"") for each in sivs)

    def resealed(self, sealed: str, about: str) -> str | None:
        """Return a value of the key before, sealed by the key of now; None for one that is so already.

        Raises:
            IdentityClosed: neither key sealed it.
        """
        if _opened(self._siv, sealed, about) is not None:
            return None
        return self.seal(self.unseal(sealed, about), about, asked=sealed.startswith(_SAME))

    def unseal(self, sealed: str, about: str) -> str:
        """Decrypt what `seal` made.

        Raises:
            IdentityClosed: it was sealed by another key or for another column, or was changed.
        """
        plain = _opened(self._siv, sealed, about)
        if plain is None and self._before is not None:
            plain = _opened(self._before, sealed, about)
        if plain is None:
            raise IdentityClosed(
                f"records, {about}: expected a value that this installation's identity key sealed, got another; "
                "restore keys/identity.key and the records from the same installation"
            )
        return plain


def hang(engine: Engine, cipher: Cipher) -> None:
    """Let every connection of an engine seal and open; without it such a column can neither be written nor read."""
    _ciphers[engine.dialect] = cipher


def cipher_of(dialect: Dialect, about: str) -> Cipher:
    """Return what seals over a dialect. Raises IdentityClosed when its engine was opened without the key."""
    try:
        return _ciphers[dialect]
    except KeyError:
        raise IdentityClosed(
            f"records, {about}: expected the identity key, got none; this process may not tell who somebody is"
        ) from None


class Named(Protocol):
    """What both column types tell of themselves."""

    about: str
    asked: bool


class Sealed(TypeDecorator[str]):
    """Text, sealed. `about` is `table.column`; only a column that is `asked` can be compared, and only for equality."""

    impl = Text
    cache_ok = True

    def __init__(self, about: str, *, asked: bool = False) -> None:
        super().__init__()
        self.about = about
        self.asked = asked

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal. Raises IdentityClosed."""
        return None if value is None else cipher_of(dialect, self.about).seal(value, self.about, asked=self.asked)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Open. Raises IdentityClosed."""
        return None if value is None else cipher_of(dialect, self.about).unseal(value, self.about)

    def coerce_compared_value(self, op: operators.OperatorType | None, value: Any) -> TypeEngine[Any]:
        """Refuse a comparison that could only answer wrongly. Raises TypeError."""
        if op in _NULLS or (self.asked and op in _COMPARED):
            return self
        raise TypeError(f"{self.about}: expected no comparison of sealed values, got {op}; compare what was opened")


class SealedJson(TypeDecorator[Any]):
    """A JSON document, sealed each time anew."""

    impl = Text
    cache_ok = True
    asked = False

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal. Raises IdentityClosed."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return cipher_of(dialect, self.about).seal(text, self.about, asked=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Open. Raises IdentityClosed."""
        return None if value is None else json.loads(cipher_of(dialect, self.about).unseal(value, self.about))


# Private


def _siv(key: bytes) -> AESSIV:
    """Derive both halves of the SIV key from the 32 bytes of the file."""
    return AESSIV(HKDF(SHA512(), _SIV_KEY_BYTES, salt=None, info=b"leadbook identities").derive(key))


def _sealed(siv: AESSIV, plain: str, about: str, nonce: bytes) -> str:
    # Without padding the length would tell who has no number.
    padder = PKCS7(_BLOCK_BITS).padder()
    padded = padder.update(plain.encode()) + padder.finalize()
    coded = base64.urlsafe_b64encode(nonce + siv.encrypt(padded, [about.encode(), nonce or b"same"]))
    return (_ANEW if nonce else _SAME) + coded.decode()


def _opened(siv: AESSIV, sealed: str, about: str) -> str | None:
    try:
        coded = base64.urlsafe_b64decode(sealed[len(_SAME) :])
        cut = 0 if sealed.startswith(_SAME) else _NONCE_BYTES
        padded = siv.decrypt(coded[cut:], [about.encode(), coded[:cut] or b"same"])
        padder = PKCS7(_BLOCK_BITS).unpadder()
        return (padder.update(padded) + padder.finalize()).decode()
    except (InvalidTag, ValueError, binascii.Error):
        return None


_ciphers: WeakKeyDictionary[Dialect, Cipher] = WeakKeyDictionary()
