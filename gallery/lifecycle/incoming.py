"""Facts come in: how a charge ended, how the Crown elected, an age, a death, a hold. Each is one act, and the states of
all pictures of the person are reckoned inside it: the very next search goes by them (F-20 to F-22, B-08).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from audits.event import Detail
from audits.events import (
    AgeRecorded,
    CourtOutcomeRecorded,
    DeathRecorded,
    ElectionRecorded,
    Event,
    FactPreviewed,
    StandingMarked,
    StandingMarkLifted,
)
from gallery.authority import Person
from gallery.eligibility.ages import is_too_old
from gallery.eligibility.facts import Outcome
from gallery.ledger import Act, Ledger
from gallery.lifecycle.reckoning import Change, counted, moves, reckon
from gallery.records import gallery, standings
from gallery.records.ids import new_id
from gallery.rules import Rules
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChargeNamed,
    DeathAsked,
    ElectionAsked,
    FactPreviewAsked,
    FactsChanged,
    MarkAsked,
    OutcomeAsked,
    OutcomeTold,
)

_SOURCE = "Correct it at its source and send it again."


@dataclass
class _Fact:
    """A fact under way: its act, whose it is, and what came of it."""

    act: Act
    subject_id: str
    changes: tuple[Change, ...] = ()

    @property
    def told(self) -> FactsChanged:
        return FactsChanged(sequence=self.act.sequence, changed=len(self.changes), moves=moves(self.changes))


@dataclass(frozen=True)
class Incoming:
    """Records facts of a service's own people; another service's are not found (G-01).

    In a `trial` everything is checked and reckoned and then taken back; only that it was asked stays, in the log.
    """

    ledger: Ledger
    rules: Rules
    trial: bool = False

    def preview(self, person: Person, asked: FactPreviewAsked) -> FactsChanged:
        """Return what an act would change, without doing it. Raises what the act itself would."""
        trial = replace(self, trial=True)
        if asked.lift is not None:
            return trial.lift_mark(person, asked.lift)
        if asked.mark is not None:
            return trial.place_mark(person, asked.mark)
        if asked.death is not None:
            return trial.record_death(person, asked.death)
        if asked.age is not None:
            return trial.record_age(person, asked.age)
        if asked.election is not None:
            return trial.record_election(person, asked.election)
        if asked.outcome is not None:
            return trial.record_outcome(person, asked.outcome)
        raise Unacceptable("F-20", "Nothing was given to preview.", "Give one fact.")

    def record_outcome(self, person: Person, asked: OutcomeAsked) -> FactsChanged:
        """Record how a charge ended. The same outcome again changes nothing.

        Raises:
            NotFound: there is no such charge of this service.
            Unacceptable: the outcome is dated in the future or before its charge, a day of it comes before the outcome,
                or the one to replace is not on file.
        """
        with self._fact(person, CourtOutcomeRecorded, asked.charge.subject_number) as fact:
            charge = self._charge(fact.act.connection, person, asked.charge)
            self._demand_past(fact.act, person.service, asked.outcome.happened, "F-22")
            _demand_order(charge, asked.outcome)
            known = standings.outcomes_of(fact.act.connection, charge.id)
            told = _outcome(asked.outcome)
            if asked.replaces:
                _demand_known(asked.replaces, known)
                standings.replace_outcome(fact.act.connection, asked.replaces, fact.act.now)
            already = any(each.outcome == told and each.id != asked.replaces for each in known)
            if not already:
                kept = standings.KeptOutcome(new_id(), charge.id, told, person.account_id, fact.act.now)
                standings.add_outcome(fact.act.connection, kept)
            fact.act.about(object_id=charge.id)
            fact.act.note(disposition=str(told.disposition), already=already, replaces=asked.replaces or "")
        return fact.told

    def record_election(self, person: Person, asked: ElectionAsked) -> FactsChanged:
        """Record how the Crown elected; a contravention or a ticket makes destruction due at once (F-25)."""
        with self._fact(person, ElectionRecorded, asked.charge.subject_number) as fact:
            charge = self._charge(fact.act.connection, person, asked.charge)
            standings.set_election(fact.act.connection, charge.id, asked.election)
            fact.act.about(object_id=charge.id)
            fact.act.note(election=str(asked.election))
        return fact.told

    def record_age(self, person: Person, asked: AgeAsked) -> FactsChanged:
        """Record the age at the offence, which decides whether a record is a young person's (F-40).

        Raises:
            NotFound: there is no such charge of this service.
            Unacceptable: nobody born in the year that is held was of that age.
        """
        with self._fact(person, AgeRecorded, asked.charge.subject_number) as fact:
            charge = self._charge(fact.act.connection, person, asked.charge)
            _demand_possible_age(fact.act.connection, fact.subject_id, charge, asked.age)
            standings.set_age(fact.act.connection, charge.id, asked.age)
            fact.act.about(object_id=charge.id)
        return fact.told

    def record_death(self, person: Person, asked: DeathAsked) -> FactsChanged:
        """Record a death, which ends the searching of a conviction's pictures (F-31)."""
        with self._fact(person, DeathRecorded, asked.subject_number) as fact:
            self._demand_past(fact.act, person.service, asked.died_on, "F-31")
            standings.set_death(fact.act.connection, fact.subject_id, asked.died_on)
            fact.act.about(object_id=fact.subject_id)
        return fact.told

    def place_mark(self, person: Person, asked: MarkAsked) -> FactsChanged:
        """Lay a hold, a seal or a withdrawal on a picture or on all pictures of an event (F-29, F-35).

        Raises:
            NotFound: there is no such event or picture of this service.
            Unacceptable: it has no reason, or its day of review does not come after its first day.
        """
        with self._fact(person, StandingMarked, asked.subject_number) as fact:
            event = self._event(fact.act.connection, fact.subject_id, asked.booking_event)
            _demand_picture(fact.act.connection, asked.picture_id, event.id)
            if not asked.note.strip() or asked.look_again_on <= asked.since:
                fields = {"note": "Say why.", "look_again_on": "Give a day after the first."}
                raise Unacceptable("F-35", "A mark needs its reason and a day of review.", "Add both.", fields=fields)
            mark = standings.Mark(
                id=new_id(),
                booking_event_id=event.id,
                until=None,
                placed_by=person.account_id,
                placed_at=fact.act.now,
                **asked.model_dump(exclude={"subject_number", "booking_event"}),
            )
            standings.add_mark(fact.act.connection, mark)
            fact.act.about(object_id=mark.id)
            fact.act.note(kind=str(asked.kind), ground_id=asked.ground, note_sha256=sha256_of(asked.note))
        return fact.told

    def lift_mark(self, person: Person, mark_id: str) -> FactsChanged:
        """End a mark today. Raises NotFound when there is none of this service that is still open."""
        with self._act(person, StandingMarkLifted) as act:
            act.about(object_id=mark_id)
            mark = standings.mark_by_id(act.connection, mark_id)
            event = gallery.event_by_id(act.connection, mark.booking_event_id) if mark else None
            owner = gallery.subject_by_id(act.connection, event.subject_id) if event else None
            if mark is None or owner is None or owner.service != person.service or mark.until:
                raise NotFound("F-35", "There is no open mark of this id.", "Look at the person's page again.")
            today = self.rules.who.local_day(act.now, person.service)
            standings.lift_mark(act.connection, mark_id, today, person.account_id, act.now)
            changes = reckon(act.connection, self.rules, [owner.id], act.now)
            act.note(kind=str(mark.kind), **counted(changes))
        return FactsChanged(sequence=act.sequence, changed=len(changes), moves=moves(changes))

    # Private

    @contextmanager
    def _act(self, person: Person, event: type[Event]) -> Iterator[Act]:
        with self.ledger.act(person, FactPreviewed if self.trial else event) as act:
            if not self.trial:
                yield act
                return
            act.note(of=event.act)
            before = act.connection.begin_nested()
            yield act
            before.rollback()

    @contextmanager
    def _fact(self, person: Person, event: type[Event], subject_number: str) -> Iterator[_Fact]:
        with self._act(person, event) as act:
            subject = gallery.subject_numbered(act.connection, person.service, subject_number)
            if subject is None:
                raise NotFound("F-09", "There is nobody of this number in your service's gallery.", _SOURCE)
            fact = _Fact(act, subject.id)
            yield fact
            fact.changes = reckon(act.connection, self.rules, [subject.id], act.now)
            told: dict[str, Detail] = counted(fact.changes)
            act.note(rule_version=self.rules.eligibility.version, **told)

    def _charge(self, connection: Connection, person: Person, named: ChargeNamed) -> gallery.Charge:
        event = gallery.event_of(connection, person.service, named.subject_number, named.booking_event)
        charges = gallery.charges_of(connection, event.id) if event else ()
        found = [charge for charge in charges if charge.offence_id == named.offence_id]
        if not found:
            raise NotFound("F-09", "There is no such charge of your service in the gallery.", _SOURCE)
        return found[0]

    def _event(self, connection: Connection, subject_id: str, number: str) -> gallery.BookingEvent:
        event = gallery.event_numbered(connection, subject_id, number)
        if event is None:
            raise NotFound("F-09", "There is no such booking event of this person.", _SOURCE)
        return event

    def _demand_past(self, act: Act, service: str, day: date, rule: str) -> None:
        if day > self.rules.who.local_day(act.now, service):
            reason = "What has not happened yet cannot be recorded."
            raise Unacceptable(rule, reason, _SOURCE, fields={"happened": reason})


def _demand_order(charge: gallery.Charge, told: OutcomeTold) -> None:
    """A court decides after the charge was laid, and whatever a clock runs from comes after the decision (F-22)."""
    days = ("appeal_until", "appeal_ended", "order_expires", "sentence_done")
    wrong = {
        name: "This day comes before the outcome itself."
        for name in days
        if (day := getattr(told, name)) is not None and day < told.happened
    }
    if told.happened < charge.charged_on:
        wrong["happened"] = f"The charge was laid on {charge.charged_on}; no court decides before."
    if wrong:
        reason = " ".join(f"{name.replace('_', ' ')}: {sentence}" for name, sentence in sorted(wrong.items()))
        raise Unacceptable("F-22", f"The days of the outcome are not in their order. {reason}", _SOURCE, fields=wrong)


def _demand_possible_age(connection: Connection, subject_id: str, charge: gallery.Charge, age: int) -> None:
    subject = gallery.subject_by_id(connection, subject_id)
    if subject is not None and is_too_old(age, subject.birth_year, charge.charged_on):
        reason = "Nobody born in the year that is held was of that age at the offence."
        raise Unacceptable("F-40", reason, _SOURCE, fields={"age": reason})


def _outcome(told: OutcomeTold) -> Outcome:
    return Outcome(**told.model_dump())


def _demand_known(outcome_id: str, known: tuple[standings.KeptOutcome, ...]) -> None:
    if outcome_id not in {each.id for each in known}:
        raise Unacceptable("F-22", "The outcome to replace is not on file for this charge.", "Look it up again.")


def _demand_picture(connection: Connection, picture_id: str | None, event_id: str) -> None:
    picture = gallery.picture_by_id(connection, picture_id) if picture_id else None
    if picture_id and (picture is None or picture.booking_event_id != event_id):
        raise NotFound("F-35", "There is no such picture of this event.", "Look at the person's page again.")
