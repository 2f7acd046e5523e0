"""Cases, search requests and their approvals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select, update

from gallery.records.case_tables import approvals, cases, examinations, probes, requests
from gallery.records.ids import new_id
from kernel_lib.vocabulary import RequestState


@dataclass(frozen=True)
class Request:
    """A search request. `draft` holds its answers as the wire model wrote them; `rules` the versions at submission."""

    id: str
    number: str
    service: str
    case_id: str | None
    requester_id: str
    state: RequestState
    draft: Mapping[str, Any]
    offence_title: str
    rules: Mapping[str, str]
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True)
class Approval:
    """A decision on a request and the galleries it allows (A-11, B-02)."""

    id: str
    request_id: str
    approved: bool
    decided_by: str
    decided_at: datetime
    necessity: str
    proportionality: str
    other_means: str
    reason: str
    galleries: tuple[str, ...]


def case_for(connection: Connection, service: str, occurrence_number: str, now: datetime) -> str:
    """Return the id of a service's case with this number, opened now when it is the first request of it."""
    found = select(cases.c.id).where(cases.c.service == service, cases.c.occurrence_number == occurrence_number)
    held = connection.execute(found).scalar_one_or_none()
    if held:
        return str(held)
    case_id = new_id()
    values = {"id": case_id, "service": service, "occurrence_number": occurrence_number, "opened_at": now}
    connection.execute(insert(cases).values(values))
    return case_id


def add_request(connection: Connection, request: Request) -> None:
    """Keep a new request."""
    connection.execute(insert(requests).values(vars(request)))


def request_by_id(connection: Connection, request_id: str) -> Request | None:
    """Return the request with this id, or None."""
    row = connection.execute(select(requests).where(requests.c.id == request_id)).mappings().one_or_none()
    return _request(row) if row else None


def requests_of(connection: Connection, requester_id: str) -> tuple[Request, ...]:
    """Return everything that a person asked for, newest first; known tasks are no requests."""
    casework = requests.c.state != RequestState.KNOWN_TASK
    return _requests(connection, requests.c.requester_id == requester_id, casework)


def requests_in(connection: Connection, service: str, *states: RequestState) -> tuple[Request, ...]:
    """Return a service's requests that are in one of these states, newest first."""
    return _requests(connection, requests.c.service == service, requests.c.state.in_(states))


def requests_with_picture(connection: Connection, service: str, sha256: str, but: str) -> tuple[Request, ...]:
    """Return other requests of a service that hold the same picture, drafts left out (A-26)."""
    same = select(probes.c.request_id).where(probes.c.sha256 == sha256, probes.c.replaced_at.is_(None))
    sent = and_(
        requests.c.state != RequestState.KNOWN_TASK,
        or_(requests.c.state != RequestState.DRAFT, requests.c.submitted_at.is_not(None)),
    )
    return _requests(connection, requests.c.service == service, requests.c.id.in_(same), requests.c.id != but, sent)


def people_of_case(connection: Connection, case_id: str) -> dict[str, frozenset[str]]:
    """Return who asked, decided, examined and examined later in any request of a case, by duty (H-02)."""
    mine = requests.c.case_id == case_id
    decided = select(approvals.c.decided_by).join(requests, requests.c.id == approvals.c.request_id)
    examined = select(examinations.c.examiner_id).join(requests, requests.c.id == examinations.c.request_id)
    later = func.abs(examinations.c.place) > 1
    found = {
        "requester": select(requests.c.requester_id).where(mine, requests.c.submitted_at.is_not(None)),
        "approver": decided.where(mine),
        "examiner": examined.where(mine),
        "verifier": examined.where(mine, later),
    }
    return {duty: frozenset(connection.execute(query).scalars()) for duty, query in found.items()}


def change_request(connection: Connection, request_id: str, now: datetime, **values: Any) -> None:
    """Set columns of a request: its state, and while it is a draft its answers."""
    changed = {**values, "changed_at": now}
    connection.execute(update(requests).where(requests.c.id == request_id).values(changed))


def add_approval(connection: Connection, approval: Approval) -> None:
    """Keep a decision; a request has at most one."""
    connection.execute(insert(approvals).values({**vars(approval), "galleries": list(approval.galleries)}))


def approval_of(connection: Connection, request_id: str) -> Approval | None:
    """Return the decision on a request, or None."""
    row = connection.execute(select(approvals).where(approvals.c.request_id == request_id)).mappings().one_or_none()
    return Approval(**{**row, "galleries": tuple(row["galleries"])}) if row else None


def decision_seconds(connection: Connection, service: str, moment: datetime) -> tuple[float, ...]:
    """Return how many seconds each decision of a service since a moment took from the submission."""
    joined = select(requests.c.submitted_at, approvals.c.decided_at).join(requests)
    rows = connection.execute(joined.where(requests.c.service == service, approvals.c.decided_at >= moment))
    return tuple((decided - submitted).total_seconds() for submitted, decided in rows if submitted)


def _requests(connection: Connection, *conditions: Any) -> tuple[Request, ...]:
    found = select(requests).where(*conditions).order_by(requests.c.id.desc())
    return tuple(_request(row) for row in connection.execute(found).mappings())


def _request(row: RowMapping) -> Request:
    return Request(**{**row, "state": RequestState(row["state"])})
