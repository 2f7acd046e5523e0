"""Part F, what people ask about themselves: identity, grounds, letters and days."""

from typing import Any

from sqlalchemy import Row, func, select

from gallery.conformance.finding import Check, Finding, Seen
from gallery.conformance.tally import by_rows, by_sql
from gallery.records.application_tables import application_items, application_letters, applications, disagreements

_ANSWERED = applications.c.outcome != ""
_REFUSED = applications.c.outcome == "refused"
_WHAT = "applications that were refused"


def identity_before_answer(seen: Seen) -> Finding:
    """No application was answered before the applicant's identity was checked (F-60)."""
    told = applications.c
    wrong = told.identity_checked_on.is_(None) | (told.identity_check == "")
    return by_sql("F-60", seen, applications, wrong, "answered applications", "without a check of identity", _ANSWERED)


def withheld_by_section(seen: Seen) -> Finding:
    """Each item withheld names its section and reasons (F-61)."""
    told = application_items.c
    wrong = (told.section == "") | (func.length(told.reasons) == 0)
    return by_sql(
        "F-61", seen, application_items, wrong, "items withheld", "without section or reasons", told.withheld.is_(True)
    )


def corrections_reasoned(seen: Seen) -> Finding:
    """Each correction that was not made has its ground and reasons (F-62)."""
    told = applications.c
    among = (told.kind == "correction") & told.outcome.in_(("refused", "statement"))
    wrong = (told.ground == "") | (func.length(told.reasons) == 0)
    return by_sql("F-62", seen, applications, wrong, "corrections not made", "without a ground", among)


def statements_attached(seen: Seen) -> Finding:
    """Each application answered with a statement of disagreement has one with a picture, or none is held (F-63)."""
    attached = select(disagreements.c.id).where(disagreements.c.application_id == applications.c.id)
    among = applications.c.outcome == "statement"
    return by_sql(
        "F-63", seen, applications, ~attached.exists(), "statements of disagreement", "with no picture", among
    )


def removals_by_letter(seen: Seen) -> Finding:
    """Each answered application for removal has its dated letter (F-64)."""
    among = _ANSWERED & (applications.c.kind == "removal")
    return by_sql(
        "F-64", seen, applications, ~_letter(), "answered applications for removal", "without a letter", among
    )


def answered_in_time(seen: Seen) -> Finding:
    """No application waits past its last day (F-65)."""
    query = select(applications.c.received_on).where(~_ANSWERED)

    def is_wrong(row: Row[Any]) -> bool:
        return seen.rules.rights.due_on(row.received_on) < seen.today

    return by_rows("F-65", seen, query, is_wrong, "applications that wait", "past their last day")


def refused_with_letter(seen: Seen) -> Finding:
    """Each refusal has a ground and a letter, which tells both ways to complain (F-66)."""
    wrong = (applications.c.ground == "") | ~_letter()
    return by_sql("F-66", seen, applications, wrong, _WHAT, "without a ground or a letter", _REFUSED)


CHECKS: tuple[Check, ...] = (
    identity_before_answer,
    withheld_by_section,
    corrections_reasoned,
    statements_attached,
    removals_by_letter,
    answered_in_time,
    refused_with_letter,
)


# Private


def _letter() -> Any:
    return select(application_letters.c.id).where(application_letters.c.application_id == applications.c.id).exists()
