"""Runs of destruction and their lines: what is due, what waits under a case's hold, what is gone with a certificate."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    not_,
    select,
    update,
)

from gallery.records.case_tables import candidate_pictures, candidates, requests, searches
from gallery.records.destruction_tables import absence_proofs, destruction_runs, destructions
from gallery.records.held import booking_events, eligibility, pictures, subjects
from gallery.records.review_tables import holds
from kernel_lib.vocabulary import DestructionState, EligibilityState, RunState

MANDATORY = "F-25."
"""Rules that no hold keeps back: the law demands destruction itself."""

_AT_ONCE = 10_000
_GONE = (
    select(destructions.c.lineage_id)
    .where(destructions.c.picture_sha256 == bindparam("named"), destructions.c.removed_at.is_not(None))
    .limit(1)
)
_ACTIVE = (RunState.PROPOSED, RunState.RELEASED, RunState.STOPPED)


@dataclass(frozen=True)
class Run:
    """A run as it was proposed, released by two people, stopped or finished."""

    id: str
    service: str
    rule: str
    state: RunState
    planned: int
    lineages_sha256: str
    seed: str
    sample_seen_by: list[str]
    per_minute: int
    proposed_by: str
    proposed_at: datetime
    released_by_records: str | None = None
    released_by_compliance: str | None = None
    released_at: datetime | None = None
    stopped_by: str | None = None
    stopped_at: datetime | None = None
    stop_reason: str = ""
    rewritten_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One lineage of a run."""

    lineage_id: str
    run_id: str
    service: str
    picture_id: str
    picture_sha256: str
    rule: str
    rule_version: str
    due_on: date
    state: DestructionState
    told: str
    numbers: list[int]
    log_entry: int | None
    removed_at: datetime | None
    done_at: datetime | None
    certificate: str | None


@dataclass(frozen=True)
class DueCount:
    """How many pictures are due under a rule, how many of them wait under a hold, and how many are late."""

    rule: str
    due: int
    held: int
    oldest: date


def due_counts(connection: Connection, service: str, today: date) -> tuple[DueCount, ...]:
    """Count what is due to go, by rule; what a hold of a case keeps is counted in `held` and not in `due`."""
    held = _held_back()
    found = _due(
        service,
        today,
        eligibility.c.rule,
        func.count().filter(not_(held)),
        func.count().filter(held),
        func.min(eligibility.c.due_on),
    ).group_by(eligibility.c.rule)
    return tuple(DueCount(*row) for row in connection.execute(found.order_by(eligibility.c.rule)))


def plan(connection: Connection, run: Run, today: date) -> None:
    """Keep a run with a line for each picture that is due under its rule and is in no other run.

    What waited in an earlier run is let go of first: it is taken again once nothing holds it.
    """
    waited = (destructions.c.service == run.service) & (destructions.c.state == DestructionState.WAITING)
    connection.execute(delete(destructions).where(waited))
    connection.execute(insert(destruction_runs).values(vars(run)))
    chosen = due_lines(run.service, run.rule, today)
    wanted = chosen.add_columns(
        literal(run.id), literal(run.service), literal(str(DestructionState.PLANNED)), literal(""), literal([], JSON())
    )
    names = ["lineage_id", "picture_id", "picture_sha256", "rule", "rule_version", "due_on"]
    connection.execute(
        insert(destructions).from_select([*names, "run_id", "service", "state", "told", "numbers"], wanted)
    )


def due_lines(service: str, rule: str, today: date) -> Select[Any]:
    """Return the statement that chooses what a run would take: lineage, picture, its hash, rule, version and day."""
    columns = (pictures.c.lineage_id, pictures.c.id, pictures.c.sha256, eligibility.c.rule)
    found = _due(service, today, *columns, eligibility.c.rule_version, eligibility.c.due_on).where(not_(_held_back()))
    taken = select(destructions.c.lineage_id)
    found = found.where(pictures.c.lineage_id.not_in(taken)).order_by(pictures.c.lineage_id)
    return found.where(eligibility.c.rule == rule) if rule else found


def still_due(connection: Connection, lines: Collection[Line], today: date) -> frozenset[str]:
    """Return the lineages of some lines that are due as before and that nothing holds."""
    ids = [line.picture_id for line in lines]
    services = {line.service for line in lines}
    found = _due(min(services), today, pictures.c.lineage_id).where(pictures.c.id.in_(ids), not_(_held_back()))
    return frozenset(connection.execute(found).scalars())


def run_by_id(connection: Connection, run_id: str) -> Run | None:
    """Return a run, or None."""
    row = connection.execute(select(destruction_runs).where(destruction_runs.c.id == run_id)).mappings().one_or_none()
    return _run(row) if row else None


def runs_of(connection: Connection, service: str) -> tuple[Run, ...]:
    """Return a service's runs, the newest first."""
    found = select(destruction_runs).where(destruction_runs.c.service == service)
    return tuple(_run(row) for row in connection.execute(found.order_by(destruction_runs.c.id.desc())).mappings())


def released_runs(connection: Connection) -> tuple[Run, ...]:
    """Return the runs that may be worked on, the oldest first."""
    found = select(destruction_runs).where(destruction_runs.c.state == RunState.RELEASED)
    return tuple(_run(row) for row in connection.execute(found.order_by(destruction_runs.c.id)).mappings())


def is_under_way(connection: Connection, service: str) -> bool:
    """Say whether a run of the service is proposed, released or stopped."""
    found = select(destruction_runs.c.id).where(
        destruction_runs.c.service == service, destruction_runs.c.state.in_(_ACTIVE)
    )
    return connection.execute(found.limit(1)).first() is not None


def change_run(connection: Connection, run_id: str, **values: Any) -> None:
    """Set columns of a run."""
    connection.execute(update(destruction_runs).where(destruction_runs.c.id == run_id).values(values))


def counts_of(connection: Connection, run_id: str) -> dict[DestructionState, int]:
    """Return how many lines of a run are in each state."""
    found = select(destructions.c.state, func.count()).where(destructions.c.run_id == run_id)
    rows = connection.execute(found.group_by(destructions.c.state))
    return {DestructionState(state): count for state, count in rows}


def rules_of(connection: Connection, run_id: str) -> dict[str, int]:
    """Return how many lines of a run each rule gave."""
    found = select(destructions.c.rule, func.count()).where(destructions.c.run_id == run_id)
    return {row[0]: row[1] for row in connection.execute(found.group_by(destructions.c.rule))}


def stores_told(connection: Connection, run_id: str) -> dict[str, int]:
    """Return of how many lines each store still held something, or what made them wait."""
    found = select(destructions.c.told, func.count()).where(destructions.c.run_id == run_id, destructions.c.told != "")
    return {row[0]: row[1] for row in connection.execute(found.group_by(destructions.c.told))}


def lineages_of(connection: Connection, run_id: str) -> Iterator[str]:
    """Give every lineage of a run, in order, without holding all of them."""
    found = select(destructions.c.lineage_id).where(destructions.c.run_id == run_id)
    found = found.order_by(destructions.c.lineage_id).execution_options(yield_per=_AT_ONCE)
    yield from connection.execute(found).scalars()


def lines_in(
    connection: Connection, run_id: str, state: DestructionState, limit: int, after: str = ""
) -> tuple[Line, ...]:
    """Return the first lines of a run that are in a state, at most so many, behind a lineage in their order."""
    mine = (destructions.c.run_id == run_id) & (destructions.c.state == state) & (destructions.c.lineage_id > after)
    found = select(destructions).where(mine).order_by(destructions.c.lineage_id).limit(limit)
    return tuple(_line(row) for row in connection.execute(found).mappings())


def line_of(connection: Connection, lineage_id: str) -> Line | None:
    """Return the line of a lineage, or None: it is in no run."""
    found = select(destructions).where(destructions.c.lineage_id == lineage_id)
    row = connection.execute(found).mappings().one_or_none()
    return _line(row) if row else None


def numbers_going(connection: Connection) -> tuple[int, ...]:
    """Return the reference numbers whose rows are gone and of which a store may still hold something."""
    going = destructions.c.state.in_((DestructionState.REMOVED, DestructionState.FAILED))
    found = connection.execute(select(destructions.c.numbers).where(going)).scalars()
    return tuple(number for numbers in found for number in numbers)


def change_lines(connection: Connection, lineage_ids: Sequence[str], **values: Any) -> None:
    """Set the same columns of some lines."""
    connection.execute(update(destructions).where(destructions.c.lineage_id.in_(lineage_ids)).values(values))


def empty_again(connection: Connection, run_id: str) -> int:
    """Let every line of a run of which a store still held something count as removed only; return how many."""
    failed = (destructions.c.run_id == run_id) & (destructions.c.state == DestructionState.FAILED)
    again = update(destructions).where(failed).values(state=DestructionState.REMOVED, told="")
    return connection.execute(again).rowcount


def change_each(connection: Connection, changes: Sequence[dict[str, Any]]) -> None:
    """Set columns of lines, each its own; every mapping names its lineage as `key`."""
    if not changes:
        return
    names = [name for name in changes[0] if name != "key"]
    given = [{"key": each["key"], **{f"new_{name}": each[name] for name in names}} for each in changes]
    mine = update(destructions).where(destructions.c.lineage_id == bindparam("key"))
    connection.execute(mine.values({name: bindparam(f"new_{name}") for name in names}), given)


def keep_proofs(connection: Connection, index_name: str, proofs: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Keep proofs of groups of a named index: place, record, and path as hashes one after another.

    What is kept under the name stays: it binds what each group held.
    """
    found = select(absence_proofs.c.place).where(absence_proofs.c.index_name == index_name)
    known = set(connection.execute(found).scalars())
    rows = [
        {"index_name": index_name, "place": place, "record": held, "path": path}
        for place, held, path in proofs
        if place not in known
    ]
    if rows:
        connection.execute(insert(absence_proofs), rows)


def proof_of(connection: Connection, index_name: str, place: int) -> tuple[bytes, bytes] | None:
    """Return record and path of a group of a named index, or None."""
    mine = (absence_proofs.c.index_name == index_name) & (absence_proofs.c.place == place)
    row = connection.execute(select(absence_proofs.c.record, absence_proofs.c.path).where(mine)).one_or_none()
    return (bytes(row.record), bytes(row.path)) if row else None


def unplan(connection: Connection, run_id: str) -> None:
    """Let go of what a run that is given up has not removed: another run may take it."""
    planned = (destructions.c.run_id == run_id) & (destructions.c.state == DestructionState.PLANNED)
    connection.execute(delete(destructions).where(planned))


def fps_numbers(connection: Connection, lineage_ids: Sequence[str]) -> dict[str, str]:
    """Return the fingerprint section number of each lineage's person, of those who have one."""
    joined = select(pictures.c.lineage_id, subjects.c.fps_number).join(
        booking_events, pictures.c.booking_event_id == booking_events.c.id
    )
    found = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    rows = connection.execute(found.where(pictures.c.lineage_id.in_(lineage_ids)))
    return {lineage_id: number for lineage_id, number in rows if number}


def is_destroyed(connection: Connection, sha256: str) -> bool:
    """Say whether the picture with these bytes was removed for good."""
    return connection.execute(_GONE, {"named": sha256}).first() is not None


# Private


def _due(service: str, today: date, *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(eligibility).join(pictures, eligibility.c.picture_id == pictures.c.id)
    joined = joined.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    joined = joined.join(subjects, booking_events.c.subject_id == subjects.c.id)
    return joined.where(
        eligibility.c.current.is_(True),
        eligibility.c.state == EligibilityState.DUE,
        eligibility.c.due_on <= today,
        subjects.c.service == service,
    )


def _held_back() -> ColumnElement[bool]:
    """A disclosure hold on a case that listed the picture, unless the law itself demands destruction (C-13, F-25)."""
    joined = select(candidate_pictures.c.picture_id).join(
        candidates, candidates.c.id == candidate_pictures.c.candidate_id
    )
    joined = joined.join(searches, searches.c.id == candidates.c.search_id)
    joined = joined.join(requests, requests.c.id == searches.c.request_id)
    joined = joined.join(holds, and_(holds.c.case_id == requests.c.case_id, holds.c.lifted_at.is_(None)))
    return and_(pictures.c.id.in_(joined), not_(eligibility.c.rule.startswith(MANDATORY)))


def _run(row: Any) -> Run:
    return Run(**{**row, "state": RunState(row["state"])})


def _line(row: Any) -> Line:
    return Line(**{**row, "state": DestructionState(row["state"])})
