"""Is a booking record complete, and does the law allow a photograph for it? (F-01 to F-03, F-08)"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gallery.eligibility.ages import is_too_old
from gallery.rules.enrolment import EnrolmentRules
from gallery.rules.who import ServiceRule
from kernel_lib.errors import Unacceptable
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import Election
from kernel_lib.wire.gallery import BookingRecord

_OF_CHARGES = {"offence_id", "charge_date", "age_at_offence", "election", "further_charges"}
_TEXTS = ("subject_number", "fps_number", "booking_event", "capturing_officer")
_AT_SOURCE = "Correct the record at its source and offer the picture again."


@dataclass(frozen=True)
class BookedCharge:
    """A charge as it was booked."""

    offence_id: str
    charged_on: date
    age: int | None
    election: Election | None


@dataclass(frozen=True)
class CompleteRecord:
    """A record of which everything that the rules require is known."""

    subject_number: str
    fps_number: str
    service: str
    booking_event: str
    ica_authority: str
    charges: tuple[BookedCharge, ...]
    captured_on: date
    capturing_officer: str
    pose: str
    birth_year: int | None
    demonstration: bool
    legacy: bool
    authority_cited: str


def complete(
    record: BookingRecord, rules: EnrolmentRules, service: str, services: Mapping[str, ServiceRule], today: date
) -> CompleteRecord:
    """Return the record as complete.

    Args:
        record: as the feed gave it.
        rules: the rules of enrolment.
        service: the service of the person who enrols.
        services: every service of the installation by its code.
        today: by the service's clock.

    Raises:
        Unacceptable: F-01 with every missing or wrong field, F-02 for an offence without photographs or for a
            demonstration event of a service that is none, F-40 for an age that the birth year makes impossible, F-08
            for a pose.
    """
    missing = {name: "This is missing." for name in rules.required if not getattr(record, name)}
    charged_on, captured_on = record.charge_date, record.captured_at
    if missing or charged_on is None or captured_on is None:
        raise Unacceptable("F-01", f"The record is incomplete: {_named(missing)}.", _AT_SOURCE, fields=missing)
    wrong = _wrong(record, rules, services, charged_on, captured_on, today)
    if wrong:
        reason = f"The record does not meet the rules: {_named(wrong)}."
        raise Unacceptable("F-01", reason, _AT_SOURCE, fields=wrong)
    if record.service != service:
        reason = "A service enrols its own pictures only."
        raise Unacceptable("F-04", reason, _AT_SOURCE, fields={"service": reason})
    if record.demonstration and not services[service].demonstration:
        reason = "This service is no demonstration; an event without a real charge allows it no photograph."
        raise Unacceptable("F-02", reason, "Take the picture out of the feed.", fields={"demonstration": reason})
    charges = _charges(record, charged_on)
    demand_possible_ages(charges, record.birth_year)
    _demand_photograph(charges, rules)
    if record.pose not in rules.poses:
        reason = f"The pose is none of: {', '.join(rules.poses)}."
        raise Unacceptable("F-08", reason, _AT_SOURCE, fields={"pose": reason})
    cited = rules.cite(record.ica_authority, captured_on)
    held = record.model_dump(exclude=_OF_CHARGES | {"captured_at"})
    return CompleteRecord(**held, charges=charges, captured_on=captured_on, authority_cited=cited)


def record_hash(record: BookingRecord) -> str:
    """Return the SHA-256 by which a record is signed for in its feed, and known again: 64 hexadecimal digits."""
    return sha256_of(record.model_dump(mode="json"))


def demand_possible_ages(charges: tuple[BookedCharge, ...], birth_year: int | None) -> None:
    """Raise Unacceptable where an age at the offence cannot be true of somebody born in that year (F-40)."""
    if any(is_too_old(each.age, birth_year, each.charged_on) for each in charges):
        reason = "Nobody born in that year was of that age at the offence: birth year and age at offence contradict."
        raise Unacceptable("F-40", reason, _AT_SOURCE, fields=dict.fromkeys(("birth_year", "age_at_offence"), reason))


def _wrong(
    record: BookingRecord,
    rules: EnrolmentRules,
    services: Mapping[str, ServiceRule],
    charged_on: date,
    captured_on: date,
    today: date,
) -> dict[str, str]:
    authority = rules.authorities.get(record.ica_authority)
    further = record.further_charges
    offences = (record.offence_id, *(each.offence_id for each in further))
    checks = {
        "ica_authority": (
            authority is not None and authority.in_force(captured_on),
            "This is no paragraph of the Act that was in force on the day of the picture.",
        ),
        "further_charges": (
            all(each.offence_id in rules.offences and each.charge_date <= today for each in further)
            and len(set(offences)) == len(offences),
            "Each further charge names another offence of the dated list, and none is laid in the future.",
        ),
        "offence_id": (record.offence_id in rules.offences, "This offence is not in the dated list."),
        "service": (record.service in services, "This service is not known here."),
        "charge_date": (charged_on <= today, "A charge is not laid in the future."),
        "captured_at": (captured_on <= today, "A picture is not taken in the future."),
        "birth_year": (_plausible(record.birth_year, captured_on), "Nobody born then was photographed on that day."),
        "demonstration": (
            {record.demonstration} == {name == rules.demonstration_offence for name in offences},
            "A demonstration event names the demonstration's offence, and no other event does.",
        ),
    }
    return {name: message for name, (holds, message) in checks.items() if not holds} | _unreadable(record)


def _unreadable(record: BookingRecord) -> dict[str, str]:
    # A format character makes two values look alike that are two people, or turns what stands after it.
    message = "This holds a character that cannot be shown: a control or a format character."
    return {name: message for name in _TEXTS if not getattr(record, name).isprintable()}


def _charges(record: BookingRecord, charged_on: date) -> tuple[BookedCharge, ...]:
    first = BookedCharge(record.offence_id, charged_on, record.age_at_offence, record.election)
    further = (
        BookedCharge(each.offence_id, each.charge_date, each.age_at_offence, each.election)
        for each in record.further_charges
    )
    return (first, *further)


def _demand_photograph(charges: tuple[BookedCharge, ...], rules: EnrolmentRules) -> None:
    if not any(rules.allows_photograph(each.offence_id, each.election) for each in charges):
        reason = "The Identification of Criminals Act allows no photograph for these charges alone."
        raise Unacceptable("F-02", reason, "Take the picture out of the feed.", fields={"offence_id": reason})


def _plausible(birth_year: int | None, captured_on: date) -> bool:
    return birth_year is None or birth_year < captured_on.year


def _named(fields: dict[str, str]) -> str:
    """Each field with its own sentence; fields that share one stand together before it."""
    said: dict[str, list[str]] = {}
    for name, sentence in sorted(fields.items()):
        said.setdefault(sentence, []).append(name.replace("_", " "))
    return "; ".join(f"{', '.join(names)} ({sentence.rstrip('.')})" for sentence, names in said.items())
