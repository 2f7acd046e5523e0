"""Generated histories of charges, as plain words for the oracle and as facts for the product."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from gallery.eligibility.facts import ChargeFacts, Facts, Outcome
from kernel_lib.vocabulary import CourtDisposition, Election
from tests.gallery.eligibility.oracle import Told, Words, add

OFFENCES = (
    "robbery",
    "murder",
    "break_enter_dwelling",
    "fraud_over",
    "assault_weapon",
    "theft_under",
    "causing_disturbance",
)
ADULT_KINDS = (
    "acquitted", "dismissed", "withdrawn", "quashed", "discharged_at_inquiry", "stayed", "judicially_stayed",
    "peace_bond", "absolute_discharge", "conditional_discharge", "convicted", "convicted",
    "not_criminally_responsible", "recommenced",
)  # fmt: skip
YOUTH_KINDS = (*ADULT_KINDS, "extrajudicial_sanction", "extrajudicial_measure", "not_charged", "reprimanded")
# Days around which calendars go wrong: leap days, ends of months, changes of the clock, ends of years.
AWKWARD = (
    date(2020, 2, 29), date(2023, 2, 28), date(2024, 2, 29), date(2024, 12, 31), date(2025, 3, 9), date(2025, 11, 2),
    date(2023, 8, 31), date(2024, 11, 30), date(2022, 1, 31), date(2025, 12, 30),
)  # fmt: skip


def a_day(random: Random) -> date:
    """A day of ten years; every third one is where calendars go wrong."""
    if random.random() < 0.3:
        return random.choice(AWKWARD)
    return date(2016, 1, 1) + timedelta(days=random.randrange(3900))


SPANS = (
    (0, 0, 0), (0, 0, 30), (0, 0, 60), (0, 2, 0), (0, 3, 0), (0, 6, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (5, 0, 0),
    (20, 0, 0), (30, 0, 0),
)  # fmt: skip


def a_telling_day(random: Random, told: list[Told], captured: date) -> date:
    """A day before, on or after one on which something may end: a span after any day of the history."""
    days = [captured, *(each.charged for each in told)]
    outcomes = [outcome for each in told for outcome in each.outcomes]
    if outcomes and random.random() < 0.7:
        days, outcomes = [], random.choice(told).outcomes[-1:] or outcomes[-1:]
    for outcome in outcomes:
        days += [value for value in outcome.values() if isinstance(value, date)]
    return add(random.choice(days), random.choice(SPANS)) + timedelta(days=random.choice((-1, 0, 1)))


def a_history(random: Random, charges: int) -> list[Told]:
    """So many charges with what became of them."""
    return [_charge(random, f"c{number}") for number in range(charges)]


def _charge(random: Random, name: str) -> Told:
    charged = a_day(random)
    age = random.choice((None, 11, 12, 14, 16, 17, 17, 18, 19, 25, 40))
    election = random.choice(
        (None, None, None, "indictable", "summary", *(("contravention",) * (random.random() < 0.05)))
    )
    told = Told(name, random.choice(OFFENCES), charged, election, age)
    day = charged
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        day += timedelta(days=random.randrange(1, 500))
        told.outcomes.append(_outcome(random, day, young=age is not None and age < 18))
    return told


def _outcome(random: Random, day: date, *, young: bool) -> Words:
    kind = random.choice(YOUTH_KINDS if young else ADULT_KINDS)
    later = day + timedelta(days=random.randrange(0, 700))
    told: Words = {"happened": day, "kind": kind}
    if kind == "peace_bond" and random.random() < 0.9:
        told["order_expires"] = later
    if kind == "convicted" and random.random() < 0.85:
        told["sentence_done"] = later
    if kind == "convicted" and young and random.random() < 0.1:
        told["as_adult"] = True
    if random.random() < 0.3:
        told["appeal_until"] = day + timedelta(days=random.choice((0, 14, 30)))
    if random.random() < 0.3:
        told["appealed"] = True
        if random.random() < 0.8:
            told["appeal_ended"] = later
    return told


def facts_of(
    told: list[Told], profile: str, captured: date, *, service: str = "demo", died: date | None = None
) -> Facts:
    """The same history as the product's facts of one picture."""
    return Facts(
        service=service, profile=profile, captured_on=captured, charges=tuple(map(charge_of, told)), died_on=died
    )


def charge_of(told: Told) -> ChargeFacts:
    """The same charge as the product's facts."""
    return ChargeFacts(
        id=told.id,
        offence=told.offence,
        charged_on=told.charged,
        election=Election(told.election) if told.election else None,
        age=told.age,
        outcomes=frozenset(outcome_of(each) for each in told.outcomes),
    )


def outcome_of(told: Words) -> Outcome:
    """The same outcome as the product's facts."""
    kept = {name: value for name, value in told.items() if name not in ("happened", "kind")}
    made = Outcome(told["happened"], CourtDisposition(str(told["kind"])))  # type: ignore[arg-type]  # a day, in plain words
    return replace(made, **kept)  # type: ignore[arg-type]  # its own fields, in plain words
