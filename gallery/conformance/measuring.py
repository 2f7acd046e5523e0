"""Part L: the evaluation on file, as it was written, and one threshold for everybody."""

import json
from typing import Any

from gallery.casework.accuracy import accuracy
from gallery.conformance.finding import Check, Finding, Seen, decided, nothing_yet
from gallery.conformance.tally import judged
from gallery.records.evaluations import newest_evaluation
from kernel_lib.hashing import sha256_hex


def accuracy_on_file(seen: Seen) -> Finding:
    """An evaluation of what is deployed is on file (L-01)."""
    standing = accuracy(seen.connection, seen.casework)
    held = standing.evaluation is not None and not standing.stale
    return decided("L-01", holds=held, good=standing.state(), bad=standing.state())


def evaluation_as_filed(seen: Seen) -> Finding:
    """The newest evaluation, hashed again, is the one that was filed (L-01)."""
    held = newest_evaluation(seen.connection)
    if held is None:
        return nothing_yet("L-01", "evaluation on file")
    whole = sha256_hex(held.body.encode()) == held.sha256
    return decided("L-01", holds=whole, good="it has the hash that was filed", bad="it has not the hash that was filed")


def both_modes_told(seen: Seen) -> Finding:
    """Investigation and identification are told apart for each length (L-02)."""
    return _told(
        seen, "L-02", lambda body: [{"identification", "investigation"} <= set(each) for each in body["by_length"]]
    )


def false_positives_by_construction_told(seen: Seen) -> Finding:
    """It says in words that without a threshold each search returns somebody (L-03)."""
    return _told(seen, "L-03", lambda body: [any("T = 0" in each for each in body["statements"])])


def failures_counted(seen: Seen) -> Finding:
    """Pictures without a template are counted, and as misses (L-04)."""
    return _told(seen, "L-04", lambda body: ["no_template" in body])


def size_told(seen: Seen) -> Finding:
    """It tells the size of its gallery (L-05)."""
    return _told(seen, "L-05", lambda body: [body.get("gallery_people", 0) > 0])


def same_threshold_told(seen: Seen) -> Finding:
    """It was made at the threshold in force (L-09)."""
    bounds = seen.rules.casework.search
    return _told(seen, "L-09", lambda body: [body["operating"]["threshold"] == bounds.min_score])


def one_threshold(seen: Seen) -> Finding:
    """The bounds of a search know no groups of people (L-09)."""
    found = [each for each in vars(seen.rules.casework.search) if "group" in each or "demographic" in each]
    return decided("L-09", holds=not found, good="one threshold for everybody", bad=", ".join(found))


CHECKS: tuple[Check, ...] = (
    accuracy_on_file,
    evaluation_as_filed,
    both_modes_told,
    false_positives_by_construction_told,
    failures_counted,
    size_told,
    same_threshold_told,
    one_threshold,
)


# Private


def _told(seen: Seen, row: str, parts: Any) -> Finding:
    held = newest_evaluation(seen.connection)
    if held is None:
        return nothing_yet(row, "evaluation on file")
    found = parts(json.loads(held.body))
    return judged(
        row, len(found), sum(not each for each in found), "parts of the evaluation on file", "missing or unlike"
    )
