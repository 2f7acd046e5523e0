"""Chains of edits that examiners made from a probe, and fingerprints by which similar probes are found (A-14, A-26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, String, Table, Text, insert, or_, select

from gallery.records.case_tables import probes, requests
from gallery.records.probes import ProbeFace
from gallery.records.schema import UtcTime, metadata
from kernel_lib.vocabulary import RequestState

probe_chains = Table(
    "probe_chains",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("probe_id", ForeignKey("probes.id"), nullable=False, index=True),
    Column("examination_id", ForeignKey("examinations.id"), nullable=False, index=True),
    Column("operations", JSON, nullable=False),
    Column("edits", JSON, nullable=False),
    Column("steps", JSON, nullable=False),
    Column("face", JSON),
    Column("stored_sha256", String(64)),
    Column("made_by", ForeignKey("accounts.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)

probe_fingerprints = Table(
    "probe_fingerprints",
    metadata,
    Column("probe_id", ForeignKey("probes.id"), primary_key=True),
    Column("fingerprint", Text, nullable=False),
)


@dataclass(frozen=True)
class Chain:
    """A derived picture: `operations` make it from the original, `edits` are those that the examiner asked for.

    `steps` are the records of `kernel_lib.wire.editing.DerivationStep`; `face` is the chosen face as found in the
    derived picture; `stored_sha256` names the PNG in the image store. A chain without edits takes all edits back, and
    has neither face nor picture.
    """

    id: str
    probe_id: str
    examination_id: str
    operations: tuple[Mapping[str, Any], ...]
    edits: tuple[Mapping[str, Any], ...]
    steps: tuple[Mapping[str, Any], ...]
    face: ProbeFace | None
    stored_sha256: str | None
    made_by: str
    made_at: datetime

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical pixels of the derived picture; empty when all edits were taken back."""
        return str(self.steps[-1]["sha256"]) if self.steps else ""


def add_chain(connection: Connection, chain: Chain) -> None:
    """Keep a chain. One before it stays; the newest counts."""
    rows = {key: [dict(each) for each in getattr(chain, key)] for key in ("operations", "edits", "steps")}
    face = {**vars(chain.face), "findings": [dict(each) for each in chain.face.findings]} if chain.face else None
    connection.execute(insert(probe_chains).values({**vars(chain), **rows, "face": face}))


def chain_of(connection: Connection, examination_id: str) -> Chain | None:
    """Return the chain that counts for an examination; None before the first edit and after all were taken back."""
    found = select(probe_chains).where(probe_chains.c.examination_id == examination_id)
    row = connection.execute(found.order_by(probe_chains.c.id.desc()).limit(1)).mappings().one_or_none()
    if row is None or not row["edits"]:
        return None
    rows = {key: tuple(row[key]) for key in ("operations", "edits", "steps")}
    return Chain(**{**row, **rows, "face": _face(row["face"])})


def add_fingerprint(connection: Connection, probe_id: str, fingerprint: str) -> None:
    """Keep the fingerprint of a probe as received."""
    connection.execute(insert(probe_fingerprints).values(probe_id=probe_id, fingerprint=fingerprint))


def fingerprint_of(connection: Connection, probe_id: str) -> str | None:
    """Return the fingerprint of a probe, or None for one that was received before fingerprints were made."""
    found = select(probe_fingerprints.c.fingerprint).where(probe_fingerprints.c.probe_id == probe_id)
    return connection.execute(found).scalar_one_or_none()


def fingerprints_of_others(connection: Connection, service: str, request_id: str) -> tuple[tuple[str, str], ...]:
    """Return (request, fingerprint) of every other request of a service that was ever submitted, newest first."""
    sent = or_(requests.c.state != RequestState.DRAFT, requests.c.submitted_at.is_not(None))
    found = (
        select(probes.c.request_id, probe_fingerprints.c.fingerprint)
        .join(probe_fingerprints, probe_fingerprints.c.probe_id == probes.c.id)
        .join(requests, requests.c.id == probes.c.request_id)
        .where(requests.c.service == service, requests.c.id != request_id, probes.c.replaced_at.is_(None), sent)
        .order_by(requests.c.id.desc())
    )
    return tuple((row.request_id, row.fingerprint) for row in connection.execute(found))


# Private


def _face(row: Mapping[str, Any] | None) -> ProbeFace | None:
    if row is None:
        return None
    box: tuple[float, float, float, float] = tuple(row["box"])
    landmarks = tuple((float(x), float(y)) for x, y in row["landmarks"])
    return ProbeFace(**{**row, "box": box, "landmarks": landmarks, "findings": tuple(row["findings"])})
