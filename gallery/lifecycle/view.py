"""Why each picture of a person is in its state, and what the records desk waits for (F-20, F-21)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from audits.events import ChaseListViewed, StandingViewed
from gallery.authority import Person
from gallery.eligibility.facts import ChargeFacts, Facts
from gallery.eligibility.reading import Reading
from gallery.eligibility.standing import state_of
from gallery.ledger import Ledger
from gallery.lifecycle.clocks import clocks_of
from gallery.records import gallery, standings
from gallery.records.applications import statements_told
from gallery.records.awaited import awaited_counts, awaited_lines, desk_counts, marks_due
from gallery.rules import Rules
from kernel_lib.errors import NotFound
from kernel_lib.wire.lifecycle import (
    ChaseLine,
    ChaseList,
    DeskCounts,
    MarkDue,
    MarkView,
    OutcomeKept,
    PersonStanding,
    ReadingView,
    StandingView,
    StateThen,
)


@dataclass(frozen=True)
class StandingDesk:
    """Shows states with their reasons to a service's own records staff, compliance and auditors."""

    ledger: Ledger
    rules: Rules

    def person(self, person: Person, subject_number: str) -> PersonStanding:
        """Return every picture of one person. Raises NotFound for a number that is not this service's."""
        with self.ledger.act(person, StandingViewed) as act:
            subject = gallery.subject_numbered(act.connection, person.service, subject_number)
            if subject is None:
                raise NotFound("F-20", "There is nobody of this number in your service's gallery.", "Check the number.")
            shown = gallery.pictures_of(act.connection, subject.id)
            views = self._views(act.connection, subject, [picture.id for picture in shown])
            act.about(object_id=subject.id)
            act.note(pictures=len(views))
        today = self.rules.who.local_day(act.now, person.service)
        return PersonStanding(subject_number=subject.number, pictures=views, today=today, died_on=subject.died_on)

    def picture(self, person: Person, picture_id: str) -> StandingView:
        """Return why one picture is in its state. Raises NotFound for one that is not this service's."""
        with self.ledger.act(person, StandingViewed, object_id=picture_id) as act:
            event = gallery.event_of_picture(act.connection, picture_id)
            subject = gallery.subject_by_id(act.connection, event.subject_id) if event else None
            if subject is None or subject.service != person.service:
                raise NotFound("F-20", "There is no such picture in your service's gallery.", "Check the reference.")
            return self._views(act.connection, subject, [picture_id])[0]

    def chase_list(self, person: Person, waits_for: str) -> ChaseList:
        """Return what somebody must bring for pictures of this service, the oldest first."""
        with self.ledger.act(person, ChaseListViewed) as act:
            counts = awaited_counts(act.connection, person.service)
            rows = awaited_lines(act.connection, person.service, "" if waits_for == "all" else waits_for)
            lines = tuple(
                ChaseLine(**{**row, "sentence": self.rules.eligibility.sentence(str(row["rule"]))}) for row in rows
            )
            today = self.rules.who.local_day(act.now, person.service)
            desk = DeskCounts(today=today, **desk_counts(act.connection, person.service, today))
            marks = tuple(MarkDue(**row) for row in marks_due(act.connection, person.service, today))
            act.note(waiting=sum(counts.values()), marks=len(marks))
        clocks = clocks_of(self.rules.eligibility, self.rules.who.profiles[person.service])
        return ChaseList(counts=counts, lines=lines, desk=desk, marks=marks, clocks=clocks)

    # Private

    def _views(
        self, connection: Connection, subject: gallery.Subject, picture_ids: Sequence[str]
    ) -> tuple[StandingView, ...]:
        facts = standings.facts_of_subjects(connection, [subject.id], self.rules.who.profiles)
        return tuple(self._view(connection, subject, each, facts[each]) for each in picture_ids)

    def _view(self, connection: Connection, subject: gallery.Subject, picture_id: str, facts: Facts) -> StandingView:
        kept = gallery.states_of_picture(connection, picture_id)
        now, event = kept[0], gallery.event_of_picture(connection, picture_id)
        picture = gallery.picture_by_id(connection, picture_id)
        if event is None or picture is None:
            raise NotFound("F-20", "There is no such picture in your service's gallery.", "Check the reference.")
        marks = [each for each in standings.marks_of(connection, event.id) if each.picture_id in (None, picture_id)]
        return StandingView(
            picture_id=picture_id,
            lineage_id=picture.lineage_id,
            subject_number=subject.number,
            booking_event=event.number,
            captured_on=picture.captured_on,
            statements=statements_told(connection, [picture_id]),
            profile=facts.profile,
            state=now.state,
            rule=now.rule,
            sentence=self.rules.eligibility.sentence(now.rule),
            rule_version=now.rule_version,
            next_review=now.next_review,
            due_on=now.due_on,
            waits_for=now.waits_for,
            readings=self._readings(connection, facts),
            marks=tuple(MarkView(**{name: getattr(each, name) for name in MarkView.model_fields}) for each in marks),
            before=tuple(self._then(each) for each in kept[1:]),
            since=now.computed_at,
        )

    def _readings(self, connection: Connection, facts: Facts) -> tuple[ReadingView, ...]:
        """What each charge says now, also where elections, a seal or a hold decide over all of them."""
        day = self.rules.who.local_day(self.ledger.now(), facts.service)
        bare = replace(facts, holds=frozenset(), sealed_on=None, withdrawn_on=None)
        readings = state_of(bare, self.rules.eligibility, day).readings or {}
        shown = sorted(facts.charges, key=lambda each: (each.charged_on, each.id))
        return tuple(self._reading(connection, each, readings[each.id]) for each in shown if each.id in readings)

    def _reading(self, connection: Connection, charge: ChargeFacts, reading: Reading) -> ReadingView:
        return ReadingView(
            charge_id=charge.id,
            offence=charge.offence,
            charged_on=charge.charged_on,
            election=charge.election or "",
            supports=reading.supports,
            rule=reading.rule,
            sentence=self.rules.eligibility.sentence(reading.rule),
            changes_on=reading.changes_on,
            due_on=reading.due_on,
            outcomes=tuple(_outcome(each) for each in standings.outcomes_of(connection, charge.id)),
            age=charge.age,
            title=self._title(charge.offence),
        )

    def _title(self, offence: str) -> str:
        known = self.rules.casework.offences.get(offence)
        return known.title if known else offence

    def _then(self, state: gallery.Eligibility) -> StateThen:
        said = self.rules.eligibility.sentences.get(state.rule, "")
        names = ("state", "rule", "computed_at", "next_review")
        return StateThen(sentence=said, **{name: getattr(state, name) for name in names})


# Private


def _outcome(kept: standings.KeptOutcome) -> OutcomeKept:
    return OutcomeKept(id=kept.id, recorded_at=kept.recorded_at, **vars(kept.outcome))
