"""A signed line that contradicts what is held of a booking event or a charge is refused, never dropped (F-01)."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from gallery.enrolment.record import BookedCharge, CompleteRecord
from gallery.records import gallery
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import Election

_NEXT = (
    "Find out which is right. Correct what is held on the records page or by a line of the outcomes, "
    "or correct the line at its source."
)
_OFFICER = "Another officer is held for the pictures of that day."
_AGE = "Another age at the offence is held."


def demand_no_contradiction(
    connection: Connection, event: gallery.BookingEvent, record: CompleteRecord, facts: Collection[Election]
) -> None:
    """Do nothing when a record says of a held event nothing else than what is held.

    `facts` are the elections that are kept as facts of a held charge whatever was held before (F-25).

    Raises:
        Unacceptable: F-40 where ages differ, otherwise F-01, with each field; ages and officers are not told.
    """
    fields: dict[str, str] = {}
    if record.capturing_officer != event.capturing_officer and _taken_that_day(connection, event, record):
        fields["capturing_officer"] = _OFFICER
    held = {charge.offence_id: charge for charge in gallery.charges_of(connection, event.id)}
    for told in record.charges:
        if told.offence_id in held:
            fields.update(_differing(held[told.offence_id], told, facts))
    if fields:
        told_of = " ".join(f"{name.replace('_', ' ')}: {sentence}" for name, sentence in sorted(fields.items()))
        reason = f"The line contradicts what is held of this booking event. {told_of}"
        raise Unacceptable("F-40" if "age_at_offence" in fields else "F-01", reason, _NEXT, fields=fields)


# Private


def _taken_that_day(connection: Connection, event: gallery.BookingEvent, record: CompleteRecord) -> bool:
    """A picture of another day, such as one that was wished for, may well be another officer's."""
    mine = gallery.pictures_of(connection, event.subject_id)
    return any(each.booking_event_id == event.id and each.captured_on == record.captured_on for each in mine)


def _differing(held: gallery.Charge, told: BookedCharge, facts: Collection[Election]) -> Iterator[tuple[str, str]]:
    if held.charged_on != told.charged_on:
        yield "charge_date", f"Held is {held.charged_on}, given {told.charged_on}."
    if None not in (held.years_at_offence, told.age) and held.years_at_offence != told.age:
        yield "age_at_offence", _AGE
    if held.election and told.election not in (None, held.election, *facts):
        yield "election", f"Held is {held.election}, given {told.election}."
