"""Consents of staff to a reference picture, checks of searches against them, and what a check laid before compliance.

The pictures lie in a store of their own; no table of the gallery knows them (B-11).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from gallery.records.case_tables import requests, searches
from gallery.records.review_tables import decoys
from gallery.records.schema import UtcTime, metadata

_ID = String(36)

staff_consents = Table(
    "staff_consents",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("lineage_id", _ID, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rule_version", String(32), nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)

staff_checks = Table(
    "staff_checks",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("since", UtcTime),
    Column("until", UtcTime, nullable=False, index=True),
    Column("ran_by", ForeignKey("accounts.id")),
    Column("seed", String(16), nullable=False),
    Column("people", Integer, nullable=False),
    Column("searches", Integer, nullable=False),
    Column("compared", Integer, nullable=False),
)

staff_findings = Table(
    "staff_findings",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("check_id", ForeignKey("staff_checks.id"), nullable=False),
    Column("search_id", ForeignKey("searches.id"), nullable=False),
    Column("account_id", ForeignKey("accounts.id")),
    Column("raised_at", UtcTime, nullable=False),
    Column("proper", Boolean),
    Column("reason", Text, nullable=False),
    Column("answered_by", ForeignKey("accounts.id")),
    Column("answered_at", UtcTime),
)


@dataclass(frozen=True)
class Consent:
    """One consent with the hash of its picture, under the version of the words that were agreed to."""

    id: str
    account_id: str
    lineage_id: str
    sha256: str
    rule_version: str
    given_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Check:
    """One comparison of the searches after `since` until `until` with `people` consenting members of staff.

    `compared` counts the searches whose original was still held; `seed`, in hexadecimal, draws the sample again.
    """

    id: str
    since: datetime | None
    until: datetime
    ran_by: str | None
    seed: str
    people: int
    searches: int
    compared: int


@dataclass(frozen=True)
class Finding:
    """A search laid before compliance: for its resemblance to a member of staff, or, without one, by chance."""

    id: str
    check_id: str
    search_id: str
    account_id: str | None
    raised_at: datetime
    proper: bool | None = None
    reason: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Ran:
    """A search that was run, and its request."""

    search_id: str
    request_id: str


def add_consent(connection: Connection, consent: Consent) -> None:
    """Keep a consent."""
    connection.execute(insert(staff_consents).values(vars(consent)))


def consent_of(connection: Connection, account_id: str) -> Consent | None:
    """Return the consent of an account that holds, or None."""
    mine = staff_consents.c.account_id == account_id
    found = connection.execute(select(staff_consents).where(mine, staff_consents.c.ended_at.is_(None)))
    row = found.mappings().one_or_none()
    return Consent(**row) if row else None


def consents_held(connection: Connection) -> tuple[Consent, ...]:
    """Return every consent that holds, oldest first."""
    held = select(staff_consents).where(staff_consents.c.ended_at.is_(None)).order_by(staff_consents.c.id)
    return tuple(Consent(**row) for row in connection.execute(held).mappings())


def end_consent(connection: Connection, consent_id: str, now: datetime) -> None:
    """Say that a consent ended."""
    connection.execute(update(staff_consents).where(staff_consents.c.id == consent_id).values(ended_at=now))


def searches_between(connection: Connection, since: datetime | None, until: datetime) -> tuple[Ran, ...]:
    """Return the searches of casework that ended in a time, in order; known tasks are none (D-11)."""
    found = select(searches.c.id, searches.c.request_id).join(requests, requests.c.id == searches.c.request_id)
    found = found.where(searches.c.ended_at <= until, requests.c.id.not_in(select(decoys.c.request_id)))
    if since is not None:
        found = found.where(searches.c.ended_at > since)
    return tuple(Ran(*row) for row in connection.execute(found.order_by(searches.c.id)))


def add_check(connection: Connection, check: Check, findings: Collection[Finding]) -> None:
    """Keep a check and what it found."""
    connection.execute(insert(staff_checks).values(vars(check)))
    for finding in findings:
        connection.execute(insert(staff_findings).values(vars(finding)))


def checks_held(connection: Connection, count: int) -> tuple[Check, ...]:
    """Return the latest checks, newest first."""
    found = select(staff_checks).order_by(staff_checks.c.until.desc()).limit(count)
    return tuple(Check(**row) for row in connection.execute(found).mappings())


def findings_held(connection: Connection, count: int) -> tuple[Finding, ...]:
    """Return findings, those without an answer first, then the newest."""
    found = select(staff_findings).order_by(staff_findings.c.answered_at.is_not(None), staff_findings.c.id.desc())
    return tuple(map(_finding, connection.execute(found.limit(count)).mappings()))


def finding_by_id(connection: Connection, finding_id: str) -> Finding | None:
    """Return a finding, or None."""
    found = connection.execute(select(staff_findings).where(staff_findings.c.id == finding_id))
    row = found.mappings().one_or_none()
    return _finding(row) if row else None


def answer_finding(
    connection: Connection, finding_id: str, *, proper: bool, reason: str, answered_by: str, answered_at: datetime
) -> None:
    """Keep what compliance found out."""
    values = {"proper": proper, "reason": reason, "answered_by": answered_by, "answered_at": answered_at}
    connection.execute(update(staff_findings).where(staff_findings.c.id == finding_id).values(values))


def _finding(row: RowMapping) -> Finding:
    return Finding(**row)
