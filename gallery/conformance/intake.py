"""Part A, requests and approvals, as they stand in the records."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select

from gallery.conformance.finding import Check, Finding, Seen
from gallery.conformance.tally import by_rows, by_sql, count, judged
from gallery.records.case_tables import approvals, cases, requests, searches
from gallery.records.terms import request_terms
from kernel_lib.vocabulary import RequestState

CASEWORK = requests.c.state != RequestState.KNOWN_TASK
"""A known task is no casework: it has no case, no offence and no approver (D-11)."""

SUBMITTED = CASEWORK & requests.c.submitted_at.is_not(None)
_WHAT = "requests that were submitted"
_SOURCE = ("source_type", "source_holder", "source_obtained_on", "source_place", "source_authority", "source_declared")
_DAY = timedelta(days=1)


def case_number_of_the_form(seen: Seen) -> Finding:
    """Every submitted request has a case, and its number is written as the service writes them (A-01)."""
    forms = {code: re.compile(each.pattern) for code, each in seen.rules.casework.numbers.items()}

    def is_wrong(row: Row[Any]) -> bool:
        form = forms.get(row.service)
        return row.occurrence_number is None or (form is not None and not form.fullmatch(row.occurrence_number))

    joined = requests.outerjoin(cases, cases.c.id == requests.c.case_id)
    query = select(requests.c.service, cases.c.occurrence_number).select_from(joined).where(SUBMITTED)
    return by_rows("A-01", seen, query, is_wrong, _WHAT, "without a case number of the service's form")


def offence_on_the_list(seen: Seen) -> Finding:
    """By the log, no request was accepted for an offence that was off the list that day (A-02)."""
    answer = seen.ask("requests_off_list")
    wrong = sum(row[4] == "accepted off the list" for row in answer.rows)
    return judged("A-02", count(seen, requests, SUBMITTED), wrong, _WHAT, "accepted for an offence off the list")


def offence_list_named(seen: Seen) -> Finding:
    """Each request keeps the version and the words of the list that it was submitted under (A-03)."""
    terms = request_terms.c
    wrong = (terms.offences_version == "") | ((terms.offence_text == "") & requests.c.offence_title.is_not(None))
    joined = requests.outerjoin(request_terms, terms.request_id == requests.c.id)
    wrong = wrong | terms.request_id.is_(None)
    return by_sql("A-03", seen, joined, wrong, _WHAT, "without the version or the words of the list", SUBMITTED)


def source_declared(seen: Seen) -> Finding:
    """Each field of the declaration of a lawful source is there (A-04)."""
    return by_drafts("A-04", seen, lambda draft: not all(draft.get(each) for each in _SOURCE), "without a whole source")


def no_prohibited_source(seen: Seen) -> Finding:
    """No submitted request names a source that is prohibited or unknown (A-05)."""
    known = seen.rules.casework.sources

    def is_wrong(draft: dict[str, Any]) -> bool:
        source = known.get(draft.get("source_type", ""))
        return source is None or (not source.open and source.rule == "A-05")

    return by_drafts("A-05", seen, is_wrong, "from a prohibited source")


def supplied_posts_reasoned(seen: Seen) -> Finding:
    """Where the source asks for it, the approver gave a reason in writing (A-06)."""
    asked = [each.id for each in seen.rules.casework.sources.values() if each.approver_reason]
    joined = approvals.join(request_terms, request_terms.c.request_id == approvals.c.request_id)
    among = approvals.c.approved.is_(True) & request_terms.c.source_type.in_(asked)
    wrong = func.length(approvals.c.reason) == 0
    return by_sql("A-06", seen, joined, wrong, "approvals of posts supplied to police", "without a reason", among)


def depicted_role_told(seen: Seen) -> Finding:
    """Each request says as what the person is shown, by the list (A-07)."""
    known = seen.rules.casework.depicted_roles
    return by_drafts("A-07", seen, lambda draft: draft.get("depicted_role") not in known, "without a role of the list")


def ground_given(seen: Seen) -> Finding:
    """Where a role asks for an offence, the ground has its least length and is not the offence's title (A-08)."""
    rules = seen.rules.casework
    suspects = {each.id for each in rules.depicted_roles.values() if each.offence_needed}
    titles = {each.title.casefold() for each in rules.offences.values()}

    def is_wrong(draft: dict[str, Any]) -> bool:
        ground = str(draft.get("ground") or "").strip()
        short = len(ground) < rules.search.ground_min_length or ground.casefold() in titles
        return draft.get("depicted_role") in suspects and short

    return by_drafts("A-08", seen, is_wrong, "without a ground of its own")


def protected_activity_asked(seen: Seen) -> Finding:
    """The question of a protected activity was answered, and a yes went to a higher approver (A-09)."""

    def is_wrong(row: Row[Any]) -> bool:
        answer = row.draft.get("protected_activity")
        return not isinstance(answer, bool) or (answer and "A-09" not in (row.higher_for or ()))

    joined = requests.outerjoin(request_terms, request_terms.c.request_id == requests.c.id)
    query = select(requests.c.draft, request_terms.c.higher_for).select_from(joined).where(SUBMITTED)
    return by_rows("A-09", seen, query, is_wrong, _WHAT, "without the answer, or a yes without a higher approver")


def purpose_open(seen: Seen) -> Finding:
    """Each request is for a purpose that the list leaves open (A-10)."""
    open_ones = {each.id for each in seen.rules.casework.purposes.values() if each.open}
    return by_drafts("A-10", seen, lambda draft: draft.get("purpose") not in open_ones, "for a purpose not allowed")


def approved_by_another(seen: Seen) -> Finding:
    """Nobody decided on their own request (A-11)."""
    joined = approvals.join(requests, requests.c.id == approvals.c.request_id)
    own = approvals.c.decided_by == requests.c.requester_id
    return by_sql("A-11", seen, joined, own, "decisions on requests", "taken by who asked")


def approvals_answered(seen: Seen) -> Finding:
    """Each approval answers necessity, proportionality and other means (A-11)."""
    told = (approvals.c.necessity, approvals.c.proportionality, approvals.c.other_means)
    wrong = or_(*(func.length(func.trim(each)) == 0 for each in told))
    return by_sql("A-11", seen, approvals, wrong, "approvals", "without its answers", approvals.c.approved.is_(True))


def searched_with_approval(seen: Seen) -> Finding:
    """No search was made before an approval, but on the urgent path (A-11)."""
    joined = searches.join(requests, requests.c.id == searches.c.request_id)
    joined = joined.outerjoin(approvals, approvals.c.request_id == requests.c.id)
    joined = joined.outerjoin(request_terms, request_terms.c.request_id == requests.c.id)
    late = approvals.c.id.is_(None) | approvals.c.approved.is_(False) | (approvals.c.decided_at > searches.c.started_at)
    wrong = late & request_terms.c.due_at.is_(None)
    return by_sql("A-11", seen, joined, wrong, "searches", "before an approval by another person", CASEWORK)


def urgent_ones_followed(seen: Seen) -> Finding:
    """Whatever urgent request nobody approved in its hours was told to compliance within a day (A-12)."""
    joined = request_terms.outerjoin(approvals, approvals.c.request_id == request_terms.c.request_id)
    terms = request_terms.c
    wrong = approvals.c.id.is_(None) & (terms.due_at < seen.now - _DAY) & terms.overdue_told_at.is_(None)
    return by_sql("A-12", seen, joined, wrong, "urgent requests", "overdue and not told", terms.due_at.is_not(None))


def by_drafts(row: str, seen: Seen, is_wrong: Callable[[dict[str, Any]], bool], fault: str) -> Finding:
    """Read what each submitted request says and count those that a function calls wrong."""
    query = select(requests.c.draft).where(SUBMITTED)
    return by_rows(row, seen, query, lambda each: is_wrong(each.draft), _WHAT, fault)


CHECKS: tuple[Check, ...] = (
    case_number_of_the_form,
    offence_on_the_list,
    offence_list_named,
    source_declared,
    no_prohibited_source,
    supplied_posts_reasoned,
    depicted_role_told,
    ground_given,
    protected_activity_asked,
    purpose_open,
    approved_by_another,
    approvals_answered,
    searched_with_approval,
    urgent_ones_followed,
)
