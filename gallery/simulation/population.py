"""Invented people who were booked: how many times, for what, how it ended. No name, no face, no real number."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from gallery.simulated.faces import FAMILY
from gallery.simulated.services import SERVICES
from kernel_lib.vocabulary import CourtDisposition

_AT_ONE_FAMILY = 8
_STRANGERS_FROM = 600
OFFENCES = (
    ("robbery", 24), ("assault_weapon", 20), ("break_enter_dwelling", 18), ("aggravated_assault", 8),
    ("sexual_assault", 7), ("extortion", 4), ("discharge_firearm", 4), ("kidnapping", 2), ("murder", 1),
    ("trafficking_persons", 2), ("child_luring", 2), ("arson_life", 2),
)  # fmt: skip
_ENDS = (
    (None, 30), (CourtDisposition.CONVICTED, 38), (CourtDisposition.WITHDRAWN, 14), (CourtDisposition.ACQUITTED, 5),
    (CourtDisposition.STAYED, 5), (CourtDisposition.DISMISSED, 3), (CourtDisposition.ABSOLUTE_DISCHARGE, 5),
)  # fmt: skip
_SEX = (("male", 78), ("female", 19), ("another", 1), ("unknown", 2))
_AGES = (("under_18", 3), ("18_24", 27), ("25_44", 48), ("45_64", 17), ("65_over", 2), ("unknown", 3))
_GROUPS = (
    ("white", 45), ("black", 16), ("south_asian", 12), ("east_southeast_asian", 7), ("middle_eastern", 6),
    ("indigenous", 4), ("latino", 4), ("another", 2), ("unknown", 4),
)  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """An invented person: the number in the drawings, and what a requester would perceive."""

    number: int
    service: str
    subject_number: str
    birth_year: int
    sex: str
    age_band: str
    group: str


@dataclass(frozen=True)
class Booked:
    """One booking of an invented person, and how its charge ended on which day, if it did."""

    person: Invented
    event: str
    taken_on: date
    offence: str
    picture: int
    age: int
    end: CourtDisposition | None
    ended_on: date | None


def people_of(count: int, year: int, chance: Random) -> tuple[Invented, ...]:
    """Return so many people of the three services; eight of a family resemble each other a little."""
    return tuple(_person(place, year, chance) for place in range(count))


def stranger(place: int, year: int, chance: Random) -> Invented:
    """Return somebody who was never booked and resembles nobody."""
    family = _STRANGERS_FROM + place % 400
    return _invented(family * FAMILY + 1 + place // 400, "", f"stranger {place}", year, chance)


def bookings_of(people: tuple[Invented, ...], year: int, chance: Random) -> tuple[Booked, ...]:
    """Return about three bookings for each, over the years before; the same seed gives the same."""
    made: list[Booked] = []
    for person in people:
        for picture in range(1, 1 + chance.choices((1, 2, 3, 4, 6), (12, 24, 34, 20, 10))[0]):
            made.append(_booked(person, len(made) + 1, picture, year, chance))
    return tuple(made)


def drawn(choices: tuple[tuple[str, int], ...], chance: Random) -> str:
    """Return one of some choices by their weights."""
    return chance.choices([each for each, _ in choices], [weight for _, weight in choices])[0]


# Private


def _person(place: int, year: int, chance: Random) -> Invented:
    service = SERVICES[place // _AT_ONE_FAMILY % len(SERVICES)]
    number = place // _AT_ONE_FAMILY * FAMILY + place % _AT_ONE_FAMILY + 1
    return _invented(number, service, f"{service[0].upper()}S-{place + 1:05}", year, chance)


def _invented(number: int, service: str, subject: str, year: int, chance: Random) -> Invented:
    age = max(16, min(70, round(chance.gauss(33, 10))))
    words = drawn(_SEX, chance), drawn(_AGES, chance), drawn(_GROUPS, chance)
    return Invented(number, service, subject, year - age, *words)


def _booked(person: Invented, place: int, picture: int, year: int, chance: Random) -> Booked:
    oldest = min(6 * 365, (year - person.birth_year - 16) * 365)
    taken_on = date(year, 1, 1) - timedelta(days=chance.randint(5, max(30, oldest)))
    age = taken_on.year - person.birth_year
    end = chance.choices([each for each, _ in _ENDS], [weight for _, weight in _ENDS])[0]
    after = taken_on + timedelta(days=chance.randint(90, 700))
    ended = end if after < date(year, 12, 1) else None
    event = f"{person.service[0].upper()}B-{place:06}"
    return Booked(person, event, taken_on, drawn(OFFENCES, chance), picture, age, ended, after if ended else None)
