"""Part E: leads, what was done about them, and what was disclosed."""

from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.tally import by_rows, by_sql, count, judged
from gallery.followup.facts import FactKind
from gallery.records.arrays import photo_arrays
from gallery.records.case_file import case_freezes, disclosures, incidents
from gallery.records.case_tables import candidates, leads, requests, searches
from gallery.records.follow_up import lead_copies, lead_facts, notices
from gallery.records.packs import packs
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import ArrayState, LeadState

_READ = (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON)
_ENDED = (LeadState.CLOSED, LeadState.WITHDRAWN)
_STANDING = "not an identification"


def limits_stated(seen: Seen) -> Finding:
    """The words that stand on each lead say that it is no identification (E-01)."""
    lead, standing = seen.rules.casework.lead, seen.rules.follow_up.standing
    held = bool(lead.limits) and _STANDING in standing.lower()
    return decided("E-01", holds=held, good=f"{len(lead.limits)} limits on each lead", bad="the words are missing")


def one_person_a_lead(seen: Seen) -> Finding:
    """Each lead tells of one candidate of its own search (E-03)."""
    joined = leads.outerjoin(candidates, candidates.c.id == leads.c.candidate_id)
    joined = joined.outerjoin(searches, searches.c.id == leads.c.search_id)
    other = (candidates.c.search_id != leads.c.search_id) | (searches.c.request_id != leads.c.request_id)
    return by_sql("E-03", seen, joined, candidates.c.id.is_(None) | other, "leads", "of somebody beyond their search")


def acknowledged_before_read(seen: Seen) -> Finding:
    """Nothing is known of a lead to its reader before the limits were acknowledged with initials (E-04)."""
    told = leads.c
    wrong = told.acknowledged_at.is_(None) | (func.length(told.initials) == 0)
    return by_sql("E-04", seen, leads, wrong, "leads that were read", "without acknowledgement", told.state.in_(_READ))


def facts_after_acknowledgement(seen: Seen) -> Finding:
    """Nothing was recorded about a lead before its limits were acknowledged, but that it ended (E-04)."""
    joined = lead_facts.join(leads, leads.c.id == lead_facts.c.lead_id)
    among = lead_facts.c.kind.not_in((FactKind.OUTCOME, FactKind.REVIEW))
    wrong = leads.c.acknowledged_at.is_(None) | (lead_facts.c.recorded_at < leads.c.acknowledged_at)
    return by_sql("E-04", seen, joined, wrong, "facts about leads", "before the acknowledgement", among)


def relied_on_with_a_fact(seen: Seen) -> Finding:
    """Nobody relied on a lead before a fact was recorded that was found without it (E-05)."""
    return by_sql(
        "E-05",
        seen,
        lead_facts,
        ~_earlier(FactKind.CORROBORATION).exists(),
        "leads relied on",
        "without an independent fact before",
        lead_facts.c.kind == FactKind.RELIANCE,
    )


def arrays_by_somebody_else(seen: Seen) -> Finding:
    """No photo array was shown by who prepared it, nor sealed without a seal (E-06)."""
    told = photo_arrays.c
    wrong = (told.administrator_id == told.made_by) | (func.length(told.seal) == 0)
    among = told.state == ArrayState.SEALED
    return by_sql(
        "E-06", seen, photo_arrays, wrong, "photo arrays shown", "by who prepared them, or without a seal", among
    )


def arrays_measured(seen: Seen) -> Finding:
    """Each photo array was measured before it was shown (E-07)."""
    query = select(photo_arrays.c.measured).where(photo_arrays.c.state.in_((ArrayState.SHOWING, ArrayState.SEALED)))
    return by_rows("E-07", seen, query, lambda row: not row.measured, "photo arrays shown", "without being measured")


def paragraphs_as_hashed(seen: Seen) -> Finding:
    """Each drafted paragraph, hashed again, has the hash that is kept (E-08)."""
    query = select(lead_facts.c.body).where(lead_facts.c.kind == FactKind.PARAGRAPH)

    def is_wrong(row: Row[Any]) -> bool:
        return bool(sha256_hex(str(row.body.get("text", "")).encode()) != row.body.get("sha256"))

    return by_rows("E-08", seen, query, is_wrong, "drafted paragraphs", "not of their hash")


def checks_dated(seen: Seen) -> Finding:
    """Each check that could speak against a lead has its answer and its day (E-09)."""
    query = select(lead_facts.c.body).where(lead_facts.c.kind == FactKind.CHECK)

    def is_wrong(row: Row[Any]) -> bool:
        return not (row.body.get("answer") and row.body.get("checked_on"))

    return by_rows("E-09", seen, query, is_wrong, "checks against leads", "without an answer or a day")


def nothing_on_expired_leads(seen: Seen) -> Finding:
    """No step was taken on a lead after its days were over (E-11)."""
    joined = lead_facts.join(leads, leads.c.id == lead_facts.c.lead_id)
    among = lead_facts.c.kind.in_((FactKind.STEP, FactKind.RELIANCE, FactKind.LINEUP))
    wrong = lead_facts.c.recorded_at > leads.c.expires_at
    return by_sql("E-11", seen, joined, wrong, "steps on leads", "after the lead had expired", among)


def outcomes_of_the_list(seen: Seen) -> Finding:
    """Each ended lead has an outcome of the list (E-12)."""
    known = seen.rules.follow_up.outcomes
    ended = select(leads.c.id, lead_facts.c.body).select_from(
        leads.outerjoin(lead_facts, and_(lead_facts.c.lead_id == leads.c.id, lead_facts.c.kind == FactKind.OUTCOME))
    )

    def is_wrong(row: Row[Any]) -> bool:
        return (row.body or {}).get("outcome") not in known

    return by_rows("E-12", seen, ended.where(leads.c.state.in_(_ENDED)), is_wrong, "ended leads", "without an outcome")


def withdrawals_told(seen: Seen) -> Finding:
    """Of each withdrawn lead somebody was told, and every copy that had left before is marked (E-13)."""
    told = select(notices.c.id).where(notices.c.lead_id == leads.c.id)
    before = select(func.max(notices.c.sent_at)).where(notices.c.lead_id == leads.c.id).scalar_subquery()
    unmarked = select(lead_copies.c.id).where(
        lead_copies.c.lead_id == leads.c.id, lead_copies.c.withdrawn_at.is_(None), lead_copies.c.made_at < before
    )
    wrong = ~told.exists() | unmarked.exists()
    among = leads.c.state == LeadState.WITHDRAWN
    return by_sql("E-13", seen, leads, wrong, "withdrawn leads", "with nobody told or a copy unmarked", among)


def packs_hashed(seen: Seen) -> Finding:
    """Each disclosure pack has its hash, its size and files (E-14)."""
    told = packs.c
    wrong = (func.length(told.sha256) != 64) | (told.bytes < 1) | (told.files < 1)
    return by_sql("E-14", seen, packs, wrong, "disclosure packs", "without hash, size or files")


def packs_hold_every_search(seen: Seen) -> Finding:
    """No pack holds fewer requests than its case had searched when it was built (E-15)."""
    joined = searches.join(requests, requests.c.id == searches.c.request_id)
    searched = select(func.count(requests.c.id.distinct())).select_from(joined)
    searched = searched.where(requests.c.case_id == packs.c.case_id, searches.c.started_at < packs.c.made_at)
    wrong = packs.c.requests < searched.scalar_subquery()
    return by_sql("E-15", seen, packs, wrong, "disclosure packs", "with fewer requests than were searched")


def disclosures_whole(seen: Seen) -> Finding:
    """Each disclosure says to whom, how and when (E-17)."""
    told = disclosures.c
    wrong = (told.recipient == "") | (told.method == "") | told.disclosed_on.is_(None)
    return by_sql("E-17", seen, disclosures, wrong, "disclosures recorded", "without recipient, method or day")


def wrongful_ones_preserved(seen: Seen) -> Finding:
    """Each wrongful identification froze its case and opened a report due within the hour (E-19)."""
    outcomes = seen.rules.follow_up.outcomes.values()
    wrongful = [each.id for each in outcomes if each.wrongful]
    frozen = select(case_freezes.c.id).where(case_freezes.c.lead_id == lead_facts.c.lead_id)
    opened = select(incidents.c.id).where(incidents.c.lead_id == lead_facts.c.lead_id)
    among = and_(
        lead_facts.c.kind == FactKind.OUTCOME,
        or_(*(lead_facts.c.body["outcome"].as_string() == each for each in wrongful)),
    )
    wrong = ~frozen.exists() | ~opened.exists()
    return by_sql("E-19", seen, lead_facts, wrong, "wrongful identifications", "without a freeze or a report", among)


def steps_found_by_the_log(seen: Seen) -> Finding:
    """The question of the log finds each case that the records know a warrant or a charge of (E-20)."""
    steps = {each.id for each in seen.rules.follow_up.steps.values() if each.warrant or each.charged}
    among = and_(
        lead_facts.c.kind == FactKind.STEP, or_(*(lead_facts.c.body["step"].as_string() == each for each in steps))
    )
    looked = count(seen, lead_facts, among)
    found = len(seen.ask("leads_before_steps").rows)
    return judged(
        "E-20", looked, max(0, looked - found), "warrants and charges after a lead", "missing from the log's answer"
    )


CHECKS: tuple[Check, ...] = (
    limits_stated,
    one_person_a_lead,
    acknowledged_before_read,
    facts_after_acknowledgement,
    relied_on_with_a_fact,
    arrays_by_somebody_else,
    arrays_measured,
    paragraphs_as_hashed,
    checks_dated,
    nothing_on_expired_leads,
    outcomes_of_the_list,
    withdrawals_told,
    packs_hashed,
    packs_hold_every_search,
    disclosures_whole,
    wrongful_ones_preserved,
    steps_found_by_the_log,
)


# Private


def _earlier(kind: FactKind) -> Any:
    before = lead_facts.alias("before")
    of_lead = select(before.c.id).where(before.c.lead_id == lead_facts.c.lead_id, before.c.kind == kind)
    return of_lead.where(before.c.recorded_at <= lead_facts.c.recorded_at)
