"""The rules of a pilot as values: its days, its caps, and measures of success set in advance (K-08)."""

from dataclasses import dataclass
from datetime import date

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class Measure:
    """What success was said to be before the pilot began."""

    id: str
    title: str
    target: str
    read_from: str


@dataclass(frozen=True)
class PilotRules:
    """A pilot runs from `begins_on` to the day before `ends_on`, where it is `active`."""

    active: bool
    begins_on: date
    ends_on: date
    most_searches: int
    most_searches_a_day: int
    measures: tuple[Measure, ...]
    file: RuleFile

    @classmethod
    def load(cls) -> "PilotRules":
        """Read the file. Raises SettingsError when a pilot has no measure, no cap, or ends before it begins."""
        return build(read_toml("pilot"))


def build(file: RuleFile) -> PilotRules:
    """Turn the file into values. Raises SettingsError as `PilotRules.load` does."""
    data = file.data
    try:
        rules = PilotRules(
            active=data["active"],
            begins_on=data["begins_on"],
            ends_on=data["ends_on"],
            most_searches=data["most_searches"],
            most_searches_a_day=data["most_searches_a_day"],
            measures=tuple(Measure(**row) for row in data["measure"]),
            file=file,
        )
        wrong = rules.begins_on >= rules.ends_on or min(rules.most_searches, rules.most_searches_a_day) <= 0
        wrong = wrong or not rules.measures
    except (KeyError, TypeError) as error:
        raise SettingsError(f"rules pilot.toml: expected every value of its kind, got {error!r}") from error
    if wrong:
        raise SettingsError(
            "rules pilot.toml: expected measures, caps above zero and an end after the beginning; correct the file"
        )
    return rules
