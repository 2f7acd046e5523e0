"""The clocks of a service's own profile as ids and lengths, and the same rules with one of them changed (W-21)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from gallery.rules.eligibility import EligibilityRules, Length, build
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.wire.lifecycle import ClockInForce

_COUNTED = {
    "open_charge": ("open_charge_months", "month"),
    "conviction": ("convicted_years", "year"),
    "age_of_picture": ("oldest_age_years", "year"),
    "after_death": ("after_death_days", "day"),
}
"""Clocks whose unit is fixed, with their place in the profile."""

_LONGEST = date(2200, 1, 1)
_FROM = date(2026, 1, 1)


def clocks_of(rules: EligibilityRules, profile: str) -> tuple[ClockInForce, ...]:
    """Return every clock of a profile with its length."""
    row = _row(rules, profile)
    fixed = [(clock, f"{row[place]} {unit}s") for clock, (place, unit) in _COUNTED.items()]
    ended = [(clock, str(value["length"])) for clock, value in row["clocks"].items()]
    return tuple(ClockInForce(clock=clock, length=length) for clock, length in (*fixed, *ended))


def with_clock(rules: EligibilityRules, profile: str, clock: str, length: str) -> EligibilityRules:
    """Return the rules with another length for one clock, under a version of their own.

    Raises:
        NotFound: the profile has no such clock.
        Unacceptable: the length cannot be read, is of another unit than the clock needs, or is absurdly long.
    """
    row = _row(rules, profile)
    if clock in _COUNTED:
        place, unit = _COUNTED[clock]
        changed = {**row, place: _read(length, unit).count}
    elif clock in row["clocks"]:
        _read(length)
        changed = {**row, "clocks": {**row["clocks"], clock: {**row["clocks"][clock], "length": length}}}
    else:
        raise NotFound("F-23", "There is no such clock in your service's profile.", "Choose one of the list.")
    file, *others = rules.files
    profiles = [changed if each["id"] == profile else each for each in file.data["profile"]]
    return build(replace(file, data={**file.data, "profile": profiles}, version=f"{file.version}-tried"), *others)


# Private


def _row(rules: EligibilityRules, profile: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(each for each in rules.files[0].data["profile"] if each["id"] == profile)
    return found


def _read(length: str, unit: str = "") -> Length:
    example = f"12 {unit}s" if unit else "30 days"
    expected = f"Give a length such as {example}."
    try:
        read = Length.read(length)
        fits = unit in ("", read.unit) and read.after(_FROM) < _LONGEST
    except (ValueError, OverflowError):
        fits = False
    if not fits:
        raise Unacceptable("F-23", "The length cannot be used.", expected, fields={"length": expected})
    return read
