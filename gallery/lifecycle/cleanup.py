"""The clean-up of a gallery that was taken over: what is not positively classified as eligible stays out (F-37).

Every event of such a gallery comes in under a mark that keeps its pictures out of search. The clean-up reckons each as
if the mark were not there and lifts it only where a court's decision makes the picture eligible; an open charge is not
enough, because an old gallery may have missed how it ended. A run goes on where it stopped, and may be run again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from audits.events import LegacyClassified, LegacyForeseen
from gallery.authority import Person
from gallery.eligibility.facts import Facts
from gallery.eligibility.standing import State, state_of
from gallery.ledger import Ledger
from gallery.lifecycle.reckoning import reckon
from gallery.records import standings
from gallery.records.gallery import picture_by_id
from gallery.records.legacy import Waiting, count_waiting, waiting
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.lifecycle import CleanupAsked, CleanupStep

_UNKNOWN = "outcome_unknown"


@dataclass(frozen=True)
class Cleanup:
    """Classifies the events of a person's own service that wait."""

    ledger: Ledger
    rules: Rules

    def foresee(self, person: Person, asked: CleanupAsked) -> CleanupStep:
        """Say of some events what a run would do with their pictures; nothing is changed."""
        with self.ledger.act(person, LegacyForeseen) as act:
            step, _ = self._classified(act.connection, person, asked)
            act.note(**_told(step))
        return step

    def run(self, person: Person, asked: CleanupAsked) -> CleanupStep:
        """Classify some events, one act; those that are positively eligible may be searched from then on."""
        with self.ledger.act(person, LegacyClassified) as act:
            step, let_in = self._classified(act.connection, person, asked)
            today = self.rules.who.local_day(act.now, person.service)
            for each in let_in:
                standings.lift_mark(act.connection, each.mark_id, today, person.account_id, act.now)
            reckon(act.connection, self.rules, {each.subject_id for each in let_in}, act.now)
            act.decided_by("F-37")
            act.note(rule_version=self.rules.eligibility.version, **_told(step))
        return step

    # Private

    def _classified(
        self, connection: Connection, person: Person, asked: CleanupAsked
    ) -> tuple[CleanupStep, list[Waiting]]:
        found = waiting(connection, person.service, asked.after, asked.limit)
        today = self.rules.who.local_day(self.ledger.now(), person.service)
        people = {each.subject_id for each in found}
        facts = standings.facts_of_subjects(connection, people, self.rules.who.profiles)
        by_event = _by_event(connection, facts)
        classes: Counter[str] = Counter()
        let_in = []
        for each in found:
            states = [
                state_of(_bare(known), self.rules.eligibility, today) for known in by_event[each.booking_event_id]
            ]
            classes.update(_class(state) for state in states)
            if states and all(_class(state) == EligibilityState.ELIGIBLE for state in states):
                let_in.append(each)
        pictures = sum(len(by_event[each.booking_event_id]) for each in let_in)
        step = CleanupStep(
            events=len(found),
            classes=dict(sorted(classes.items())),
            let_in=pictures,
            waiting=count_waiting(connection, person.service),
            after=found[-1].mark_id if len(found) == asked.limit else None,
        )
        return step, let_in


def _by_event(connection: Connection, facts: Mapping[str, Facts]) -> dict[str, list[Facts]]:
    grouped: dict[str, list[Facts]] = {}
    for picture_id, known in facts.items():
        picture = picture_by_id(connection, picture_id)
        if picture is not None:
            grouped.setdefault(picture.booking_event_id, []).append(known)
    return grouped


def _bare(facts: Facts) -> Facts:
    return replace(facts, withdrawn_on=None)


def _class(state: State) -> str:
    open_charge = state.state is EligibilityState.ELIGIBLE and state.waits_for == "disposition"
    return _UNKNOWN if open_charge else str(state.state)


def _told(step: CleanupStep) -> Mapping[str, int]:
    return {"events": step.events, "let_in": step.let_in, **{f"class_{name}": n for name, n in step.classes.items()}}
