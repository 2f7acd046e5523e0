"""Part H: roles and duties kept apart, certificates, proofs, reviews of access."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, func, inspect, or_, select

from gallery.authority import Authority
from gallery.conformance.certified import certified
from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.intake import CASEWORK
from gallery.conformance.tally import absent, by_rows, by_sql, count, judged, lacking
from gallery.records.access import access_reviews, role_changes
from gallery.records.case_tables import approvals, examinations, leads, requests
from gallery.records.proficiency import rereviews, suspensions
from gallery.records.who import accounts, accounts_in, certificates_of
from gallery.records.wrongdoing import wrongdoing_reports
from kernel_lib.vocabulary import AccountState, CertificateScope, ExaminationState, Role

_WHOSE = ("account", "user", "by", "session", "workstation")


def roles_apart(seen: Seen) -> Finding:
    """No account holds two roles that one person may not hold together (H-02)."""
    query = select(accounts.c.roles).where(accounts.c.state != AccountState.DISABLED)

    def is_wrong(row: Row[Any]) -> bool:
        return any(pair <= frozenset(row.roles) for pair in seen.rules.who.apart)

    return by_rows("H-02", seen, query, is_wrong, "accounts in use", "with roles kept apart")


def duties_apart(seen: Seen) -> Finding:
    """Nobody did two duties in one case that the workflow keeps apart (H-02)."""
    joined = examinations.join(requests, requests.c.id == examinations.c.request_id)
    joined = joined.outerjoin(approvals, approvals.c.request_id == requests.c.id)
    examiner, first = examinations.c.examiner_id, examinations.c.place == 1
    told = {
        frozenset({"approver", "examiner"}): examiner == approvals.c.decided_by,
        frozenset({"requester", "verifier"}): ~first & (examiner == requests.c.requester_id),
        frozenset({"requester", "examiner"}): examiner == requests.c.requester_id,
        frozenset({"requester", "approver"}): approvals.c.decided_by == requests.c.requester_id,
    }
    wrong = or_(*(told[pair] for pair in seen.rules.who.apart_in_case if pair in told))
    among = CASEWORK & (examinations.c.state != ExaminationState.RECUSED)
    return by_sql("H-02", seen, joined, wrong, "examinations", "by somebody with another duty in the case", among)


def roles_changed_by_two(seen: Seen) -> Finding:
    """Each change of roles was agreed to by somebody else than who proposed it (H-02)."""
    told = role_changes.c
    wrong = (told.decided_by == told.proposed_by) | (told.decided_by == told.account_id)
    looked, found = count(seen, role_changes), count(seen, role_changes, wrong)
    return absent("H-02", looked, found, "changes of roles", "by one person, or by who gets them")


def certificates_whole(seen: Seen) -> Finding:
    """Each certificate in its time names course, provider, test and mentor (H-03)."""
    authority = Authority.of(seen.rules.who)
    looked = wrong = 0
    for account in accounts_in(seen.connection):
        for each in certificates_of(seen.connection, account.id):
            if each.passed <= seen.today <= each.expires:
                looked, wrong = looked + 1, wrong + bool(authority.missing(each))
    return judged("H-03", looked, wrong, "certificates in their time", "without course, provider, test or mentor")


def certified_at_each_act(seen: Seen) -> Finding:
    """Whoever locked an examination held a certificate on that day (H-03)."""
    scopes = (CertificateScope.REVIEW, CertificateScope.EXAMINATION)
    wrong = ~certified(examinations.c.examiner_id, examinations.c.locked_at, *scopes)
    among = examinations.c.locked_at.is_not(None)
    return by_sql("H-03", seen, examinations, wrong, "locked examinations", "without a certificate that day", among)


def suspended_do_nothing(seen: Seen) -> Finding:
    """Nobody was given an examination while suspended (H-04)."""
    given = select(examinations.c.id).where(
        examinations.c.examiner_id == suspensions.c.account_id,
        examinations.c.assigned_at > suspensions.c.since,
        or_(suspensions.c.lifted_at.is_(None), examinations.c.assigned_at < suspensions.c.lifted_at),
    )
    return by_sql("H-04", seen, suspensions, given.exists(), "suspensions", "with an examination given meanwhile")


def looked_at_again_by_others(seen: Seen) -> Finding:
    """No suspended examiner looked at their own cases again, and each look ended with a reason (H-04)."""
    joined = rereviews.join(suspensions, suspensions.c.id == rereviews.c.suspension_id)
    wrong = (rereviews.c.done_by == suspensions.c.account_id) | (func.length(rereviews.c.reason) == 0)
    what, fault = "cases looked at again", "by the suspended examiner, or without a reason"
    return by_sql("H-04", seen, joined, wrong, what, fault, rereviews.c.done_at.is_not(None))


def readers_trained(seen: Seen) -> Finding:
    """Whoever acknowledged a lead held the training in limits on that day (H-05)."""
    joined = leads.join(requests, requests.c.id == leads.c.request_id)
    wrong = ~certified(requests.c.requester_id, leads.c.acknowledged_at, CertificateScope.LIMITS)
    among = leads.c.acknowledged_at.is_not(None)
    return by_sql("H-05", seen, joined, wrong, "leads that were read", "by somebody without the training", among)


def official_named(seen: Seen) -> Finding:
    """Somebody answers for the system by name (H-06)."""
    told = seen.rules.publication
    held = bool(told.official_name and told.official_office and told.contact)
    return decided("H-06", holds=held, good="an official, an office and a contact are named", bad="one of them is not")


def access_reviewed(seen: Seen) -> Finding:
    """No account is in use whose review of access is late beyond its days of grace (H-07)."""
    rules = seen.rules.who.duties.access
    last = select(func.max(access_reviews.c.reviewed_at)).where(access_reviews.c.account_id == accounts.c.id)
    query = select(accounts.c.made_at, last.scalar_subquery().label("reviewed"))
    query = query.where(accounts.c.state == AccountState.ACTIVE)

    def is_wrong(row: Row[Any]) -> bool:
        reviewed = row.reviewed or row.made_at
        return seen.today > _due(rules.since, rules.every, reviewed) + rules.grace

    return by_rows("H-07", seen, query, is_wrong, "accounts in use", "without a review in time")


def certificate_told_with_each_act(seen: Seen) -> Finding:
    """By the log, each act of casework keeps the state of its person's certificates (H-08)."""
    return lacking(seen, "H-08", "state of a certificate", "entries of casework", "without that state")


def aptitude_not_shown(seen: Seen) -> Finding:
    """No role but compliance sees the scores of others (H-09)."""
    held = [role for role, acts in seen.rules.who.permissions.items() if "known_task_scored" in acts]
    others = [role for role in held if role is not Role.COMPLIANCE]
    good = "compliance alone sees scores of others"
    return decided("H-09", holds=not others, good=good, bad=f"seen by {', '.join(others)}")


def reports_name_nobody(seen: Seen) -> Finding:
    """No column of reports of wrongdoing could say who filed one (H-10)."""
    columns = [each["name"] for each in inspect(seen.connection).get_columns(wrongdoing_reports.name)]
    wrong = sum(any(word in each.split("_") for word in _WHOSE) for each in columns)
    return absent("H-10", len(columns), wrong, "columns of reports of wrongdoing", "able to name who filed one")


CHECKS: tuple[Check, ...] = (
    roles_apart,
    duties_apart,
    roles_changed_by_two,
    certificates_whole,
    certified_at_each_act,
    suspended_do_nothing,
    looked_at_again_by_others,
    readers_trained,
    official_named,
    access_reviewed,
    certificate_told_with_each_act,
    aptitude_not_shown,
    reports_name_nobody,
)


# Private


def _due(since: date, every: timedelta, reviewed: Any) -> date:
    day = date.fromisoformat(str(reviewed)[:10])
    return max(day, since) + every
