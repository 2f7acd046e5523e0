"""Lines of destruction with their certificates: read out for keeping elsewhere, and put back into older records."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from gallery.records.destruction_tables import absence_proofs, destruction_runs, destructions
from gallery.records.destructions import Line, Run, keep_proofs, run_by_id
from kernel_lib.vocabulary import DestructionState, RunState

Proof = tuple[int, bytes, bytes]
"""A group of an index, its record, and the hashes of its path one after another."""

_AT_ONCE = 500
_UNFINISHED = (RunState.PROPOSED, RunState.RELEASED, RunState.STOPPED)
_LEFT = (DestructionState.PLANNED, DestructionState.REMOVED, DestructionState.FAILED)


def has_certificate(connection: Connection, lineage_id: str) -> bool:
    """Say whether the records hold a certificate of a lineage."""
    found = select(destructions.c.lineage_id).where(destructions.c.lineage_id == lineage_id)
    return connection.execute(found.where(destructions.c.certificate.is_not(None))).first() is not None


def runs_with_certificates(connection: Connection) -> tuple[str, ...]:
    """Return the id of every run of which a certificate was issued, in order."""
    found = select(destructions.c.run_id).where(destructions.c.certificate.is_not(None)).distinct()
    return tuple(connection.execute(found.order_by(destructions.c.run_id)).scalars())


def certified_lines(connection: Connection, run_id: str, at_once: int) -> Iterator[tuple[Line, ...]]:
    """Give the lines of a run that have a certificate, some at a time, in order of their lineages."""
    mine = (destructions.c.run_id == run_id) & destructions.c.certificate.is_not(None)
    after = ""
    while (
        rows := connection.execute(
            select(destructions)
            .where(mine, destructions.c.lineage_id > after)
            .order_by(destructions.c.lineage_id)
            .limit(at_once)
        )
        .mappings()
        .all()
    ):
        lines = tuple(Line(**{**row, "state": DestructionState(row["state"])}) for row in rows)
        yield lines
        after = lines[-1].lineage_id


def proofs_of(connection: Connection, index_name: str, groups: Collection[int]) -> tuple[Proof, ...]:
    """Return the proofs of some groups of a named index, in order; a group behind the last filled one has none."""
    rows = connection.execute(
        select(absence_proofs.c.place, absence_proofs.c.record, absence_proofs.c.path)
        .where(absence_proofs.c.index_name == index_name)
        .order_by(absence_proofs.c.place)
    )
    return tuple((row.place, bytes(row.record), bytes(row.path)) for row in rows if row.place in groups)


def put_back(connection: Connection, run: Run, lines: Sequence[Line], index_name: str, proofs: Sequence[Proof]) -> int:
    """Put a run, certified lines and their proofs into records that lack them; return how many lines were put.

    A line that stands there without a certificate, planned or removed, is replaced; one with a certificate stays.
    """
    if run_by_id(connection, run.id) is None:
        connection.execute(insert(destruction_runs).values(vars(run)))
    put = 0
    for start in range(0, len(lines), _AT_ONCE):
        some = {line.lineage_id: line for line in lines[start : start + _AT_ONCE]}
        mine = destructions.c.lineage_id.in_(list(some))
        connection.execute(delete(destructions).where(mine, destructions.c.certificate.is_(None)))
        known = set(connection.execute(select(destructions.c.lineage_id).where(mine)).scalars())
        if rows := [vars(line) for each, line in some.items() if each not in known]:
            connection.execute(insert(destructions), rows)
            put += len(rows)
    keep_proofs(connection, index_name, proofs)
    return put


def finish_emptied(connection: Connection, run_id: str, now: datetime) -> None:
    """Let a run that was under way end when each of its lines has a certificate or waits."""
    left = select(func.count()).where(destructions.c.run_id == run_id, destructions.c.state.in_(_LEFT))
    if connection.execute(left).scalar_one() == 0:
        mine = (destruction_runs.c.id == run_id) & destruction_runs.c.state.in_(_UNFINISHED)
        connection.execute(update(destruction_runs).where(mine).values(state=RunState.FINISHED, finished_at=now))
