"""A second reading of the clocks, made apart from the product: tables typed from the statutes and the services' pages,
months counted by hand, no code of the product. It answers two questions of a history: searched today? destruction due?
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

# What a year, month or day adds, as (years, months, days).
ADULT = {
    # disposition: plain, york, toronto, waterloo, durham. "A" runs from the end of appeals: (no appeal), (appealed).
    "acquitted": ("A", (0, 2, 0), (0, 3, 0)),
    "dismissed": ("H", (0, 0, 30)),
    "withdrawn": ("H", (0, 0, 30)),
    "quashed": ("H", (0, 0, 30)),
    "discharged_at_inquiry": ("H", (0, 0, 30)),
    "stayed": ("H", (1, 0, 0)),
    "judicially_stayed": ("H", (0, 0, 30)),
    "peace_bond": ("O", (0, 0, 30)),
    "absolute_discharge": ("H", (1, 0, 0)),
    "conditional_discharge": ("H", (3, 0, 0)),
}
NOTHING = (0, 0, 0)
DIFFERENT = {
    "york": {
        **dict.fromkeys(
            ("acquitted", "dismissed", "withdrawn", "quashed", "discharged_at_inquiry", "judicially_stayed"),
            ("H", NOTHING),
        ),
        "peace_bond": ("O", NOTHING),
    },
    "toronto": dict.fromkeys(
        ("acquitted", "dismissed", "withdrawn", "quashed", "discharged_at_inquiry", "judicially_stayed"),
        ("A", NOTHING, NOTHING),
    ),
    "waterloo": {"judicially_stayed": ("H", (1, 0, 0))},
    "durham": {"judicially_stayed": ("H", (1, 0, 0))},
    "plain": {},
}
GROUNDS = {
    "plain": set(),
    "york": {"robbery", "murder", "break_enter_dwelling"},
    "toronto": {"robbery", "murder", "break_enter_dwelling"},
    "waterloo": set(),
    "durham": {"robbery", "murder", "assault_weapon"},
}
GROUNDS["york"].add("assault_weapon")
GROUNDS["toronto"].add("assault_weapon")
YOUTH = {
    "extrajudicial_sanction": ("H", (2, 0, 0)),
    "acquitted": ("A", (0, 2, 0), (0, 3, 0)),
    "dismissed": ("H", (0, 2, 0)),
    "withdrawn": ("H", (0, 2, 0)),
    "quashed": ("H", (0, 2, 0)),
    "discharged_at_inquiry": ("H", (0, 2, 0)),
    "reprimanded": ("H", (0, 2, 0)),
    "stayed": ("H", (1, 0, 0)),
    "judicially_stayed": ("H", (1, 0, 0)),
    "peace_bond": ("O", (0, 6, 0)),
    "absolute_discharge": ("H", (1, 0, 0)),
    "conditional_discharge": ("H", (3, 0, 0)),
}
INDICTABLE = {"robbery", "murder", "break_enter_dwelling", "fraud_over"}
HYBRID = {"assault_weapon", "theft_under"}
SUMMARY = {"causing_disturbance"}
PETTY = {"theft_under", "causing_disturbance"}
# A photograph may be taken for an indictable offence, hybrid ones included (ICA, s. 2(1)(a); IA, s. 34).
# An Attorney General's election under the Contraventions Act, or a cannabis ticket, makes the Act not apply to that
# charge any more (ICA, ss. 4, 5), and says nothing of another charge that the same photograph was taken for.
PHOTOGRAPHED = INDICTABLE | HYBRID
GUILTY = {"absolute_discharge", "conditional_discharge", "convicted"}


Words = dict[str, Any]
"""One outcome in plain words."""


@dataclass
class Told:
    """One charge as plain words and days."""

    id: str
    offence: str
    charged: date
    election: str | None
    age: int | None
    outcomes: list[Words] = field(default_factory=list)


def add(day: date, amount: tuple[int, int, int]) -> date:
    """Add by hand: a day that the month lacks becomes its last one."""
    years, months, days = amount
    month = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(month, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def newest(charge: Told, today: date) -> Words | None:
    """Return what holds of a charge on a day."""
    known = [each for each in charge.outcomes if each["happened"] <= today]
    if not known:
        return None
    last = max(known, key=lambda each: each["happened"])
    return None if last["kind"] == "recommenced" else last


def count_from(row: tuple[Any, ...], outcome: Words) -> date | None:
    """Return the first day after a row's length."""
    kind = row[0]
    if kind == "H":
        return add(outcome["happened"], row[1])
    if kind == "O":
        return add(outcome["order_expires"], row[1]) if outcome.get("order_expires") else None
    if outcome.get("appealed"):
        return add(outcome["appeal_ended"], row[2]) if outcome.get("appeal_ended") else None
    return add(outcome.get("appeal_until") or outcome["happened"] + timedelta(days=30), row[1])


def adult(charge: Told, profile: str, captured: date, today: date, died: date | None) -> tuple[bool, date | None]:
    """Return (supports, due on) of an adult's charge."""
    outcome = newest(charge, today)
    serious = charge.offence not in PETTY
    if outcome is None:
        return serious and charge.charged <= today < add(charge.charged, (2, 0, 0)), None
    kind = outcome["kind"]
    if kind == "convicted":
        ends = [add(outcome.get("sentence_done") or outcome["happened"], (20, 0, 0)), add(captured, (30, 0, 0))]
        ends += [died] if died and died <= today else []
        return serious and today < min(ends), min(ends)
    row = DIFFERENT[profile].get(kind, ADULT.get(kind))
    if row is None:
        return False, None
    end = count_from(row, outcome)
    if kind in ("absolute_discharge", "conditional_discharge"):
        return serious and today < end, end
    return False, end


def went_by(charge: Told) -> str:
    """Return how the Crown went, no election of a hybrid offence being summary."""
    if charge.election in ("summary", "indictable"):
        return charge.election
    return "indictable" if charge.offence in INDICTABLE else "summary"


def is_young(charge: Told) -> bool:
    """Say whether the age at the offence is a young person's."""
    return charge.age is not None and 12 <= charge.age <= 17


def youth(
    charge: Told, charges: list[Told], profile: str, captured: date, today: date, died: date | None, included: bool
) -> tuple[bool, date | None]:
    """Return (supports, due on) of a young person's charge."""
    outcome = newest(charge, today)
    if outcome is None:
        return (included and adult(charge, profile, captured, today, died)[0]), None
    kind = outcome["kind"]
    if outcome.get("as_adult"):
        return adult(charge, profile, captured, today, died)
    if kind in ("extrajudicial_measure", "not_charged"):
        return False, today
    if kind == "not_criminally_responsible":
        return False, None
    if kind != "convicted":
        end = count_from(YOUTH[kind], outcome)
        good = included and kind in GUILTY and charge.offence not in PETTY and today < end
        return good, end
    end, grown = extended(charge, outcome, charges, today)
    if grown:
        return adult(charge, profile, captured, today, died)
    return included and charge.offence not in PETTY and (end is None or today < end), end


def extended(charge: Told, outcome: Words, charges: list[Told], today: date) -> tuple[date | None, bool]:
    """Return the end of a conviction's period after later findings, and whether an adult conviction ended it."""
    done = outcome.get("sentence_done")
    end = add(done, (5, 0, 0) if went_by(charge) == "indictable" else (3, 0, 0)) if done else None
    later = []
    for other in charges:
        got = newest(other, today)
        if other.id != charge.id and got and got["kind"] in GUILTY and got["happened"] > outcome["happened"]:
            later.append((got["happened"], other.id, other, got))
    for happened, _, other, got in sorted(later, key=lambda each: each[:2]):
        if end is not None and happened >= end:
            break
        if not is_young(other) or got.get("as_adult"):
            if got["kind"] == "convicted":
                return end, True
            continue
        finished = got.get("sentence_done") or (None if got["kind"] == "convicted" else happened)
        if went_by(other) == "indictable":
            end = add(finished, (5, 0, 0)) if finished else None
        else:
            end = max(end, add(finished, (3, 0, 0))) if end and finished else None
    return end, False


def became_adult(charge: Told, charges: list[Told], today: date) -> bool:
    """Say whether a young person's charge is under the rules of adults by now."""
    outcome = newest(charge, today)
    if outcome is None:
        return False
    if outcome.get("as_adult"):
        return True
    return outcome["kind"] == "convicted" and extended(charge, outcome, charges, today)[1]


def expected(charges: list[Told], profile: str, captured: date, today: date, died: date | None, included: bool) -> str:
    """Return `eligible`, `ineligible` or `due_for_destruction` for a picture whose event has these charges."""
    known = [each for each in charges if each.charged <= today]
    left = [each for each in known if each.election not in ("contravention", "cannabis_ticket")]
    if len(left) < len(known) and not any(each.offence in PHOTOGRAPHED for each in left):
        return "due_for_destruction"
    # A photograph of a young person stays one, whatever else that person is charged with at the same booking, until the
    # whole record is an adult's (YCJA, ss. 117, 119(9)). By default no service searches one.
    youthful = any(is_young(each) and not became_adult(each, left, today) for each in known)
    known = left
    read = []
    for charge in known:
        if charge.age is None or charge.age < 12:
            read.append((False, None))
        elif is_young(charge):
            read.append(youth(charge, known, profile, captured, today, died, included))
        else:
            read.append(adult(charge, profile, captured, today, died))
    if any(supports for supports, _ in read):
        return "eligible" if included or not youthful else "ineligible"
    if not read or any(due is None or due > today for _, due in read):
        return "ineligible"
    outcomes = [newest(each, today) for each in known]
    guilty = any(outcome is None or outcome["kind"] in GUILTY for outcome in outcomes)
    if not guilty and not any(map(is_young, known)) and any(each.offence in GROUNDS[profile] for each in known):
        return "ineligible"
    return "due_for_destruction"
