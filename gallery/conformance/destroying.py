"""Part F, destruction: what went, by whom it was released, what came of it, and what is late."""

from typing import Any

from sqlalchemy import Row, func, select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.tally import by_rows, by_sql
from gallery.lifecycle.compliance import DestructionReport
from gallery.records.destruction_tables import destruction_runs, destructions
from gallery.records.held import pictures
from gallery.records.keeper_requests import keeper_requests
from kernel_lib.vocabulary import DestructionState

_GONE = destructions.c.state.in_((DestructionState.REMOVED, DestructionState.DONE))
_DONE = destructions.c.state == DestructionState.DONE


def destroyed_stays_destroyed(seen: Seen) -> Finding:
    """Nothing that the register names as destroyed is held again (F-32)."""
    held = seen.casework.images.holding(seen.destroyed)
    good = f"{len(seen.destroyed)} lineages in the register, none held"
    return decided("F-32", holds=not held, good=good, bad=f"{len(held)} lineages are held although destroyed")


def no_record_of_the_destroyed(seen: Seen) -> Finding:
    """No picture that a run removed has a record still (F-32)."""
    joined = destructions.outerjoin(pictures, pictures.c.lineage_id == destructions.c.lineage_id)
    return by_sql("F-32", seen, joined, pictures.c.id.is_not(None), "lineages removed", "with a record still", _GONE)


def certificates_issued(seen: Seen) -> Finding:
    """Each destruction that is done has its certificate and its entry of the log (F-32)."""
    told = destructions.c
    wrong = told.certificate.is_(None) | told.log_entry.is_(None)
    return by_sql("F-32", seen, destructions, wrong, "destructions done", "without certificate or log entry", _DONE)


def runs_released_by_two(seen: Seen) -> Finding:
    """Each released run was released by two people (F-33)."""
    told = destruction_runs.c
    wrong = told.released_by_records.is_(None) | told.released_by_compliance.is_(None)
    wrong = wrong | (told.released_by_records == told.released_by_compliance)
    what, fault = "released runs of destruction", "by fewer than two people"
    return by_sql("F-33", seen, destruction_runs, wrong, what, fault, told.released_at.is_not(None))


def runs_done_as_planned(seen: Seen) -> Finding:
    """Each finished run has as many lines as were planned (F-33)."""
    lines = select(func.count()).where(destructions.c.run_id == destruction_runs.c.id).scalar_subquery()
    told = destruction_runs.c
    what, fault = "finished runs of destruction", "with other lines than were planned"
    return by_sql("F-33", seen, destruction_runs, lines != told.planned, what, fault, told.finished_at.is_not(None))


def nothing_late_unexplained(seen: Seen) -> Finding:
    """Under no rule is destruction late without an explanation (F-34)."""
    report = DestructionReport(seen.casework.ledger, seen.rules)
    late = [each for code in seen.rules.who.services for each in report.unexplained(seen.connection, code)]
    bad = f"late and unexplained under {', '.join(sorted(set(late)))}"
    return decided("F-34", holds=not late, good="nothing is late without an explanation", bad=bad)


def record_keeper_chased(seen: Seen) -> Finding:
    """No question to the RCMP record keeper is past the day to ask again (F-36)."""
    told = keeper_requests.c
    wrong = (told.reply == "") & (told.chase_on < seen.today)
    return by_sql(
        "F-36", seen, keeper_requests, wrong, "requests to the record keeper", "unanswered and not asked again"
    )


def register_names_each(seen: Seen) -> Finding:
    """Each lineage that a run removed stands in the signed register, and none of the person is kept (I-10)."""
    query = select(destructions.c.lineage_id).where(_GONE)

    def is_wrong(row: Row[Any]) -> bool:
        return row.lineage_id not in seen.destroyed

    return by_rows("I-10", seen, query, is_wrong, "lineages removed", "missing from the signed register")


CHECKS: tuple[Check, ...] = (
    no_record_of_the_destroyed,
    certificates_issued,
    runs_released_by_two,
    runs_done_as_planned,
    nothing_late_unexplained,
    record_keeper_chased,
    register_names_each,
)
