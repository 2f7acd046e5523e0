"""A certificate of destruction: lineage, rule, every store's verified result, proof of absence; no person (F-32).

    {"certificate": {…}, "absences": [{"group", "record", "path"}…], "signed_by": "leadbook+…", "signature": …}

The signature (Ed25519, by the key that signs the log) covers the canonical JSON of `certificate`, after a line that
says what it is. `certificate.index` names the index after the run; each number in it is absent by its proof. A file is
checked offline with nothing but the log's public key.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audits.note import LogKey
from gallery.index.absence import Absence, Named, is_absent
from gallery.index.entries import GROUP
from gallery.records.destructions import Line
from kernel_lib.hashing import canonical_json

FORMAT = 1
_SAYS = b"leadbook certificate of destruction, format 1\n"
_KEYS = {
    "format",
    "lineage_id",
    "service",
    "rule",
    "rule_version",
    "due_on",
    "run_id",
    "removed_at",
    "verified_at",
    "log_entry",
    "stores",
    "index",
    "numbers",
}


@dataclass(frozen=True)
class Checked:
    """What a certificate that holds says: its statement, as it was signed."""

    statement: Mapping[str, Any]
    key: str


class CertificateRefused(ValueError):
    """A certificate does not hold; the message says which part."""


def statement_of(line: Line, verified_at: str, stores: Mapping[str, str], named: Named) -> dict[str, Any]:
    """Return what is signed about one lineage; `stores` gives each store's result in words."""
    return {
        "format": FORMAT,
        "lineage_id": line.lineage_id,
        "service": line.service,
        "rule": line.rule,
        "rule_version": line.rule_version,
        "due_on": line.due_on.isoformat(),
        "run_id": line.run_id,
        "removed_at": line.removed_at.isoformat() if line.removed_at else "",
        "verified_at": verified_at,
        "log_entry": line.log_entry,
        "stores": [{"store": name, "result": result} for name, result in stores.items()],
        "index": {**vars(named), "name": named.name},
        "numbers": sorted(line.numbers),
    }


def sign(statement: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """Return the signed certificate as one line of JSON, without its proofs of absence."""
    signature = key.sign(_SAYS + canonical_json(statement))
    signed_by = LogKey.of("leadbook", key).text().strip()
    told = {"certificate": statement, "signed_by": signed_by, "signature": base64.b64encode(signature).decode()}
    return canonical_json(told).decode()


def whole(signed: str, proofs: Mapping[int, Absence]) -> bytes:
    """Return the file of a certificate: what was signed, with the proof of each number's group."""
    told = json.loads(signed)
    told["absences"] = [_told(group, proof) for group, proof in sorted(proofs.items())]
    return json.dumps(told, indent=2, sort_keys=True).encode() + b"\n"


def index_of(signed: str) -> str:
    """Return the name of the index in which a signed certificate proves absence."""
    return str(json.loads(signed)["certificate"]["index"]["name"])


def check(content: bytes, key: LogKey) -> Checked:
    """Check a certificate's file with the log's public key alone.

    Raises:
        CertificateRefused: it has another form, another key signed it, it was changed, a store is not verified empty,
            or a number is not proven absent.
    """
    told, statement = _read(content)
    if told["signed_by"] != key.text().strip():
        raise CertificateRefused("signature: expected the key of this log, got another key")
    try:
        public = Ed25519PublicKey.from_public_bytes(key.raw)
        public.verify(base64.b64decode(told["signature"]), _SAYS + canonical_json(statement))
    except (InvalidSignature, ValueError) as error:
        raise CertificateRefused("signature: expected one over these words, got another; they were changed") from error
    _check_index(statement, told["absences"])
    return Checked(statement, key.id.hex())


# Private


def _read(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        told = json.loads(content)
        statement = told["certificate"]
        fits = set(told) == {"certificate", "absences", "signed_by", "signature"} and set(statement) == _KEYS
    except (ValueError, KeyError, TypeError) as error:
        raise CertificateRefused("file: expected a certificate of destruction, got something else") from error
    if not fits:
        raise CertificateRefused("file: expected the fields of a certificate of destruction, got others")
    if statement["format"] != FORMAT:
        raise CertificateRefused(f"file: expected format {FORMAT}, got {statement['format']}")
    return told, statement


def _check_index(statement: Mapping[str, Any], absences: Sequence[Mapping[str, Any]]) -> None:
    index = dict(statement["index"])
    name = index.pop("name", "")
    try:
        named = Named(**index)
        proofs = {each["group"]: _proof(each) for each in absences}
        absent = named.name == name and all(
            is_absent(number, named, proofs.get(_group(number))) for number in statement["numbers"]
        )
    except (TypeError, ValueError, KeyError) as error:
        raise CertificateRefused("index: expected proofs of absence, got something else") from error
    if not absent:
        raise CertificateRefused("index: expected proof that no number is in the named index, got none that holds")


def _told(group: int, proof: Absence) -> dict[str, Any]:
    path = [each.hex() for each in proof.path]
    return {"group": group, "record": base64.b64encode(proof.record).decode(), "path": path}


def _proof(told: Mapping[str, Any]) -> Absence:
    path = tuple(bytes.fromhex(each) for each in told["path"])
    return Absence(int(told["group"]), base64.b64decode(told["record"], validate=True), path)


def _group(number: int) -> int:
    return int(number) // GROUP
