"""The booking event of a record with its person and its charges: found, or made in the same act (F-01, F-09)."""

from datetime import date

from gallery.authority import Person
from gallery.enrolment.contradictions import demand_no_contradiction
from gallery.enrolment.identity import note_other_fps_number
from gallery.enrolment.record import BookedCharge, CompleteRecord, demand_possible_ages
from gallery.ledger import Act
from gallery.records import gallery, standings
from gallery.records.ids import new_id
from gallery.records.legacy import is_taken_over, keep_out
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import Unacceptable


def booked(
    act: Act, person: Person, record: CompleteRecord, rules: EnrolmentRules, today: date
) -> gallery.BookingEvent:
    """Return the event of a record; `today` is the day by the service's calendar.

    Raises:
        Unacceptable: it is held under another authority, it is taken over and is in the gallery in its own right, or
            the record contradicts what is held of it or the person's birth year.
    """
    subject = gallery.subject_numbered(act.connection, record.service, record.subject_number)
    if subject is None:
        subject = gallery.Subject(
            new_id(), record.service, record.subject_number, record.fps_number, record.birth_year, act.now
        )
        gallery.add_subject(act.connection, subject)
    else:
        demand_possible_ages(record.charges, subject.birth_year)
        note_other_fps_number(act, subject, record.fps_number, person.account_id)
    event = gallery.event_numbered(act.connection, subject.id, record.booking_event)
    if event is None:
        event = gallery.BookingEvent(
            id=new_id(),
            subject_id=subject.id,
            number=record.booking_event,
            ica_authority=record.ica_authority,
            capturing_officer=record.capturing_officer,
            demonstration=record.demonstration,
            made_at=act.now,
            authority_cited=record.authority_cited,
        )
        gallery.add_event(act.connection, event)
        if record.legacy:
            keep_out(act.connection, event.id, today, person.account_id, act.now)
    elif record.legacy and not is_taken_over(act.connection, event.id):
        reason = "This booking event is in the gallery in its own right; nothing of it is taken over."
        raise Unacceptable("F-37", reason, "Offer the picture with the record of today.", fields={"legacy": reason})
    _demand_same(event, record)
    demand_no_contradiction(act.connection, event, record, rules.no_photograph_elections)
    _add_charges(act, event, record, rules.offences_version)
    return event


def _add_charges(act: Act, event: gallery.BookingEvent, record: CompleteRecord, offences_version: str) -> None:
    held = {charge.offence_id: charge for charge in gallery.charges_of(act.connection, event.id)}
    for each in record.charges:
        if each.offence_id in held:
            _fill_in(act, held[each.offence_id], each)
        else:
            charge = gallery.Charge(
                new_id(), event.id, each.offence_id, offences_version, each.charged_on, each.election, each.age
            )
            gallery.add_charge(act.connection, charge)


def _fill_in(act: Act, held: gallery.Charge, told: BookedCharge) -> None:
    """Keep what was not known of a charge until this line said it."""
    if held.years_at_offence is None and told.age is not None:
        standings.set_age(act.connection, held.id, told.age)
        act.note(age_filled_in=True)
    if not held.election and told.election:
        standings.set_election(act.connection, held.id, told.election)
        act.note(election=str(told.election))


def _demand_same(event: gallery.BookingEvent, record: CompleteRecord) -> None:
    if (event.ica_authority, event.demonstration) != (record.ica_authority, record.demonstration):
        reason = "This booking event is held under another authority."
        raise Unacceptable("F-01", reason, "Correct the record at its source.", fields={"booking_event": reason})
