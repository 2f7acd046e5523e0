"""Searches: one run each, with the capsule that repeats it and the ordered candidates it returned (B-04, B-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from gallery.records.case_tables import candidate_pictures, candidates, requests, searches


@dataclass(frozen=True)
class CandidatePicture:
    """One reference of a candidate. `score` is the similarity to the probe, -1 to 1."""

    place: int
    reference_number: int
    picture_id: str
    captured_on: date
    score: float


@dataclass(frozen=True)
class Candidate:
    """A subject at its place (from 1) by best score. `listed` is false for one below the threshold, kept as a foil."""

    id: str
    search_id: str
    subject_id: str
    place: int
    score: float
    listed: bool
    pictures: tuple[CandidatePicture, ...]


@dataclass(frozen=True)
class Search:
    """One run: what it ran over, under which bounds, and its capsule as canonical JSON with its hash."""

    id: str
    request_id: str
    examiner_id: str
    started_at: datetime
    ended_at: datetime
    pictures: int
    eligible: int
    excluded: Mapping[str, int]
    threshold: float
    longest: int
    returned: int
    model_id: str
    capsule: str
    capsule_sha256: str


def add_search(connection: Connection, search: Search, found: tuple[Candidate, ...]) -> None:
    """Keep a finished search with its candidates in order."""
    connection.execute(insert(searches).values({**vars(search), "excluded": dict(search.excluded)}))
    for candidate in found:
        values = {key: value for key, value in vars(candidate).items() if key != "pictures"}
        connection.execute(insert(candidates).values(values))
        for picture in candidate.pictures:
            connection.execute(insert(candidate_pictures).values(candidate_id=candidate.id, **vars(picture)))


def search_by_id(connection: Connection, search_id: str) -> Search:
    """Return a search. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
    return Search(**connection.execute(select(searches).where(searches.c.id == search_id)).mappings().one())


def candidates_of(connection: Connection, search_id: str) -> tuple[Candidate, ...]:
    """Return the candidates of a search in the order in which it returned them, foils last."""
    found = select(candidates).where(candidates.c.search_id == search_id).order_by(candidates.c.place)
    return tuple(_candidate(connection, row) for row in connection.execute(found).mappings().all())


def candidate_by_id(connection: Connection, candidate_id: str) -> Candidate:
    """Return a candidate. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
    row = connection.execute(select(candidates).where(candidates.c.id == candidate_id)).mappings().one()
    return _candidate(connection, row)


def count_searches_since(connection: Connection, examiner_id: str, moment: datetime) -> int:
    """Return how many searches a person ran since a moment (B-10)."""
    mine = (searches.c.examiner_id == examiner_id) & (searches.c.started_at >= moment)
    return connection.execute(select(func.count()).select_from(searches).where(mine)).scalar_one()


def count_all_since(connection: Connection, service: str, moment: datetime) -> int:
    """Return how many searches a service ran since a moment (K-08)."""
    joined = select(func.count()).select_from(searches).join(requests, requests.c.id == searches.c.request_id)
    mine = joined.where(requests.c.service == service, searches.c.started_at >= moment)
    return connection.execute(mine).scalar_one()


def listed_counts(
    connection: Connection, service: str, model_id: str, threshold: float, longest: int, moment: datetime
) -> tuple[int, ...]:
    """Return how many people each search of a service with this model and these bounds listed since a moment."""
    same = (searches.c.model_id == model_id) & (searches.c.threshold == threshold) & (searches.c.longest == longest)
    joined = select(searches.c.returned).join(requests, requests.c.id == searches.c.request_id)
    found = joined.where(same, requests.c.service == service, searches.c.started_at >= moment)
    return tuple(connection.execute(found).scalars())


def search_times_since(connection: Connection, moment: datetime) -> dict[str, list[datetime]]:
    """Return when each person ran searches since a moment, by account (B-10)."""
    found = select(searches.c.examiner_id, searches.c.started_at).where(searches.c.started_at >= moment)
    times: dict[str, list[datetime]] = {}
    for examiner_id, started_at in connection.execute(found.order_by(searches.c.started_at)):
        times.setdefault(examiner_id, []).append(started_at)
    return times


def _candidate(connection: Connection, row: RowMapping) -> Candidate:
    mine = select(candidate_pictures).where(candidate_pictures.c.candidate_id == row["id"])
    rows = connection.execute(mine.order_by(candidate_pictures.c.place)).mappings()
    held = ({key: value for key, value in each.items() if key != "candidate_id"} for each in rows)
    return Candidate(**row, pictures=tuple(CandidatePicture(**each) for each in held))
