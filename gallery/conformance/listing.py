"""Part C: candidate lists, as they were returned, disposed of, copied and purged."""

import json
from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from gallery.casework.kept_cases import what_keeps
from gallery.casework.search_pictures import ENDED
from gallery.conformance.examining import CONCLUDED
from gallery.conformance.finding import Check, Finding, Seen, decided, nothing_yet
from gallery.conformance.tally import absent, by_sql, count, judged
from gallery.records.case_tables import candidates, examination_letters, examinations, requests, searches
from gallery.records.evaluations import newest_evaluation
from gallery.records.follow_up import lead_copies
from gallery.records.review_tables import holds, identity_tickets, purged_candidates
from gallery.records.search_pictures import due_candidates
from kernel_lib.vocabulary import CopyKind, Role

_FEWEST, _MOST = 2, 50
_SAID = "lead only"


def length_within_bounds(seen: Seen) -> Finding:
    """Each list keeps its bound, the bound lies from 2 to 50, and no list is longer (C-01)."""
    told = searches.c
    wrong = (told.longest < _FEWEST) | (told.longest > _MOST) | (told.returned > told.longest)
    return by_sql(
        "C-01", seen, searches, wrong, "searches", f"with a list beyond its bound, or out of {_FEWEST} to {_MOST}"
    )


def every_length_evaluated(seen: Seen) -> Finding:
    """The newest evaluation tells each length that the bounds let a list have (C-02)."""
    held = newest_evaluation(seen.connection)
    if held is None:
        return nothing_yet("C-02", "evaluation on file")
    wanted = range(_FEWEST, seen.rules.casework.search.max_candidates + 1)
    told = {each["length"] for each in json.loads(held.body).get("by_length", ())}
    missing = [each for each in wanted if each not in told]
    return absent("C-02", len(wanted), len(missing), "lengths of lists", "missing from the evaluation on file")


def none_under_the_threshold(seen: Seen) -> Finding:
    """Nobody was listed whose similarity is under the threshold of the search (C-03)."""
    joined = candidates.join(searches, searches.c.id == candidates.c.search_id)
    wrong = candidates.c.score < searches.c.threshold
    return by_sql(
        "C-03", seen, joined, wrong, "listed candidates", "under the threshold", candidates.c.listed.is_(True)
    )


def every_candidate_disposed(seen: Seen) -> Finding:
    """No conclusion was locked while a candidate had no disposition (C-04)."""
    joined = examination_letters.join(examinations, examinations.c.id == examination_letters.c.examination_id)
    wrong = examination_letters.c.disposition.is_(None)
    return by_sql("C-04", seen, joined, wrong, "candidates of locked examinations", "without a disposition", CONCLUDED)


def doubts_answered_by_another(seen: Seen) -> Finding:
    """Whoever raised a doubt about identities did not answer it (C-09)."""
    told = identity_tickets.c
    wrong = told.answered_by == told.raised_by
    what = "answered doubts about identities"
    return by_sql("C-09", seen, identity_tickets, wrong, what, "by who raised it", told.answered_by.is_not(None))


def investigators_see_no_list(seen: Seen) -> Finding:
    """The workflow in force lets no investigator look at candidates (C-10)."""
    workflow = seen.rules.who.workflow
    lets = Role.INVESTIGATOR in workflow.first_examiner_roles | workflow.verifier_roles
    good = f"the workflow {workflow.id} leaves lists to examiners"
    bad = f"the workflow {workflow.id} lets trained investigators examine first; the central unit's would not"
    return decided("C-10", holds=not lets, good=good, bad=bad)


def copies_marked(seen: Seen) -> Finding:
    """Each print and file that left says what it is; a pack says so inside, under its hash (C-11)."""
    wrong = ~func.lower(lead_copies.c.mark).contains(_SAID)
    among = lead_copies.c.kind != CopyKind.PACK
    return by_sql("C-11", seen, lead_copies, wrong, "prints and files of leads", "without their mark", among)


def others_purged_in_time(seen: Seen) -> Finding:
    """No candidate whom nobody selected is shown a day past the configured days, but in a case that is kept (C-12)."""
    before = seen.now - timedelta(days=seen.rules.review.candidate_days + 1)
    due = due_candidates(seen.connection, ENDED, before)
    kept = {case_id: bool(what_keeps(seen.connection, case_id)) for case_id in {each.case_id for each in due}}
    wrong = sum(not kept[each.case_id] for each in due)
    return judged("C-12", count(seen, candidates), wrong, "candidates in search records", "shown past their days")


def holds_kept(seen: Seen) -> Finding:
    """Nothing of a case was purged while a hold lay on it (C-13)."""
    joined = holds.join(requests, requests.c.case_id == holds.c.case_id)
    joined = joined.join(searches, searches.c.request_id == requests.c.id)
    joined = joined.join(candidates, candidates.c.search_id == searches.c.id)
    joined = joined.join(purged_candidates, purged_candidates.c.candidate_id == candidates.c.id)
    under = and_(
        purged_candidates.c.purged_at >= holds.c.placed_at,
        or_(holds.c.lifted_at.is_(None), purged_candidates.c.purged_at < holds.c.lifted_at),
    )
    wrong = seen.connection.execute(select(func.count(holds.c.id.distinct())).select_from(joined).where(under))
    return judged("C-13", count(seen, holds), wrong.scalar_one(), "holds on cases", "purged all the same")


CHECKS: tuple[Check, ...] = (
    length_within_bounds,
    every_length_evaluated,
    none_under_the_threshold,
    every_candidate_disposed,
    doubts_answered_by_another,
    investigators_see_no_list,
    copies_marked,
    others_purged_in_time,
    holds_kept,
)
