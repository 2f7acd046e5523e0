"""Part J: published figures and reports, and what runs by itself. E-18 and K-10 stand here for their dates."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.lately import lately
from gallery.conformance.tally import by_rows, by_sql, judged
from gallery.records.filings import filings
from gallery.records.jobs import last_job_runs
from gallery.records.releases import releases
from gallery.records.runs import report_runs

_FEWEST_SHOWN = 5
_YEAR = timedelta(days=366)
_LATE = {"day": timedelta(days=2), "month": timedelta(days=33)}


def runs_hashed(seen: Seen) -> Finding:
    """Each finished run keeps the hashes of its notebook and of every file that came out (J-01)."""
    query = select(report_runs.c.notebook_sha256, report_runs.c.files)
    query = query.where(report_runs.c.ended_at.is_not(None), report_runs.c.state != "failed")

    def is_wrong(row: Row[Any]) -> bool:
        return len(row.notebook_sha256) != 64 or not row.files

    return by_rows("J-01", seen, query, is_wrong, "finished report runs", "without hashes")


def released_by_two(seen: Seen) -> Finding:
    """Each report that was released was proposed by one person and released by another (J-11)."""
    told = releases.c
    wrong = (told.released_by == told.proposed_by) | told.released_by.is_(None)
    return by_sql("J-11", seen, releases, wrong, "released reports", "by one person", told.released_at.is_not(None))


def released_in_both_forms(seen: Seen) -> Finding:
    """Each released report has pages to read and tables for machines (J-11)."""
    query = select(releases.c.files).where(releases.c.released_at.is_not(None))

    def is_wrong(row: Row[Any]) -> bool:
        return not {"html", "json"} <= {name.rsplit(".", 1)[-1] for name in row.files}

    return by_rows("J-11", seen, query, is_wrong, "released reports", "without pages or without tables for machines")


def small_cells_withheld(seen: Seen) -> Finding:
    """Counts of people below a least count are withheld (J-04)."""
    least = seen.rules.figures.minimum
    told = f"counts of people below {least} are withheld"
    return decided("J-04", holds=least >= _FEWEST_SHOWN, good=told, bad=told)


def unknown_kept(seen: Seen) -> Finding:
    """Each characteristic that is counted has a group for what is not known (J-05)."""
    groups = seen.rules.casework.groups
    wrong = sum("unknown" not in {each.id for each in group.choices} for group in groups)
    return judged("J-05", len(groups), wrong, "characteristics that are counted", "without a group for the unknown")


def costs_filed_whole(seen: Seen) -> Finding:
    """What was filed about a year has its hash (J-13)."""
    wrong = (func.length(filings.c.sha256) != 64) | (func.length(filings.c.body) == 0)
    return by_sql(
        "J-13", seen, filings, wrong, "filings about costs, incidents and comparisons", "without body or hash"
    )


def jobs_on_time(seen: Seen) -> Finding:
    """What the service does by itself was last done in its time (J-14)."""
    last = last_job_runs(seen.connection)
    known = [each for each in seen.rules.figures.jobs if each.name in last]
    wrong = sum(seen.now - last[each.name].ran_at > _LATE[each.every] for each in known)
    return judged("J-14", len(known), wrong, "scheduled jobs that ran before", "late")


def statement_published(seen: Seen) -> Finding:
    """The public statement was written within a year (E-18)."""
    return lately(seen, "E-18", "statement_published", _YEAR, "the statement was published")


CHECKS: tuple[Check, ...] = (
    runs_hashed,
    released_by_two,
    released_in_both_forms,
    small_cells_withheld,
    unknown_kept,
    costs_filed_whole,
    jobs_on_time,
    statement_published,
)
