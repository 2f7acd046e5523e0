"""The certificate of an exit: what went out, to where by whose word, and the hash of the list of its files (G-10).

    {"certificate": {…}, "signed_by": "leadbook+…", "signature": …}

The signature (Ed25519, by the key that signs the log) covers the canonical JSON of `certificate` after a line that says
what it is. It is the last file of an exit: a folder without it is not one.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audits.note import LogKey
from kernel_lib.errors import LeadbookError
from kernel_lib.hashing import canonical_json

CERTIFICATE = "certificate.json"
FORMAT = 1
_SAYS = b"leadbook certificate of exit, format 1\n"


class ExitRefused(LeadbookError):
    """An exit cannot be written, or a folder is not a whole one; the message says which part."""


def signed(statement: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """Return the file of a certificate."""
    signature = base64.b64encode(key.sign(_SAYS + canonical_json(statement))).decode()
    told = {"certificate": statement, "signed_by": LogKey.of("leadbook", key).text().strip(), "signature": signature}
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def statement_in(content: bytes, key: LogKey) -> dict[str, Any]:
    """Return what a certificate says. Raises ExitRefused: another form, another key, or changed."""
    try:
        told = json.loads(content)
        statement, signature = told["certificate"], base64.b64decode(told["signature"], validate=True)
        if statement["format"] != FORMAT or told["signed_by"] != key.text().strip():
            raise ExitRefused(f"{CERTIFICATE}: expected one of format {FORMAT} by the key given, got another")
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, _SAYS + canonical_json(statement))
    except (InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise ExitRefused(f"{CERTIFICATE}: expected a certificate as it was signed, got a changed one") from error
    return dict(statement)
