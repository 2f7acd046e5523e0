"""What earlier searches of the service lead one to expect of the next one: counts, no promise (W-27)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection

from gallery.records.cases import decision_seconds, requests_in
from gallery.records.searches import listed_counts
from gallery.rules.casework import SearchRules
from kernel_lib.vocabulary import RequestState

LOOK_BACK = timedelta(days=365)
_FEWEST = 5
"""With fewer searches an average says nothing."""


def expected_list(connection: Connection, service: str, model_id: str, search: SearchRules, now: datetime) -> str:
    """Return how many people searches with this model and these bounds listed; all but at most one are strangers."""
    counts = listed_counts(connection, service, model_id, search.min_score, search.max_candidates, now - LOOK_BACK)
    if len(counts) < _FEWEST:
        return (
            f"Not known: {_searches(len(counts))} in the last year under these bounds; at least {_FEWEST} are needed."
        )
    none, mean = sum(count == 0 for count in counts), sum(counts) / len(counts)
    return (
        f"The last {_searches(len(counts))} under these bounds listed {mean:.1f} people on average; "
        f"{none} listed nobody. At most one of the listed can be the person sought; all others are strangers."
    )


def expected_end(connection: Connection, service: str) -> str:
    """Return how many finished requests of the service ended in a lead."""
    ended = requests_in(connection, service, RequestState.LEAD, RequestState.NO_LEAD, RequestState.UNSUITABLE)
    if len(ended) < _FEWEST:
        return f"Not known: {len(ended)} requests have ended; at least {_FEWEST} are needed."
    leads = sum(each.state is RequestState.LEAD for each in ended)
    return f"Of {len(ended)} requests that have ended, {leads} ended with a lead."


def expected_wait(connection: Connection, service: str, now: datetime) -> str:
    """Return how long half of the decisions took."""
    seconds = decision_seconds(connection, service, now - LOOK_BACK)
    if len(seconds) < _FEWEST:
        return f"Not known: {len(seconds)} decisions in the last year; at least {_FEWEST} are needed."
    return f"Half of the last {len(seconds)} decisions came within {_duration(seconds)}."


# Private


def _searches(count: int) -> str:
    return f"{count} search" if count == 1 else f"{count} searches"


def _duration(seconds: Sequence[float]) -> str:
    minutes = median(seconds) / 60
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"
