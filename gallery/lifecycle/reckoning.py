"""Reckon the states of pictures anew from their facts; what changed is kept beside every state before (F-20).

A search reads the kept state the same second; one whose review day has passed is not searched at all, so a picture
leaves search at midnight by the service's calendar even when nothing runs (B-08, F-43).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from audits.event import Detail
from audits.events import EligibilityChanged
from gallery.eligibility.facts import Facts
from gallery.eligibility.inputs import inputs_of
from gallery.eligibility.standing import State, state_of
from gallery.ledger import Ledger
from gallery.records.gallery import Eligibility, current_eligibilities, set_eligibility, subjects_due
from gallery.records.ids import new_id
from gallery.records.standings import facts_of_subjects
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.lifecycle import StateMove


@dataclass(frozen=True)
class Change:
    """A picture whose state is another one than before; `before` is None for one that had none."""

    picture_id: str
    before: EligibilityState | None
    after: EligibilityState
    rule: str


def reckon(connection: Connection, rules: Rules, subject_ids: Collection[str], now: datetime) -> tuple[Change, ...]:
    """Reckon every picture of some people; keep each state whose reasons changed, and return those that differ."""
    facts = facts_of_subjects(connection, subject_ids, rules.who.profiles)
    before = current_eligibilities(connection, list(facts))
    changes = []
    for picture_id, known in facts.items():
        state = state_of(known, rules.eligibility, rules.who.local_day(now, known.service))
        old = before.get(picture_id)
        kept = _kept(picture_id, state, known, now)
        if old is None or _differs(old, kept):
            set_eligibility(connection, kept, first=old is None)
        if old is None or old.state is not state.state:
            changes.append(Change(picture_id, old.state if old else None, state.state, state.rule))
    return tuple(changes)


def counted(changes: Collection[Change]) -> dict[str, Detail]:
    """What the log keeps of changes: how many pictures came into which state, under how many rules."""
    states = Counter(f"now_{change.after}" for change in changes)
    return {"changed": len(changes), **dict(sorted(states.items()))}


def moves(changes: Collection[Change]) -> tuple[StateMove, ...]:
    """Return how many pictures go from which state into which, the largest number first."""
    counts = Counter((change.before, change.after) for change in changes)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))
    return tuple(StateMove(before=before, after=after, count=count) for (before, after), count in ordered)


def review_due(ledger: Ledger, rules: Rules) -> int:
    """Reckon everybody of whom a state's review day has passed, some people an act; return how many states changed.

    Raises:
        LogUnavailable: nothing more was changed; the next round goes on.
    """
    changed = 0
    while True:
        with ledger.reading() as connection:
            if not subjects_due(connection, _today(ledger, rules), limit=1):
                return changed
        with ledger.act(None, EligibilityChanged) as act:
            due = subjects_due(act.connection, _today(ledger, rules), limit=_AT_ONCE)
            changes = reckon(act.connection, rules, due, act.now)
            act.decided_by("F-20")
            act.note(rule_version=rules.eligibility.version, people=len(due), **counted(changes))
        changed += len(changes)


# Private

_AT_ONCE = 500


def _today(ledger: Ledger, rules: Rules) -> Mapping[str, date]:
    return {code: rules.who.local_day(ledger.now(), code) for code in rules.who.services}


def _kept(picture_id: str, state: State, facts: Facts, now: datetime) -> Eligibility:
    return Eligibility(
        id=new_id(),
        picture_id=picture_id,
        current=True,
        state=state.state,
        rule=state.rule,
        rule_version=state.rule_version,
        inputs=inputs_of(facts),
        computed_at=now,
        next_review=state.next_review,
        due_on=state.due_on,
        waits_for=state.waits_for,
    )


def _differs(old: Eligibility, new: Eligibility) -> bool:
    names = ("state", "rule", "rule_version", "next_review", "due_on", "waits_for", "inputs")
    return any(getattr(old, name) != getattr(new, name) for name in names)
