"""Part D: examinations, by whom and in which order, and what was locked."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, func, select

from gallery.casework.conclusion import explained
from gallery.casework.outcome import Said, Verdict, outcome
from gallery.conformance.finding import Check, Finding, Seen
from gallery.conformance.intake import CASEWORK
from gallery.conformance.tally import absent, by_rows, by_sql, count, judged, read
from gallery.records.case_tables import (
    approvals,
    candidates,
    examination_letters,
    examination_versions,
    examinations,
    leads,
    requests,
)
from gallery.records.review_tables import contexts_seen, descriptions, known_task_proposals
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import ExaminationState, Observation, RequestState
from kernel_lib.wire.examination import ComponentObservation

CONCLUDED = (examinations.c.state == ExaminationState.LOCKED) & examinations.c.value.is_not(None)
_WHAT = "locked conclusions"
_RATIOS = ("ratio", "ratios", "distance", "distances", "angle", "angles", "measure", "measurement")
_ENDED = (RequestState.LEAD, RequestState.NO_LEAD)
_EXAMINERS = (2, 3)


def stages_in_order(seen: Seen) -> Finding:
    """No stage of an examination has a moment before that of the stage before it (D-01)."""
    told = examinations.c
    wrong = (
        (told.locked_at < told.opened_at) | (told.locked_at < told.analysed_at) | (told.analysed_at < told.assigned_at)
    )
    return by_sql(
        "D-01", seen, examinations, wrong, "examinations", "with stages out of order", told.analysed_at.is_not(None)
    )


def notes_before_candidates(seen: Seen) -> Finding:
    """No candidate was shown before the notes on the probe were locked (D-02)."""
    told = examinations.c
    wrong = told.analysed_at.is_(None) | (told.opened_at < told.analysed_at) | told.analysis.is_(None)
    what, fault = "examinations with open candidates", "without notes locked before"
    return by_sql("D-02", seen, examinations, wrong, what, fault, told.opened_at.is_not(None))


def checklist_whole(seen: Seen) -> Finding:
    """Each conclusion about somebody answers every component of the checklist (D-03)."""
    wanted = {each.id for each in seen.rules.casework.components}

    def is_wrong(row: Row[Any]) -> bool:
        return not wanted <= {each["component"] for each in _components(row)}

    return by_rows("D-03", seen, _conclusions(about=True), is_wrong, _WHAT, "with components unanswered")


def nothing_measured(seen: Seen) -> Finding:
    """No component of the checklist is a ratio or a measurement (D-04)."""
    parts = seen.rules.casework.components
    wrong = sum(
        any(word in _RATIOS for word in f"{each.id} {each.title}".lower().replace("_", " ").split()) for each in parts
    )
    return absent("D-04", len(parts), wrong, "components of the checklist", "a measurement")


def dissimilarities_explained(seen: Seen) -> Finding:
    """No conclusion supports that it is the same person in spite of a dissimilarity that nobody explained (D-05)."""

    def is_wrong(row: Row[Any]) -> bool:
        unlike = [each for each in _components(row) if each["observation"] == Observation.DISSIMILAR]
        given = [ComponentObservation.model_validate(each) for each in unlike]
        return row.value > 0 and not all(explained(each, seen.rules.casework) for each in given)

    return by_rows(
        "D-05",
        seen,
        _conclusions(about=False),
        is_wrong,
        _WHAT,
        "for the same person over an unexplained dissimilarity",
    )


def values_of_the_scale(seen: Seen) -> Finding:
    """Each conclusion is a value of the scale (D-06)."""
    values = [each.value for each in seen.rules.casework.scale.steps]
    wrong = examinations.c.value.not_in(values)
    return by_sql("D-06", seen, examinations, wrong, _WHAT, "off the scale", CONCLUDED)


def contradictions_decided(seen: Seen) -> Finding:
    """No lead went out over a contradiction of descriptions that nobody decided with a reason (D-07)."""
    joined = descriptions.outerjoin(leads, leads.c.request_id == descriptions.c.request_id)
    told = descriptions.c
    open_one = told.decided_by.is_(None) | (told.reason == "")
    wrong = told.contradiction.is_(True) & leads.c.id.is_not(None) & open_one
    return by_sql(
        "D-07", seen, joined, wrong, "comparisons of descriptions", "contradicted and let go without a reason"
    )


def examined_by_another(seen: Seen) -> Finding:
    """No examiner looked twice at one request (D-08)."""
    pairs = select(examinations.c.request_id).group_by(examinations.c.request_id, examinations.c.examiner_id)
    twice = pairs.where(examinations.c.state != ExaminationState.RECUSED).having(func.count() > 1).subquery()
    what = "examinations"
    return judged("D-08", count(seen, examinations), count(seen, twice), what, "second looks by the same person")


def verifiers_without_part(seen: Seen) -> Finding:
    """Nobody verified who had asked for the search or decided on it, and so knows the case (D-09)."""
    joined = examinations.join(requests, requests.c.id == examinations.c.request_id)
    joined = joined.outerjoin(approvals, approvals.c.request_id == requests.c.id)
    wrong = (examinations.c.examiner_id == requests.c.requester_id) | (
        examinations.c.examiner_id == approvals.c.decided_by
    )
    among = CASEWORK & (examinations.c.place > 1) & (examinations.c.state != ExaminationState.RECUSED)
    return by_sql("D-09", seen, joined, wrong, "verifying examinations", "by who asked or approved", among)


def foils_beside(seen: Seen) -> Finding:
    """No verifier saw one candidate alone where the list held others (D-10)."""
    shown = select(func.count()).where(examination_letters.c.examination_id == examinations.c.id).scalar_subquery()
    held = select(func.count()).where(candidates.c.search_id == examinations.c.search_id).scalar_subquery()
    among = (examinations.c.place > 1) & examinations.c.opened_at.is_not(None)
    wrong = (shown < 2) & (held > 1)
    return by_sql(
        "D-10", seen, examinations, wrong, "verifying examinations with open candidates", "without foils", among
    )


def known_tasks_by_two(seen: Seen) -> Finding:
    """Each known task was decided by somebody else than who proposed it (D-11)."""
    told = known_task_proposals.c
    wrong = told.decided_by == told.proposed_by
    return by_sql(
        "D-11", seen, known_task_proposals, wrong, "decided known tasks", "by one person", told.decided_by.is_not(None)
    )


def leads_by_agreement(seen: Seen) -> Finding:
    """Each lead is one that its locked conclusions give, of the same person (D-12)."""
    least = seen.rules.casework.scale.lead_from
    wrong = looked = 0
    for said, lead_subject in _settled(seen):
        if lead_subject is not None:
            looked += 1
            wrong += len(said) not in _EXAMINERS or outcome(said, least).subject_id != lead_subject
    return judged("D-12", looked, wrong, "leads", "not given by conclusions that agree")


def differences_settled(seen: Seen) -> Finding:
    """No request ended while its examiners differed and nobody had settled it (D-13)."""
    least = seen.rules.casework.scale.lead_from
    verdicts = [outcome(said, least).verdict for said, _ in _settled(seen) if len(said) in _EXAMINERS]
    wrong = sum(each is Verdict.CONFLICT for each in verdicts)
    return judged(
        "D-13", len(verdicts), wrong, "requests that ended after two examinations", "while examiners differed"
    )


def times_kept(seen: Seen) -> Finding:
    """Each conclusion over candidates keeps when notes were locked, they were opened and it was locked (D-14)."""
    told = examinations.c
    shown = select(examination_letters.c.letter).where(examination_letters.c.examination_id == told.id)
    wrong = told.analysed_at.is_(None) | told.opened_at.is_(None) | told.locked_at.is_(None)
    among = CONCLUDED & shown.exists()
    return by_sql("D-14", seen, examinations, wrong, _WHAT, "without the times of their stages", among)


def recusals_taken_away(seen: Seen) -> Finding:
    """Whoever stepped back has no conclusion in that examination (D-15)."""
    joined = contexts_seen.join(examinations, examinations.c.id == contexts_seen.c.examination_id)
    back = contexts_seen.c.stepped_back.is_(True)
    wrong = back & (examinations.c.state != ExaminationState.RECUSED)
    return by_sql(
        "D-15", seen, joined, wrong, "contexts that examiners recorded", "of somebody who stepped back and went on"
    )


def versions_chained(seen: Seen) -> Finding:
    """Each locked version has the hash of its words and names the version before it (D-17)."""
    told = examination_versions.c
    query = select(told.examination_id, told.body, told.sha256, told.previous_sha256)
    query = query.order_by(told.examination_id, told.version)
    looked = wrong = 0
    for _, rows in groupby(read(seen, query), lambda row: row.examination_id):
        before = None
        for row in rows:
            looked += 1
            wrong += sha256_hex(row.body.encode()) != row.sha256 or row.previous_sha256 != before
            before = row.sha256
    return judged("D-17", looked, wrong, "locked versions", "not of their hash or out of their chain")


CHECKS: tuple[Check, ...] = (
    stages_in_order,
    notes_before_candidates,
    checklist_whole,
    nothing_measured,
    dissimilarities_explained,
    values_of_the_scale,
    contradictions_decided,
    examined_by_another,
    verifiers_without_part,
    foils_beside,
    known_tasks_by_two,
    leads_by_agreement,
    differences_settled,
    times_kept,
    recusals_taken_away,
    versions_chained,
)


# Private


def _conclusions(*, about: bool) -> Any:
    query = select(examinations.c.conclusion, examinations.c.value).where(CONCLUDED)
    return query.where(examinations.c.subject_id.is_not(None)) if about else query


def _components(row: Row[Any]) -> list[dict[str, Any]]:
    return list((row.conclusion or {}).get("components") or ())


def _settled(seen: Seen) -> Iterator[tuple[tuple[Said, ...], str | None]]:
    """Give what each ended request's examiners said, in their order, and of whom its lead is."""
    joined = examinations.join(requests, requests.c.id == examinations.c.request_id)
    joined = joined.outerjoin(leads, leads.c.request_id == requests.c.id)
    joined = joined.outerjoin(candidates, candidates.c.id == leads.c.candidate_id)
    told = examinations.c
    query = select(told.request_id, told.subject_id, told.value, candidates.c.subject_id.label("lead_subject"))
    query = query.select_from(joined).where(CASEWORK, CONCLUDED, requests.c.state.in_(_ENDED))
    for _, rows in groupby(read(seen, query.order_by(told.request_id, told.place)), lambda row: row.request_id):
        held = list(rows)
        yield tuple(Said(row.subject_id, row.value) for row in held), held[0].lead_subject
