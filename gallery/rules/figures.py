"""The rules of published figures: suppression, what compliance files, population shares, and what runs by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

Every = Literal["day", "month"]


@dataclass(frozen=True)
class Population:
    """Shares of the people of an area in parts of a thousand, by characteristic and group, with their source."""

    year: int
    area: str
    source: str
    shares: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Timed:
    """A job of the service: each day, or on the first day of each month, at an hour of the local day."""

    name: str
    every: Every
    hour: int


@dataclass(frozen=True)
class FigureRules:
    """`minimum` is the least count of people that is told; `costs` to `headings` what compliance files."""

    minimum: int
    fewest_outcomes: int
    costs: tuple[str, ...]
    incidents: tuple[str, ...]
    comparison: tuple[str, ...]
    headings: tuple[str, ...]
    population: Population
    account: str
    jobs: tuple[Timed, ...]
    file: RuleFile

    @classmethod
    def load(cls) -> "FigureRules":
        """Read `figures.toml`. Raises SettingsError when a value is missing or of another kind."""
        return build(read_toml("figures"))


def build(file: RuleFile) -> FigureRules:
    """Turn the file into values. Raises SettingsError as `FigureRules.load` does."""
    data = file.data
    try:
        schedule = dict(data["schedule"])
        account = str(schedule.pop("account"))
        return FigureRules(
            minimum=_least(data, "minimum", 2),
            fewest_outcomes=_least(data, "fewest_outcomes", 1),
            costs=tuple(data["costs"]),
            incidents=tuple(data["incidents"]),
            comparison=tuple(data["comparison"]),
            headings=tuple(data["headings"]),
            population=_population(data["population"]),
            account=account,
            jobs=tuple(_timed(name, told) for name, told in schedule.items()),
            file=file,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules of figures: expected every value of its kind, got {error!r}") from error


def _least(data: Mapping[str, Any], name: str, least: int) -> int:
    value = data[name]
    if type(value) is not int or value < least:
        raise ValueError(f"{name}: expected a whole number from {least}, got {value!r}")
    return value


def _population(told: Mapping[str, Any]) -> Population:
    shares = {name: dict(value) for name, value in told.items() if name.startswith("by_")}
    over = [name for name, held in shares.items() if sum(held.values()) > 1000]
    if over or not str(told["source"]).strip():
        raise ValueError(f"population: expected a source, and at most 1,000 parts of each characteristic, got {over}")
    return Population(int(told["year"]), str(told["area"]), str(told["source"]), shares)


def _timed(name: str, told: Mapping[str, Any]) -> Timed:
    every, hour = told["every"], told["hour"]
    if every not in ("day", "month") or type(hour) is not int or not 0 <= hour <= 23:
        raise ValueError(f"schedule.{name}: expected every day or month at an hour from 0 to 23, got {told!r}")
    return Timed(name, every, hour)
