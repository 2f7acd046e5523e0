"""Part I: the log, recomputed from its files and asked."""

import stat
from datetime import timedelta

from audits.questions import questions
from gallery.conformance.finding import Check, Finding, Seen, decided, nothing_yet, unproven
from gallery.conformance.modes import loose
from gallery.conformance.tally import count, judged, lacking
from gallery.records.audit_samples import audit_samples
from gallery.records.case_tables import searches

_ITEMS = 25
_STARTED, _STOPPED = "service_started", ("service_stopped", "log_gap")


def log_whole(seen: Seen) -> Finding:
    """The log, recomputed from its files, is whole (I-01)."""
    verdict = seen.log.recompute()
    bad = f"{len(verdict.faults)} places are not as they were written"
    return decided("I-01", holds=verdict.whole, good=f"{verdict.events} entries, whole", bad=bad)


def log_out_of_reach(seen: Seen) -> Finding:
    """The signed state of the log is put out where the administrator of this machine cannot change it (I-01)."""
    if seen.settings.publish_dir is None:
        return unproven("I-01", "no folder is named to which the state of the log is put out")
    put_out = any(seen.settings.publish_dir.rglob("checkpoint*")) or any(seen.settings.publish_dir.glob("latest*"))
    return decided(
        "I-01", holds=put_out, good="its state is put out", bad="the folder for it holds no state of the log"
    )


def who_in_each_entry(seen: Seen) -> Finding:
    """Each entry says who acted and in which role (I-02)."""
    return lacking(seen, "I-02", "who", "entries of acts that were done", "without person or role")


def rule_in_each_refusal(seen: Seen) -> Finding:
    """Each refusal says by which rule (I-03)."""
    return lacking(seen, "I-03", "rule of a refusal", "refusals", "without a rule")


def keys_allowed(seen: Seen) -> Finding:
    """No entry holds a key whose value would be personal data, a secret, a template or a score (I-04)."""
    return lacking(seen, "I-04", "allowed key", "keys in entries", "that the log may not hold")


def every_item_has_a_question(seen: Seen) -> Finding:
    """Each item that auditors ask for has its question (I-05)."""
    held = {each.item for each in questions()}
    missing = [str(each) for each in range(1, _ITEMS + 1) if each not in held]
    bad = f"no question for item {', '.join(missing)}"
    return decided("I-05", holds=not missing, good=f"{_ITEMS} items, each with a question", bad=bad)


def sample_drawn(seen: Seen) -> Finding:
    """The sample of the last month with a search was drawn (I-06)."""
    first = seen.today.replace(day=1)
    month = (first - timedelta(days=1)).strftime("%Y-%m")
    begun = seen.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (begun - timedelta(days=1)).replace(day=1)
    if not count(seen, searches, (searches.c.started_at >= before) & (searches.c.started_at < begun)):
        return nothing_yet("I-06", "search in the month before this one")
    drawn = count(seen, audit_samples, audit_samples.c.month == month)
    return decided("I-06", holds=bool(drawn), good=f"that of {month} is drawn", bad=f"that of {month} is not drawn")


def log_closed(seen: Seen) -> Finding:
    """Nobody but the service's user writes to the log (I-07)."""
    open_ones = list(loose(seen.settings.audit_dir, stat.S_IWGRP | stat.S_IWOTH))
    return decided(
        "I-07", holds=not open_ones, good="no file of the log is open to others", bad=f"{len(open_ones)} are"
    )


def gaps_told(seen: Seen) -> Finding:
    """Between a start and the start before it, a stop or a gap is told (I-09)."""
    starts = wrong = 0
    told = True
    for row in seen.ask("gaps_and_restarts").rows:
        if row[2] == _STARTED:
            wrong, starts, told = wrong + (not told), starts + 1, False
        told = told or row[2] in _STOPPED
    return judged("I-09", max(0, starts - 1), wrong, "restarts", "without a stop or a gap told before")


CHECKS: tuple[Check, ...] = (
    log_whole,
    log_out_of_reach,
    who_in_each_entry,
    rule_in_each_refusal,
    keys_allowed,
    every_item_has_a_question,
    sample_drawn,
    log_closed,
    gaps_told,
)
