"""Examinations, their letters, and the hash-linked versions of what was locked (D-17)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select, update

from gallery.records.case_tables import examination_letters, examination_versions, examinations, requests
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.vocabulary import Disposition, ExaminationState


@dataclass(frozen=True)
class Letter:
    """A candidate under its neutral letter in one examination."""

    letter: str
    candidate_id: str
    disposition: Disposition | None = None
    note: str = ""
    disposed_at: datetime | None = None


@dataclass(frozen=True)
class Examination:
    """One examiner's work. `place` is 1 for the first, 2 for the second, 3 for the third; its examiner never sees it.

    `subject_id` and `value` are what was concluded; the moments are those of the stages (D-14).
    """

    id: str
    number: str
    request_id: str
    place: int
    examiner_id: str
    state: ExaminationState
    search_id: str | None
    assigned_at: datetime
    analysis: Mapping[str, Any] | None = None
    analysed_at: datetime | None = None
    opened_at: datetime | None = None
    conclusion: Mapping[str, Any] | None = None
    subject_id: str | None = None
    value: int | None = None
    locked_at: datetime | None = None


@dataclass(frozen=True)
class StageTime:
    """How long an examiner took for a stage ("analysis", "comparison"), in whole seconds (D-14)."""

    examiner_id: str
    number: str
    stage: str
    seconds: int
    locked_at: datetime


@dataclass(frozen=True)
class Version:
    """What was locked, as canonical JSON, and the hash of the version before it."""

    examination_id: str
    version: int
    stage: str
    body: str
    sha256: str
    previous_sha256: str | None
    locked_at: datetime


def add_examination(connection: Connection, examination: Examination) -> None:
    """Keep a new examination; a request has one a place."""
    connection.execute(insert(examinations).values(vars(examination)))


def examination_by_id(connection: Connection, examination_id: str) -> Examination | None:
    """Return the examination with this id, or None."""
    found = select(examinations).where(examinations.c.id == examination_id)
    row = connection.execute(found).mappings().one_or_none()
    return _examination(row) if row else None


def examinations_of(connection: Connection, request_id: str) -> tuple[Examination, ...]:
    """Return the examinations of a request, first to third, without those that were given back."""
    return _examinations(connection, examinations.c.request_id == request_id, examinations.c.place > 0)


def given_back_of(connection: Connection, request_id: str) -> tuple[Examination, ...]:
    """Return the examinations of a request whose examiners stepped back, the latest first (D-15)."""
    return _examinations(connection, examinations.c.request_id == request_id, examinations.c.place < 0)


def examinations_by(connection: Connection, examiner_id: str) -> tuple[Examination, ...]:
    """Return a person's examinations, newest first."""
    found = select(examinations).where(examinations.c.examiner_id == examiner_id).order_by(examinations.c.id.desc())
    return tuple(_examination(row) for row in connection.execute(found).mappings())


def count_open(connection: Connection, examiner_id: str) -> int:
    """Return how many unlocked examinations a person has (D-08: the least loaded is chosen)."""
    mine = examinations.c.examiner_id == examiner_id
    unlocked = mine & examinations.c.state.not_in((ExaminationState.LOCKED, ExaminationState.RECUSED))
    return connection.execute(select(func.count()).select_from(examinations).where(unlocked)).scalar_one()


def stage_times_since(connection: Connection, service: str, moment: datetime) -> tuple[StageTime, ...]:
    """Return every stage of a service's examinations that was locked since a moment, newest first."""
    of_service = examinations.c.request_id.in_(select(requests.c.id).where(requests.c.service == service))
    recent = (examinations.c.analysed_at >= moment) | (examinations.c.locked_at >= moment)
    times = []
    for each in _examinations(connection, of_service, recent):
        spans = (("analysis", each.assigned_at, each.analysed_at), ("comparison", each.opened_at, each.locked_at))
        for stage, since, until in spans:
            if since and until and until >= moment:
                seconds = int((until - since).total_seconds())
                times.append(StageTime(each.examiner_id, each.number, stage, seconds, until))
    return tuple(sorted(times, key=lambda each: each.locked_at, reverse=True))


def change_examination(connection: Connection, examination_id: str, **values: Any) -> None:
    """Set columns of an examination that is not locked yet."""
    unlocked = (examinations.c.id == examination_id) & (examinations.c.state != ExaminationState.LOCKED)
    connection.execute(update(examinations).where(unlocked).values(values))


def add_letters(connection: Connection, examination_id: str, letters: tuple[Letter, ...]) -> None:
    """Keep the letters of an examination."""
    for letter in letters:
        connection.execute(insert(examination_letters).values(examination_id=examination_id, **vars(letter)))


def letters_of(connection: Connection, examination_id: str) -> tuple[Letter, ...]:
    """Return the letters of an examination in alphabetical order; empty before they are opened."""
    mine = select(examination_letters).where(examination_letters.c.examination_id == examination_id)
    rows = connection.execute(mine.order_by(examination_letters.c.letter)).mappings()
    return tuple(_letter(row) for row in rows)


def dispose_letter(
    connection: Connection, examination_id: str, letter: str, disposition: Disposition, note: str, now: datetime
) -> None:
    """Keep what an examiner says of one candidate."""
    mine = (examination_letters.c.examination_id == examination_id) & (examination_letters.c.letter == letter)
    values = {"disposition": disposition, "note": note, "disposed_at": now}
    connection.execute(update(examination_letters).where(mine).values(values))


def lock_version(connection: Connection, examination_id: str, stage: str, body: Any, now: datetime) -> Version:
    """Keep what is locked as the next version, linked to the one before by hash."""
    earlier = versions_of(connection, examination_id)
    text = canonical_json(body)
    version = Version(
        examination_id=examination_id,
        version=len(earlier) + 1,
        stage=stage,
        body=text.decode(),
        sha256=sha256_hex(text),
        previous_sha256=earlier[-1].sha256 if earlier else None,
        locked_at=now,
    )
    connection.execute(insert(examination_versions).values(vars(version)))
    return version


def versions_of(connection: Connection, examination_id: str) -> tuple[Version, ...]:
    """Return the locked versions of an examination, oldest first."""
    found = select(examination_versions).where(examination_versions.c.examination_id == examination_id)
    rows = connection.execute(found.order_by(examination_versions.c.version)).mappings()
    return tuple(Version(**row) for row in rows)


def _examinations(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Examination, ...]:
    found = select(examinations).where(*conditions).order_by(examinations.c.place)
    return tuple(_examination(row) for row in connection.execute(found).mappings())


def _examination(row: RowMapping) -> Examination:
    return Examination(**{**row, "state": ExaminationState(row["state"])})


def _letter(row: RowMapping) -> Letter:
    held = {key: value for key, value in row.items() if key != "examination_id"}
    return Letter(**{**held, "disposition": Disposition(row["disposition"]) if row["disposition"] else None})
