"""Certificates kept beside the log, where a restore of older records finds those made since (F-32, M-10).

    <audit folder>/certificates/<run>-<first lineage>.jsonl
    {"format":1,"sha256":…,"signature":…}              signed by the key of the log, over the hash of what follows
    {"run":{…}}                                        as it was proposed and released
    {"index":…,"proofs":[{"group","record","path"}…]}  shared by the certificates below
    {"picture_id":…,"picture_sha256":…,"signed":…}     a certificate a line

A file is durable, and copied to the publication folder, before the act that issues its certificates is committed: an
issue that is repeated after a crash replaces it. It names no person and
holds no narrative.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection

from audits.log import write_durably
from audits.note import LogKey
from gallery.index.entries import GROUP
from gallery.lifecycle.certificate import index_of
from gallery.records import certified
from gallery.records.certified import Proof
from gallery.records.database import Database
from gallery.records.destructions import Line, Run, run_by_id
from kernel_lib.errors import LogDamaged
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.vocabulary import DestructionState, RunState

FOLDER = "certificates"

_FORMAT = 1
_ID = 36
_AT_ONCE = 5_000
_SAYS = b"leadbook certificates kept, format 1\n"
_MOMENTS = ("proposed_at", "released_at", "stopped_at", "rewritten_at", "finished_at")


@dataclass(frozen=True)
class Issued:
    """What one file holds: a run, lines of it that have their certificate, and the proofs of one named index."""

    run: Run
    lines: tuple[Line, ...]
    index_name: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class CertificateFolder:
    """The folder of one installation, and its copy outside the administrator's reach."""

    audit_dir: Path
    publish_dir: Path | None
    key: Ed25519PrivateKey
    public: LogKey

    def keep(self, issued: Issued) -> None:
        """Write a file and its copy, durably. Raises OSError: no certificate may be issued until both can be."""
        name = f"{issued.run.id}-{issued.lines[0].lineage_id}.jsonl"
        content = _content(issued, self.key)
        for folder in self._folders():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(folder / name, content)

    def gather(self) -> None:
        """Let folder and copy hold the same files: whatever only one of them has is copied. Raises OSError."""
        take_in(self.audit_dir, self.publish_dir)
        take_in(self.publish_dir, self.audit_dir)

    def write_missing(self, database: Database) -> int:
        """Write the files of runs that have certificates and no file, as an older version left them; return how many.

        Raises:
            OSError: a file cannot be written.
        """
        there = {path.name[:_ID] for path in self.files()}
        count = 0
        with database.reading() as connection:
            for run_id in certified.runs_with_certificates(connection):
                if run_id not in there:
                    for issued in _issued(connection, run_id):
                        self.keep(issued)
                        count += 1
        return count

    def files(self) -> tuple[Path, ...]:
        """Return every file of the folder, in order."""
        return tuple(sorted((self.audit_dir / FOLDER).glob("*.jsonl")))

    def unknown(self, database: Database) -> Iterator[Issued]:
        """Give what the records lack: files whose first line has no certificate there.

        Raises:
            LogDamaged: a file is not as it was signed.
        """
        for path in self.files():
            with database.reading() as connection:
                known = certified.has_certificate(connection, path.stem[_ID + 1 :])
            if not known:
                yield read(path, self.public)

    def _folders(self) -> Iterator[Path]:
        yield self.audit_dir / FOLDER
        if self.publish_dir:
            yield self.publish_dir / FOLDER


def groups_of(lines: Sequence[Line]) -> frozenset[int]:
    """Return the groups of an index in which the numbers of some lines would lie."""
    return frozenset(number // GROUP for line in lines for number in line.numbers)


def take_in(into: Path | None, source: Path | None) -> None:
    """Copy the files that one place has and another lacks. Raises OSError."""
    if into is None or source is None or not (source / FOLDER).is_dir():
        return
    for path in sorted((source / FOLDER).glob("*.jsonl")):
        target = into / FOLDER / path.name
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(target, path.read_bytes())


def read(path: Path, public: LogKey) -> Issued:
    """Read a file and check its signature. Raises LogDamaged when it is not as it was signed by the key of this log."""
    place = f"{FOLDER}/{path.name}"
    head, _, body = path.read_bytes().partition(b"\n")
    try:
        told = json.loads(head)
        _demand_signed(told, body, public)
        first, second, *rest = (json.loads(line) for line in body.splitlines())
        run = _run(first["run"])
        proofs = tuple(_proof(each) for each in second["proofs"])
        lines = tuple(_line(run, each) for each in rest)
        return Issued(replace(run, finished_at=lines[-1].done_at), lines, str(second["index"]), proofs)
    except (ValueError, TypeError, KeyError, InvalidSignature) as error:
        raise LogDamaged(place, "expected certificates as they were signed, got others; fetch its copy") from error


# Private


def _issued(connection: Connection, run_id: str) -> Iterator[Issued]:
    """Give what a run's files hold; the lines of one file name one index."""
    run = run_by_id(connection, run_id)
    if run is None:
        return
    for some in certified.certified_lines(connection, run_id, _AT_ONCE):
        for name, lines in groupby(some, key=lambda line: index_of(str(line.certificate))):
            mine = tuple(lines)
            yield Issued(run, mine, name, certified.proofs_of(connection, name, groups_of(mine)))


def _content(issued: Issued, key: Ed25519PrivateKey) -> bytes:
    proofs = [{"group": g, "record": _text(record), "path": _text(path)} for g, record, path in issued.proofs]
    first: list[Mapping[str, Any]] = [
        {"run": _plain(vars(replace(issued.run, state=RunState.FINISHED, finished_at=None, stop_reason="")))},
        {"index": issued.index_name, "proofs": proofs},
    ]
    lines = (
        {"picture_id": each.picture_id, "picture_sha256": each.picture_sha256, "signed": each.certificate}
        for each in issued.lines
    )
    body = b"".join(canonical_json(each) + b"\n" for each in (*first, *lines))
    digest = sha256_hex(body)
    signature = key.sign(_SAYS + digest.encode())
    return canonical_json({"format": _FORMAT, "sha256": digest, "signature": _text(signature)}) + b"\n" + body


def _demand_signed(told: Mapping[str, Any], body: bytes, public: LogKey) -> None:
    digest = sha256_hex(body)
    if told["format"] != _FORMAT or told["sha256"] != digest:
        raise ValueError("expected the format and hash that the head says")
    signature = base64.b64decode(told["signature"], validate=True)
    Ed25519PublicKey.from_public_bytes(public.raw).verify(signature, _SAYS + digest.encode())


def _line(run: Run, told: Mapping[str, Any]) -> Line:
    said = json.loads(told["signed"])["certificate"]
    return Line(
        lineage_id=said["lineage_id"],
        run_id=run.id,
        service=said["service"],
        picture_id=told["picture_id"],
        picture_sha256=told["picture_sha256"],
        rule=said["rule"],
        rule_version=said["rule_version"],
        due_on=date.fromisoformat(said["due_on"]),
        state=DestructionState.DONE,
        told="",
        numbers=list(said["numbers"]),
        log_entry=said["log_entry"],
        removed_at=datetime.fromisoformat(said["removed_at"]),
        done_at=datetime.fromisoformat(said["verified_at"]),
        certificate=told["signed"],
    )


def _run(told: Mapping[str, Any]) -> Run:
    moments = {name: datetime.fromisoformat(told[name]) for name in _MOMENTS if told[name]}
    return Run(**{**told, **moments, "state": RunState(told["state"])})


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _proof(told: Mapping[str, Any]) -> Proof:
    return int(told["group"]), base64.b64decode(told["record"]), base64.b64decode(told["path"])


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
