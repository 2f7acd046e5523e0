"""Proposed exits of a service: what goes out, to where, who released it, until when it stands (G-10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, insert, select, update

from gallery.records.schema import UtcTime, metadata

exit_proposals = Table(
    "exit_proposals",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("service", String(32), nullable=False, index=True),
    Column("destination", String(1000), nullable=False),
    Column("lineages", Integer, nullable=False),
    Column("originals", Integer, nullable=False),
    Column("lineages_sha256", String(64), nullable=False),
    Column("rule_version", String(32), nullable=False),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("stands_until", UtcTime, nullable=False),
    Column("released_by_records", ForeignKey("accounts.id")),
    Column("released_by_compliance", ForeignKey("accounts.id")),
    Column("ended_at", UtcTime),
)
"""`ended_at` is the moment at which the written folder was read again, or at which another proposal voided this one."""


@dataclass(frozen=True)
class ExitProposal:
    """One proposed exit of a service."""

    id: str
    service: str
    destination: str
    lineages: int
    originals: int
    lineages_sha256: str
    rule_version: str
    proposed_by: str
    proposed_at: datetime
    stands_until: datetime
    released_by_records: str | None = None
    released_by_compliance: str | None = None
    ended_at: datetime | None = None

    @property
    def is_released(self) -> bool:
        """Whether both duties allowed it."""
        return self.released_by_records is not None and self.released_by_compliance is not None


def add_exit(connection: Connection, proposal: ExitProposal) -> None:
    """Keep a proposed exit; what the service proposed before ends with it."""
    mine = (exit_proposals.c.service == proposal.service) & exit_proposals.c.ended_at.is_(None)
    connection.execute(update(exit_proposals).where(mine).values(ended_at=proposal.proposed_at))
    connection.execute(insert(exit_proposals).values(vars(proposal)))


def standing_exit(connection: Connection, service: str, now: datetime) -> ExitProposal | None:
    """Return the exit of a service that has neither ended nor lapsed, or None."""
    open_now = exit_proposals.c.ended_at.is_(None) & (exit_proposals.c.stands_until > now)
    found = select(exit_proposals).where(exit_proposals.c.service == service, open_now)
    row = connection.execute(found).mappings().one_or_none()
    return ExitProposal(**row) if row else None


def change_exit(connection: Connection, exit_id: str, **values: Any) -> None:
    """Set a release or the end."""
    connection.execute(update(exit_proposals).where(exit_proposals.c.id == exit_id).values(values))
