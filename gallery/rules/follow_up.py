"""Rules of following up a lead: what corroborates, what is checked, how it ends, who is told (E-05 to E-20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

ELEMENTS = (
    "request",
    "occurrence",
    "system",
    "source",
    "obtained",
    "authority",
    "quality",
    "compared",
    "gallery",
    "held",
    "returned",
    "longest",
    "conclusions",
    "differed",
    "error_rates",
    "captured",
    "gap",
    "cautions",
    "corroboration",
    "checks",
)
"""What a paragraph for an information to obtain must hold (E-08)."""


@dataclass(frozen=True)
class FollowUpChoice:
    """One choice of a list; each flag holds where its list gives it a meaning (see `follow_up.toml`)."""

    id: str
    title: str
    link: bool = False
    withdraws: bool = False
    wrongful: bool = False
    charged: bool = False
    warrant: bool = False


Choices = Mapping[str, FollowUpChoice]


@dataclass(frozen=True)
class LineupRules:
    """The fewest fillers, the warning that is shown, and the question whose answer is kept (E-06, E-07).

    Of a photo array: a picture whose similarity to the person, or on average to all others, lies below `odd_below`
    stands out; two pictures from `twin_from` on are near-twins. At most `most_fillers` are shown and `most_proposed`
    booking pictures offered for one array; a code is good for `code_minutes` (W-17).
    """

    min_fillers: int
    warning: str
    question: str
    most_fillers: int
    most_proposed: int
    odd_below: float
    twin_from: float
    code_minutes: int
    bounds_source: str


@dataclass(frozen=True)
class FollowUpRules:
    """The rules in force. Days count from the day a lead was issued; `incident_due_minutes` from the record."""

    corroboration: Choices
    checks: Choices
    outcomes: Choices
    steps: Choices
    recipients: Choices
    methods: Choices
    lineup: LineupRules
    what_min_length: int
    checks_due_days: int
    outcome_due_days: int
    standing: str
    incident_due_minutes: int
    incident_headings: tuple[str, ...]
    sentences: tuple[str, ...]
    version: str
    sha256: str

    @classmethod
    def load(cls) -> "FollowUpRules":
        """Read `follow_up.toml`. Raises SettingsError with the value at fault."""
        return from_file(read_toml("follow_up"))


def from_file(file: RuleFile) -> FollowUpRules:
    """Turn a rule file into rules. Raises SettingsError with the value at fault."""
    data = file.data
    try:
        rules = FollowUpRules(
            corroboration=_choices(data["corroboration"]),
            checks=_choices(data["check"]),
            outcomes=_choices(data["outcome"]),
            steps=_choices(data["step"]),
            recipients=_choices(data["recipient"]),
            methods=_choices(data["method"]),
            lineup=LineupRules(**data["lineup"]),
            what_min_length=int(data["what_min_length"]),
            checks_due_days=int(data["checks_due_days"]),
            outcome_due_days=int(data["outcome_due_days"]),
            standing=str(data["standing"]),
            incident_due_minutes=int(data["incident"]["due_minutes"]),
            incident_headings=tuple(data["incident"]["headings"]),
            sentences=tuple(data["paragraph"]["sentences"]),
            version=file.version,
            sha256=file.sha256,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules follow_up.toml: expected every value of its kind, got {error}") from error
    _demand_whole(rules)
    return rules


def _choices(rows: Iterable[Mapping[str, Any]]) -> Choices:
    found = [FollowUpChoice(**row) for row in rows]
    if len({each.id for each in found}) != len(found):
        raise SettingsError("rules follow_up.toml: expected each id once in its list")
    return MappingProxyType({each.id: each for each in found})


def _demand_whole(rules: FollowUpRules) -> None:
    """What no service may leave out, whatever else it changes."""
    text = " ".join(rules.sentences)
    if missing := [name for name in ELEMENTS if f"{{{name}}}" not in text]:
        raise SettingsError(f"rules follow_up.toml: expected paragraph sentences with {missing} (E-08)")
    if not any(each.link for each in rules.corroboration.values()):
        raise SettingsError("rules follow_up.toml: expected one kind of corroboration with link = true (E-06)")
    if not all(each.withdraws for each in rules.outcomes.values() if each.wrongful):
        raise SettingsError("rules follow_up.toml: expected a wrongful outcome to withdraw the lead (E-13, E-19)")
    array = rules.lineup
    if not -1 <= array.odd_below < array.twin_from <= 1 or not array.bounds_source:
        raise SettingsError("rules follow_up.toml: expected odd_below under twin_from, with bounds_source (W-17)")
    if not 1 <= array.min_fillers <= array.most_fillers or array.code_minutes < 1:
        raise SettingsError("rules follow_up.toml: expected min_fillers up to most_fillers, code_minutes from 1 (W-17)")
    if not 1 <= rules.incident_due_minutes <= 60:
        raise SettingsError("rules follow_up.toml: expected incident due_minutes from 1 to 60 (E-19)")
    if "investigative lead only" not in rules.standing.lower():
        raise SettingsError("rules follow_up.toml: expected the standing words of C-11 in standing")
