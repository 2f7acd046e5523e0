"""Part B: searches, as records, capsules and the log tell of them."""

import json
from typing import Any

from sqlalchemy import Row, func, inspect, select

from gallery.conformance.finding import Check, Finding, Seen, decided
from gallery.conformance.intake import CASEWORK, by_drafts
from gallery.conformance.tally import absent, by_rows, by_sql, count, judged, lacking
from gallery.records.case_tables import approvals, requests, searches
from gallery.records.gallery import reference_numbers
from gallery.records.tuning import search_settings
from kernel_lib.hashing import sha256_hex

_LABELS = ("race", "ethnic", "gender", "emotion", "skin", "complexion")
_FILTERS = ("sex", "age_band", "race", "complexion", "demographic")


def searchers_certified(seen: Seen) -> Finding:
    """By the log, nobody searched or examined without a certificate in force (B-01)."""
    answer = seen.ask("uncertified_acts")
    wrong = sum(row[6] == "done" and row[5] is not None for row in answer.rows)
    joined = searches.join(requests, requests.c.id == searches.c.request_id)
    what, fault = "searches of casework", "or of their examinations by somebody without a certificate in force"
    return judged("B-01", count(seen, joined, CASEWORK), wrong, what, fault)


def galleries_approved(seen: Seen) -> Finding:
    """Each search went over galleries that its approval names, and no other (B-02)."""
    joined = searches.join(approvals, approvals.c.request_id == searches.c.request_id)
    query = select(searches.c.capsule, approvals.c.galleries).select_from(joined)

    def is_wrong(row: Row[Any]) -> bool:
        return not set(json.loads(row.capsule)["index"]["galleries"]) <= set(row.galleries)

    return by_rows("B-02", seen, query, is_wrong, "approved searches", "over a gallery that the approval does not name")


def nothing_live(seen: Seen) -> Finding:
    """No route takes a stream, a watch-list or a search without a request (B-03)."""
    words = ("stream", "live", "watch", "bulk")
    found = [each for each in seen.routes if any(word in each.lower() for word in words)]
    return decided("B-03", holds=not found, good=f"none of {len(seen.routes)} routes", bad=", ".join(found))


def searches_told_whole(seen: Seen) -> Finding:
    """Each search names model, size of the gallery, bounds and times (B-04)."""
    told = searches.c
    wrong = (told.model_id == "") | (told.pictures < told.eligible) | (told.longest < 1)
    wrong = wrong | (told.ended_at < told.started_at)
    return by_sql("B-04", seen, searches, wrong, "searches", "without model, size, bounds or times")


def capsules_as_hashed(seen: Seen) -> Finding:
    """What repeats a search, hashed again, has the hash that is kept beside it (B-04)."""
    query = select(searches.c.capsule, searches.c.capsule_sha256)

    def is_wrong(row: Row[Any]) -> bool:
        return bool(sha256_hex(row.capsule.encode()) != row.capsule_sha256)

    return by_rows("B-04", seen, query, is_wrong, "capsules of searches", "not of their hash")


def no_filter_by_group(seen: Seen) -> Finding:
    """No bound of a search and no stored search knows a filter by group (B-06)."""
    bounds = {*vars(seen.rules.casework.search), *(each["name"] for each in _columns(seen, "searches"))}
    wrong = [each for each in bounds if any(word in each for word in _FILTERS)]
    return absent("B-06", len(bounds), len(wrong), "bounds and columns of searches", "a filter by group")


def no_labels(seen: Seen) -> Finding:
    """No column of the records says what group somebody in the gallery is of (B-07)."""
    names = ("subjects", "booking_events", "pictures", "biometric_references", "candidates")
    columns = [f"{name}.{each['name']}" for name in names for each in _columns(seen, name)]
    found = [each for each in columns if any(label in each.split(".")[1].split("_") for label in _LABELS)]
    return decided("B-07", holds=not found, good=f"none of {len(columns)} columns", bad=", ".join(found))


def index_as_records(seen: Seen) -> Finding:
    """The index holds the references of the records, no more and no fewer (B-08)."""
    recorded = frozenset(reference_numbers(seen.connection, seen.casework.index.model_id))
    extra = len(seen.casework.index.numbers - recorded)
    lost = len(recorded - seen.casework.index.numbers)
    good = f"{len(recorded)} references, the same in both"
    return decided("B-08", holds=not extra + lost, good=good, bad=f"{extra} without a record, {lost} missing")


def exclusions_counted(seen: Seen) -> Finding:
    """What each search left out, by reason, and what it compared add up to what was held (B-09)."""
    query = select(searches.c.pictures, searches.c.eligible, searches.c.excluded)

    def is_wrong(row: Row[Any]) -> bool:
        return bool(row.pictures != row.eligible + sum(row.excluded.values()))

    return by_rows("B-09", seen, query, is_wrong, "searches", "whose exclusions do not add up")


def within_the_rate(seen: Seen) -> Finding:
    """By the log, nobody searched more often in an hour than the rules let them (B-10)."""
    most = seen.rules.casework.search.searches_an_hour
    answer = seen.ask("search_bursts", searches=most + 1, minutes=60)
    told = f"beyond {most} an hour by one person"
    return judged("B-10", count(seen, searches), len(answer.rows), "searches", told)


def undertaking_given(seen: Seen) -> Finding:
    """Each submitted request carries the undertaking not to search oneself or one's own (B-11)."""
    return by_drafts("B-11", seen, lambda draft: draft.get("undertaking") is not True, "without the undertaking")


def bounds_by_two(seen: Seen) -> Finding:
    """Every change of bounds was proposed by one person and approved by another, with reason and effects (B-13)."""
    told = search_settings.c
    wrong = (told.proposed_by == told.decided_by) | told.decided_by.is_(None) | (func.length(told.reason) == 0)
    what, fault = "changes of bounds in force", "by one person, or without a reason"
    return by_sql("B-13", seen, search_settings, wrong, what, fault, told.approved.is_(True))


def replays_identical(seen: Seen) -> Finding:
    """By the log, each replay of a search gave the same list (B-05)."""
    return lacking(seen, "B-05", "identical replay", "searches run again", "with another list")


CHECKS: tuple[Check, ...] = (
    searchers_certified,
    galleries_approved,
    nothing_live,
    searches_told_whole,
    capsules_as_hashed,
    no_filter_by_group,
    no_labels,
    exclusions_counted,
    within_the_rate,
    undertaking_given,
    replays_identical,
    bounds_by_two,
)


# Private


def _columns(seen: Seen, table: str) -> list[Any]:
    return list(inspect(seen.connection).get_columns(table))
