"""What a person may ask about their own pictures: time limits, checks of identity, grounds, routes of review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language

BY_DATE = "by_date"
_WEEKDAYS = 5

Titles = Mapping[str, Mapping[Language, str]]
"""The words for each id of a list, in both languages."""


@dataclass(frozen=True)
class Limit:
    """Within how many days an application is answered, and from which day of receipt on (F-65)."""

    id: str
    starts: date
    days: int
    business_days: bool
    source: str


@dataclass(frozen=True)
class Review:
    """Where an answer may be looked at again: by the service itself, and by the commissioner (F-66)."""

    internal: Mapping[Language, str]
    commissioner: Mapping[Language, str]


@dataclass(frozen=True)
class RightsRules:
    """The rules in force. `in_force` is "by_date", or the id of the one limit that holds for every application."""

    limits: tuple[Limit, ...]
    in_force: str
    holidays: frozenset[date]
    last_holiday_year: int
    fees: Mapping[str, int]
    reasons_min_length: int
    notice_days: int
    answered_days: int
    removal_rules: tuple[str, ...]
    identity_checks: Titles
    applicants: Titles
    exemptions: Titles
    grounds: Titles
    grounds_of: Mapping[str, frozenset[str]]
    review: Review
    file: RuleFile

    @classmethod
    def load(cls) -> "RightsRules":
        """Read `rights.toml`. Raises SettingsError with the value at fault."""
        return build(read_toml("rights"))

    def limit(self, received_on: date) -> Limit:
        """Return the limit for what was received on a day; before all of them the first one holds."""
        if self.in_force != BY_DATE:
            return next(each for each in self.limits if each.id == self.in_force)
        earliest = min(self.limits, key=lambda each: each.starts)
        return max((each for each in self.limits if each.starts <= received_on), key=_starts, default=earliest)

    def due_on(self, received_on: date) -> date:
        """Return the last day for the answer. The day of receipt is not counted.

        Raises:
            SettingsError: the limit runs past the years whose holidays are listed.
        """
        limit = self.limit(received_on)
        if not limit.business_days:
            return received_on + timedelta(days=limit.days)
        day, left = received_on, limit.days
        while left:
            day += timedelta(days=1)
            left -= self.is_business_day(day)
        return day

    def removes(self, rule: str) -> bool:
        """Say whether a rule of eligibility means that a picture goes, once it has a day of destruction (F-64)."""
        return any(rule == each or (each.endswith(".") and rule.startswith(each)) for each in self.removal_rules)

    def is_business_day(self, day: date) -> bool:
        """Say whether a day counts. Raises SettingsError for a year whose holidays are not listed."""
        if day.year > self.last_holiday_year:
            raise SettingsError(
                f"rules rights.toml: expected the holidays of {day.year}, got none after {self.last_holiday_year}; "
                "add them"
            )
        return day.weekday() < _WEEKDAYS and day not in self.holidays


def build(file: RuleFile) -> RightsRules:
    """Turn the file into values. Raises SettingsError as `RightsRules.load` does."""
    data = file.data
    try:
        rules = RightsRules(
            limits=tuple(Limit(**row) for row in data["limits"]),
            in_force=data["limits_in_force"],
            holidays=frozenset(data["holidays"]["days"]),
            last_holiday_year=int(data["holidays"]["last_year"]),
            fees=MappingProxyType(dict(data["fees"])),
            reasons_min_length=int(data["asking"]["reasons_min_length"]),
            notice_days=int(data["asking"]["notice_days"]),
            answered_days=int(data["asking"]["answered_days"]),
            removal_rules=tuple(data["asking"]["removal_rules"]),
            identity_checks=_titles(data["identity_checks"]),
            applicants=_titles(data["applicants"]),
            exemptions=_titles(data["exemptions"]),
            grounds=_titles(data["grounds"]),
            grounds_of=_grounds_of(data["grounds"]),
            review=_review(data["review"]),
            file=file,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules rights.toml: expected every value of its kind, got {error!r}") from error
    _demand_whole(rules)
    return rules


# Private


def _starts(limit: Limit) -> date:
    return limit.starts


def _titles(rows: Iterable[Mapping[str, Any]]) -> Titles:
    return MappingProxyType({row["id"]: {"en": row["en"], "fr": row["fr"]} for row in rows})


def _grounds_of(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, frozenset[str]]:
    listed = tuple(rows)
    kinds = {kind for row in listed for kind in row["kinds"]}
    return {kind: frozenset(row["id"] for row in listed if kind in row["kinds"]) for kind in kinds}


def _review(data: Mapping[str, Any]) -> Review:
    told = {key: data[key] for key in ("office", "contact", "days")}
    filled = [{language: str(text).format(**told) for language, text in data[key].items()} for key in _ROUTES]
    return Review(*filled)


_ROUTES = ("internal", "commissioner")


def _demand_whole(rules: RightsRules) -> None:
    known = {each.id for each in rules.limits}
    if not rules.limits or rules.in_force not in known | {BY_DATE}:
        raise SettingsError(f"rules rights.toml: expected limits_in_force of {sorted(known)} or {BY_DATE} (F-65)")
    routes = (rules.review.internal, rules.review.commissioner)
    if not all(route.get(language) for route in routes for language in ("en", "fr")):
        raise SettingsError("rules rights.toml: expected both routes of review in both languages (F-66)")
