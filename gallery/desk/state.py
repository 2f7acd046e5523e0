"""The service counts what its gallery holds, and what it must not hold, as an entry that auditors ask for (F-20, F-32).

Records, the index and what a search would compare are read apart and compared: what only one of them believes shows.
"""

from audits.events import StateTold
from gallery.casework.means import Casework
from gallery.casework.standing import Standings
from gallery.index.allowed import Allowed
from gallery.ledger import Act
from gallery.records.awaited import awaited_counts
from gallery.records.destruction_report import count_held_again, counts_by_rule


def tell_state(casework: Casework) -> str:
    """Record the counts, and return them in words."""
    with casework.ledger.act(None, StateTold) as act:
        act.decided_by("F-20")
        _note_clocks(act, casework)
        wrongly = _wrongly_searchable(act, casework)
        again = count_held_again(act.connection)
        act.note(indexed=len(casework.index.held), ineligible_indexed=wrongly, restored=again)
    return f"{wrongly} ineligible but indexed, {again} restored after destruction"


# Private


def _note_clocks(act: Act, casework: Casework) -> None:
    """Count the pictures that wait for an answer of the court, and those that should be destroyed by now."""
    waiting = over = 0
    for code in casework.rules.who.services:
        today = casework.rules.who.local_day(act.now, code)
        waiting += awaited_counts(act.connection, code).get("disposition", 0)
        counts = counts_by_rule(act.connection, code, today, casework.rules.destruction.within_days)
        over += sum(each.late for each in counts.values())
    act.note(without_disposition=waiting, over_clock=over)


def _wrongly_searchable(act: Act, casework: Casework) -> int:
    """Count references that a search would compare against the records' word, and those that no record knows."""
    model_id, anew = casework.faces.model_id, Standings()
    known, wrongly = Allowed.of([]), 0
    for code in casework.rules.who.services:
        today = casework.rules.who.local_day(act.now, code)
        fresh = anew.of(act.connection, code, model_id, today)
        remembered = casework.standings.of(act.connection, code, model_id, today)
        wrongly += len(remembered.eligible.without(fresh.eligible))
        known = known.either(fresh.known)
    return wrongly + len(casework.index.held.without(known))
