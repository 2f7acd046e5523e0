"""Is a booking record complete, and does the law allow a photograph for it? (F-01 to F-03, F-08)"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import Election
from kernel_lib.wire.gallery import BookingRecord

_AT_SOURCE = "Correct the record at its source and offer the picture again."


@dataclass(frozen=True)
class CompleteRecord:
    """A record of which everything that the rules require is known."""

    subject_number: str
    fps_number: str
    service: str
    booking_event: str
    ica_authority: str
    offence_id: str
    charged_on: date
    captured_on: date
    capturing_officer: str
    pose: str
    birth_year: int | None
    age: int | None
    election: Election | None
    demonstration: bool


def complete(
    record: BookingRecord, rules: EnrolmentRules, service: str, services: Collection[str], today: date
) -> CompleteRecord:
    """Return the record as complete.

    Args:
        record: as the feed gave it.
        rules: the rules of enrolment.
        service: the service of the person who enrols.
        services: every service of the installation.
        today: by the service's clock.

    Raises:
        Unacceptable: F-01 with every missing or wrong field, F-02 for an offence without photographs, F-08 for a pose.
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
    _demand_photograph(record, rules)
    if record.pose not in rules.poses:
        reason = f"The pose is none of: {', '.join(rules.poses)}."
        raise Unacceptable("F-08", reason, _AT_SOURCE, fields={"pose": reason})
    held = record.model_dump(exclude={"charge_date", "captured_at", "age_at_offence"})
    return CompleteRecord(**held, charged_on=charged_on, captured_on=captured_on, age=record.age_at_offence)


def _wrong(
    record: BookingRecord,
    rules: EnrolmentRules,
    services: Collection[str],
    charged_on: date,
    captured_on: date,
    today: date,
) -> dict[str, str]:
    checks = {
        "ica_authority": (record.ica_authority in rules.authorities, "This is no paragraph of the Act in the rules."),
        "offence_id": (record.offence_id in rules.offences, "This offence is not in the dated list."),
        "service": (record.service in services, "This service is not known here."),
        "charge_date": (charged_on <= today, "A charge is not laid in the future."),
        "captured_at": (captured_on <= today, "A picture is not taken in the future."),
        "birth_year": (_plausible(record.birth_year, captured_on), "Nobody born then was photographed on that day."),
        "demonstration": (
            record.demonstration == (record.offence_id == rules.demonstration_offence),
            "A demonstration event names the demonstration's offence, and no other event does.",
        ),
    }
    return {name: message for name, (holds, message) in checks.items() if not holds}


def _demand_photograph(record: BookingRecord, rules: EnrolmentRules) -> None:
    if record.offence_id in rules.no_photograph:
        reason = "The Identification of Criminals Act allows no photograph for this offence alone."
        raise Unacceptable("F-02", reason, "Take the picture out of the feed.", fields={"offence_id": reason})


def _plausible(birth_year: int | None, captured_on: date) -> bool:
    return birth_year is None or birth_year < captured_on.year


def _named(fields: dict[str, str]) -> str:
    return ", ".join(name.replace("_", " ") for name in sorted(fields))
