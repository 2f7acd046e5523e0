"""Comparisons of descriptions, one a request (D-07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from gallery.records.case_tables import requests
from gallery.records.review_tables import descriptions
from kernel_lib.vocabulary import RequestState


@dataclass(frozen=True)
class Description:
    """The rows as the wire model wrote them; `reason` and who decided once a contradiction was decided on."""

    request_id: str
    rows: tuple[Mapping[str, Any], ...]
    contradiction: bool
    filled_by: str
    filled_at: datetime
    reason: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def holds_back(self) -> bool:
        """Whether a marked contradiction waits for a decision."""
        return self.contradiction and self.decided_at is None


def description_of(connection: Connection, request_id: str) -> Description | None:
    """Return the comparison of a request, or None."""
    found = select(descriptions).where(descriptions.c.request_id == request_id)
    row = connection.execute(found).mappings().one_or_none()
    return _description(row) if row else None


def keep_description(connection: Connection, description: Description) -> None:
    """Keep a comparison; filling it in again replaces it while nothing is decided."""
    values = {**vars(description), "rows": [dict(row) for row in description.rows]}
    mine = descriptions.c.request_id == description.request_id
    if connection.execute(update(descriptions).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(descriptions).values(values))


def held_back_in(connection: Connection, service: str) -> tuple[Description, ...]:
    """Return the comparisons that hold back a lead on which the examiners agree, oldest first."""
    agreed = requests.c.state.in_((RequestState.VERIFIED, RequestState.RESOLVED))
    waits = descriptions.c.contradiction.is_(True) & descriptions.c.decided_at.is_(None)
    found = select(descriptions).join(requests, requests.c.id == descriptions.c.request_id)
    rows = connection.execute(found.where(requests.c.service == service, agreed, waits).order_by(requests.c.id))
    return tuple(_description(row) for row in rows.mappings())


def _description(row: RowMapping) -> Description:
    return Description(**{**row, "rows": tuple(row["rows"])})
