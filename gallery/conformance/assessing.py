"""Part K: the privacy assessment, its risks, its amendments, a pilot and the yearly review."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select

from gallery.assessment.watched import drift, watched
from gallery.conformance.finding import Check, Finding, Seen, decided, nothing_yet
from gallery.conformance.lately import lately
from gallery.conformance.tally import by_rows, by_sql, judged
from gallery.records.amendments import amendments_to, assessment_amendments
from gallery.records.assessments import accepted_version, assessment_answers, assessment_versions
from gallery.records.risk_register import engagements, risks_of
from kernel_lib.hashing import sha256_hex

_ELEMENTS = 10


def questions_answered(seen: Seen) -> Finding:
    """Where a version was accepted, each question that people must answer has an answer (K-01)."""
    if accepted_version(seen.connection, seen.rules.who.home.code) is None:
        return nothing_yet("K-01", "version of the assessment was accepted")
    answered = set(seen.connection.execute(select(assessment_answers.c.question)).scalars())
    wanted = seen.rules.assessment.questions
    wrong = sum(each not in answered for each in wanted)
    return judged("K-01", len(wanted), wrong, "questions of the assessment", "without an answer")


def elements_whole(seen: Seen) -> Finding:
    """The assessment has a place for each element of the statutory one (K-02)."""
    held = seen.rules.assessment.elements
    empty = sum(not (each.headings or each.questions or each.register) for each in held)
    told = f"{len(held)} elements, {empty} without a place"
    return decided("K-02", holds=len(held) >= _ELEMENTS and not empty, good=told, bad=told)


def assessment_accepted(seen: Seen) -> Finding:
    """The privacy assessment was accepted, and what is in force is what was assessed (K-03)."""
    service = seen.rules.who.home.code
    version = accepted_version(seen.connection, service)
    if version is None:
        return decided("K-03", holds=False, good="", bad="no assessment has been accepted")
    now = watched(seen.connection, seen.rules, service, seen.casework.faces.model_id)
    changes = drift(version, amendments_to(seen.connection, version.id), now)
    told = f"version {version.number} was accepted"
    bad = f"{told}; changed since: {', '.join(each.key for each in changes)}"
    return decided("K-03", holds=not changes, good=f"{told}; nothing differs from it", bad=bad)


def versions_by_two(seen: Seen) -> Finding:
    """Each accepted version has the hash of its words and was accepted by another than who proposed it (K-03)."""
    told = assessment_versions.c
    query = select(told.body, told.sha256, told.proposed_by, told.accepted_by).where(told.accepted_at.is_not(None))

    def is_wrong(row: Row[Any]) -> bool:
        return row.accepted_by in (None, row.proposed_by) or sha256_hex(row.body.encode()) != row.sha256

    return by_rows("K-03", seen, query, is_wrong, "accepted versions of the assessment", "by one person, or altered")


def amendments_before_effect(seen: Seen) -> Finding:
    """No change took effect before its amendment was accepted (K-03)."""
    told = assessment_amendments.c
    wrong = told.accepted_at.is_(None) | (told.applied_at < told.accepted_at) | (told.accepted_by == told.described_by)
    what, fault = "amendments in effect", "before another person had accepted them"
    return by_sql("K-03", seen, assessment_amendments, wrong, what, fault, told.applied_at.is_not(None))


def risks_accepted(seen: Seen) -> Finding:
    """Every row of the risk register was accepted by somebody (K-04)."""
    held = risks_of(seen.connection, seen.rules.who.home.code)
    wrong = sum(each.accepted_at is None for each in held)
    return judged("K-04", len(held), wrong, "rows of the risk register", "not accepted")


def evidence_given(seen: Seen) -> Finding:
    """Each answer that needs evidence names some (K-06)."""
    needed = [each.id for each in seen.rules.assessment.questions.values() if each.evidence]
    query = select(assessment_answers.c.evidence).where(assessment_answers.c.question.in_(needed))
    return by_rows("K-06", seen, query, lambda row: not row.evidence, "answers that need evidence", "without any")


def engagement_kept(seen: Seen) -> Finding:
    """Each record of engagement says who, what was said and what changed (K-09)."""
    told = engagements.c
    wrong = (func.length(told.who) == 0) | (func.length(told.said) == 0) | (func.length(told.changed) == 0)
    return by_sql("K-09", seen, engagements, wrong, "records of engagement", "without who, what or what changed")


def use_reviewed(seen: Seen) -> Finding:
    """Use was compared with the assessment within a year (K-10)."""
    return lately(seen, "K-10", "use_reviewed", timedelta(days=366), "use was compared with the assessment")


CHECKS: tuple[Check, ...] = (
    questions_answered,
    elements_whole,
    assessment_accepted,
    versions_by_two,
    amendments_before_effect,
    risks_accepted,
    evidence_given,
    engagement_kept,
    use_reviewed,
)
