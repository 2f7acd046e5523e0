"""The dated rules of eligibility as values: what an offence is, how long each clock runs, who counts as a youth."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import CourtDisposition, Election, OffenceKind, RunsFrom

_LENGTH = re.compile(r"(\d+) (day|month|year)s?")


@dataclass(frozen=True)
class Length:
    """A length of time by the calendar: `2 months` after the 31st of December end on the last day of February."""

    count: int
    unit: str

    def after(self, day: date) -> date:
        """Return the day on which the length has passed."""
        if self.unit == "day":
            return day + timedelta(days=self.count)
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(day.day, _last_day(year, month)))

    @classmethod
    def read(cls, text: str) -> "Length":
        """Read `30 days`, `2 months`, `1 year`. Raises ValueError for anything else."""
        found = _LENGTH.fullmatch(text)
        if not found:
            raise ValueError(f"expected a length such as '2 months', got {text!r}")
        return cls(int(found[1]), found[2])


@dataclass(frozen=True)
class ClockRule:
    """One clock: the day it runs from, its length, and another length where an appeal was taken and has ended."""

    runs_from: RunsFrom
    length: Length
    after_appeal: Length


@dataclass(frozen=True)
class OffenceRule:
    """What an offence is in law, and whether pictures tied to it may be searched by face (F-28)."""

    offence: str
    kind: OffenceKind
    serious: bool
    categories: frozenset[str]


@dataclass(frozen=True)
class Profile:
    """A service's clocks and choices for adults (F-23, F-24).

    `grounds` are categories of offences for which the service decides by a person before it destroys; they never bring
    a picture back into search.
    """

    id: str
    title: str
    clocks: Mapping[CourtDisposition, ClockRule]
    open_charge_months: int
    convicted_years: int
    oldest_age_years: int
    after_death_days: int
    all_or_nothing: bool
    grounds: frozenset[str]
    prior_findings_are_ground: bool


@dataclass(frozen=True)
class YouthPeriod:
    """A row of section 119(2): which paragraph, for which disposition, under which election, and its clock."""

    paragraph: str
    disposition: CourtDisposition
    election: Election | None
    clock: ClockRule
    amendment: str


@dataclass(frozen=True)
class YouthRules:
    """Who is a youth, the access periods, and the amendments that are in force since a day."""

    youngest: int
    oldest: int
    included_services: frozenset[str]
    periods: tuple[YouthPeriod, ...]
    in_force_since: Mapping[str, date]


@dataclass(frozen=True)
class EligibilityRules:
    """All that decides whether a picture may be searched."""

    version: str
    review_days: int
    appeal_days: int
    offences: Mapping[str, OffenceRule]
    photograph_kinds: frozenset[OffenceKind]
    profiles: Mapping[str, Profile]
    youth: YouthRules
    sentences: Mapping[str, str]
    files: tuple[RuleFile, ...]

    def is_serious(self, offence: str) -> bool:
        """Say whether pictures tied to an offence may be searched by face; one that is not in the list may not."""
        known = self.offences.get(offence)
        return known is not None and known.serious

    def may_allow_photograph(self, offence: str) -> bool:
        """Say whether a picture may be held for an offence; of one whose kind is not on file nobody says it may not."""
        known = self.offences.get(offence)
        return known is None or known.kind in self.photograph_kinds

    def sentence(self, rule: str) -> str:
        """Return what a rule says of a picture in plain words."""
        return self.sentences[rule]

    @classmethod
    def load(cls) -> "EligibilityRules":
        """Read the four files. Raises SettingsError with the value at fault."""
        return build(read_toml("clocks"), read_toml("youth"), read_toml("charges"), read_toml("reasons"))


def build(clocks: RuleFile, youth: RuleFile, charges: RuleFile, reasons: RuleFile) -> EligibilityRules:
    """Turn the files into values. Raises SettingsError as `EligibilityRules.load` does."""
    try:
        return EligibilityRules(
            version="+".join(file.version for file in (clocks, youth, charges)),
            review_days=clocks.data["review_days"],
            appeal_days=clocks.data["appeal_days"],
            offences=MappingProxyType({row["offence"]: _offence(row) for row in charges.data["charge"]}),
            photograph_kinds=photograph_kinds(charges),
            profiles=MappingProxyType({row["id"]: _profile(row) for row in clocks.data["profile"]}),
            youth=_youth(youth.data),
            sentences=MappingProxyType(dict(reasons.data["sentences"])),
            files=(clocks, youth, charges, reasons),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules of eligibility: expected every value of its kind, got {error!r}") from error


def photograph_kinds(charges: RuleFile) -> frozenset[OffenceKind]:
    """Return the kinds of offences for which section 2 of the Act allows a photograph."""
    return frozenset(OffenceKind(kind) for kind in charges.data["photograph_kinds"])


@cache
def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _offence(row: Mapping[str, Any]) -> OffenceRule:
    return OffenceRule(row["offence"], OffenceKind(row["kind"]), row["serious"], frozenset(row["categories"]))


def _profile(row: Mapping[str, Any]) -> Profile:
    clocks = {CourtDisposition(name): _clock(clock) for name, clock in row["clocks"].items()}
    kept = {key: value for key, value in row.items() if key not in ("clocks", "grounds")}
    return Profile(clocks=MappingProxyType(clocks), grounds=frozenset(row["grounds"]), **kept)


def _clock(row: Mapping[str, str]) -> ClockRule:
    length = Length.read(row["length"])
    after_appeal = Length.read(row["after_appeal"]) if "after_appeal" in row else length
    return ClockRule(RunsFrom(row["from"]), length, after_appeal)


def _youth(data: Mapping[str, Any]) -> YouthRules:
    in_force = {row["id"]: row["since"] for row in data["amendment"] if row["in_force"]}
    periods = tuple(
        YouthPeriod(
            paragraph=row["paragraph"],
            disposition=CourtDisposition(row["disposition"]),
            election=Election(row["election"]) if "election" in row else None,
            clock=_clock(row),
            amendment=row.get("amendment", ""),
        )
        for row in data["period"]
    )
    return YouthRules(
        data["youngest"], data["oldest"], frozenset(data["included_services"]), periods, MappingProxyType(in_force)
    )
