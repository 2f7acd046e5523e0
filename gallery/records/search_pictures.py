"""Pictures of candidates in search records: which are due to go, which went, and the holds that keep them (C-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from gallery.records.case_tables import candidate_pictures, candidates, examinations, leads, requests, searches
from gallery.records.held import pictures
from gallery.records.review_tables import holds, purged_candidates
from kernel_lib.vocabulary import RequestState


@dataclass(frozen=True)
class DueCandidate:
    """A candidate whom nobody selected, in a request that ended long enough ago."""

    candidate_id: str
    request_id: str
    case_id: str | None


@dataclass(frozen=True)
class Hold:
    """A case whose search records are kept as they are. `passed_over_on`: when a purge last left it alone."""

    id: str
    case_id: str
    ground: str
    note: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None = None
    lifted_at: datetime | None = None
    passed_over_on: date | None = None


def due_candidates(connection: Connection, ended: Sequence[RequestState], before: datetime) -> tuple[DueCandidate, ...]:
    """Return candidates of requests that ended before a moment, but those of a lead or of a conclusion."""
    selected = select(leads.c.candidate_id)
    gone = select(purged_candidates.c.candidate_id)
    concluded = select(examinations.c.id).where(
        examinations.c.request_id == requests.c.id, examinations.c.subject_id == candidates.c.subject_id
    )
    joined = select(candidates.c.id, requests.c.id, requests.c.case_id).join(
        searches, searches.c.id == candidates.c.search_id
    )
    found = joined.join(requests, requests.c.id == searches.c.request_id).where(
        requests.c.state.in_(ended),
        requests.c.changed_at <= before,
        candidates.c.id.not_in(selected),
        candidates.c.id.not_in(gone),
        ~concluded.exists(),
    )
    return tuple(DueCandidate(*row) for row in connection.execute(found.order_by(candidates.c.id)))


def purge(connection: Connection, candidate_id: str, now: datetime) -> None:
    """Keep that a candidate's pictures are shown no more; place and hash of each stay."""
    shown = select(candidate_pictures.c.place, pictures.c.sha256).join(
        pictures, pictures.c.id == candidate_pictures.c.picture_id
    )
    rows = connection.execute(shown.where(candidate_pictures.c.candidate_id == candidate_id))
    kept = [[place, sha256] for place, sha256 in rows]
    values = {"candidate_id": candidate_id, "pictures": kept, "purged_at": now}
    connection.execute(insert(purged_candidates).values(values))


def is_purged(connection: Connection, candidate_id: str) -> bool:
    """Say whether a candidate's pictures are shown no more."""
    found = select(purged_candidates.c.candidate_id).where(purged_candidates.c.candidate_id == candidate_id)
    return connection.execute(found).first() is not None


def add_hold(connection: Connection, hold: Hold) -> None:
    """Keep a new hold."""
    connection.execute(insert(holds).values(vars(hold)))


def hold_by_id(connection: Connection, hold_id: str) -> Hold | None:
    """Return a hold, or None."""
    row = connection.execute(select(holds).where(holds.c.id == hold_id)).mappings().one_or_none()
    return Hold(**row) if row else None


def holds_of(connection: Connection, case_id: str | None) -> tuple[Hold, ...]:
    """Return every hold of a case, the newest first."""
    found = select(holds).where(holds.c.case_id == case_id).order_by(holds.c.id.desc())
    return tuple(Hold(**row) for row in connection.execute(found).mappings())


def change_hold(connection: Connection, hold_id: str, **values: Any) -> None:
    """Set columns of a hold."""
    connection.execute(update(holds).where(holds.c.id == hold_id).values(values))
