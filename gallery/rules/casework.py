"""The rules of casework as values: what may be asked, how it is searched and examined, what a lead says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

FILES = (
    "occurrences",
    "offences",
    "purposes",
    "sources",
    "depicted_roles",
    "demographics",
    "checklist",
    "scale",
    "lead",
    "search",
)
UNKNOWN = "unknown"
"""The group of a depicted person of whom nothing can be said; it counts like every other (J-05)."""
_NAMING_WORDS = ("identif", "match", "100", "certain", "%")


@dataclass(frozen=True)
class NumberFormat:
    """How a service writes its occurrence numbers: a regular expression for the whole number, and an example."""

    service: str
    pattern: str
    example: str


@dataclass(frozen=True)
class Offence:
    """An offence of the dated list. `until` is the first day on which it may no longer be chosen (A-02, A-03)."""

    id: str
    title: str
    statute: str
    open: bool
    note: str = ""
    rule: str = "A-02"
    until: date | None = None

    def in_force(self, today: date) -> bool:
        """Whether it may be chosen on a day."""
        return self.open and (self.until is None or today < self.until)


@dataclass(frozen=True)
class Choice:
    """One choice of a list; a closed one names the rule that closes it (A-05, A-07)."""

    id: str
    title: str
    open: bool = True
    rule: str = ""
    note: str = ""
    approver_reason: bool = False


@dataclass(frozen=True)
class DepictedRole(Choice):
    """Whom a picture shows, with the rules of that role (A-07).

    `higher`: a higher approver decides; `offence_needed`: an offence must be named; `purposes`: what the search may be
    for; `asks`: what must be stated besides the ground.
    """

    higher: bool = False
    offence_needed: bool = True
    purposes: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True)
class Group:
    """A question for statistics on the depicted person, by the field of the draft that holds its answer (J-04)."""

    field: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Component:
    """A component of the face, at its fixed place in the checklist (D-03)."""

    id: str
    title: str
    hint: str


@dataclass(frozen=True)
class ScaleStep:
    """One value of the scale of conclusions (D-06)."""

    value: int
    title: str
    sentence: str


@dataclass(frozen=True)
class Scale:
    """Steps from lowest to highest, the two propositions, and the value from which two examiners make a lead."""

    steps: tuple[ScaleStep, ...]
    lead_from: int
    proposition_same: str
    proposition_different: str

    def step(self, value: int) -> ScaleStep | None:
        """Return the step with a value, or None when the scale has no such value."""
        return next((step for step in self.steps if step.value == value), None)


@dataclass(frozen=True)
class LeadRules:
    """What a lead says, and for how many days it may be used (E-01, E-04, E-09, E-11)."""

    valid_days: int
    age_gap_years: int
    limits: tuple[str, ...]
    acknowledgement: str
    check_first: tuple[str, ...]
    no_lead: str
    unsuitable: str
    reveal_note: str


@dataclass(frozen=True)
class SearchRules:
    """Bounds of a search and of the answers around it. `min_score` is a similarity from -1 to 1."""

    max_candidates: int
    min_score: float
    foils: int
    look_alike_margin: float
    searches_an_hour: int
    ground_min_length: int
    answer_min_length: int
    why_min_length: int
    boilerplate: tuple[str, ...]


@dataclass(frozen=True)
class CaseworkRules:
    """Every rule of casework in force, with the version and the hash of each file it came from."""

    numbers: Mapping[str, NumberFormat]
    offences: Mapping[str, Offence]
    sources: Mapping[str, Choice]
    authorities: Mapping[str, Choice]
    depicted_roles: Mapping[str, DepictedRole]
    purposes: Mapping[str, Choice]
    groups: tuple[Group, ...]
    components: tuple[Component, ...]
    explanations: tuple[Choice, ...]
    scale: Scale
    lead: LeadRules
    search: SearchRules
    versions: Mapping[str, str]
    hashes: Mapping[str, str]

    @classmethod
    def load(cls) -> "CaseworkRules":
        """Read the rule files of casework.

        Raises:
            SettingsError: a file is missing, misses a value, or holds one that the rules do not permit.
        """
        return build({name: read_toml(name) for name in FILES})


def build(files: Mapping[str, RuleFile]) -> CaseworkRules:
    """Turn the files into values. Raises SettingsError as `CaseworkRules.load` does."""
    try:
        return CaseworkRules(
            numbers=_numbers(files["occurrences"].data["format"]),
            offences=_by_id(Offence(**row) for row in files["offences"].data["offence"]),
            sources=_by_id(Choice(**row) for row in files["sources"].data["source_type"]),
            authorities=_by_id(Choice(**row) for row in files["sources"].data["authority"]),
            depicted_roles=_by_id(DepictedRole(**_frozen(row)) for row in files["depicted_roles"].data["role"]),
            purposes=_by_id(Choice(**row) for row in files["purposes"].data["purpose"]),
            groups=tuple(_group(row) for row in files["demographics"].data["group"]),
            components=tuple(Component(**row) for row in files["checklist"].data["component"]),
            explanations=tuple(Choice(**row) for row in files["checklist"].data["explanation"]),
            scale=_scale(files["scale"].data),
            lead=LeadRules(**_frozen(files["lead"].data)),
            search=_search(files["search"].data),
            versions=MappingProxyType({name: file.version for name, file in files.items()}),
            hashes=MappingProxyType({name: file.sha256 for name, file in files.items()}),
        )
    except (KeyError, TypeError) as error:
        raise SettingsError(
            f"casework rules: expected every value of its kind, got {error}; compare with docs"
        ) from error


def _group(row: Mapping[str, Any]) -> Group:
    choices = tuple(Choice(**each) for each in row["choices"])
    if UNKNOWN not in {each.id for each in choices}:
        raise SettingsError(f"rules demographics.toml: expected {UNKNOWN!r} among the choices of {row['field']} (J-05)")
    return Group(row["field"], row["title"], choices)


def _numbers(rows: Iterable[Mapping[str, str]]) -> Mapping[str, NumberFormat]:
    formats = [NumberFormat(**row) for row in rows]
    for each in formats:
        if not re.fullmatch(each.pattern, each.example):
            raise SettingsError(f"rules occurrences.toml: expected an example of the pattern, got {each.example!r}")
    return MappingProxyType({each.service: each for each in formats})


def _scale(data: Mapping[str, Any]) -> Scale:
    steps = tuple(sorted((ScaleStep(**row) for row in data["value"]), key=lambda step: step.value))
    values = [step.value for step in steps]
    if values != [-value for value in reversed(values)] or 0 not in values:
        raise SettingsError(f"rules scale.toml: expected values symmetric about 0 and 0 itself, got {values} (D-06)")
    for step in steps:
        if any(word in f"{step.title} {step.sentence}".lower() for word in _NAMING_WORDS):
            raise SettingsError(f"rules scale.toml: expected degrees of support, got {step.title!r} (D-06)")
    if data["lead_from"] < 1 or data["lead_from"] not in values:
        raise SettingsError(f"rules scale.toml: expected lead_from to be support for the same, got {data['lead_from']}")
    return Scale(steps, data["lead_from"], data["proposition_same"], data["proposition_different"])


def _search(data: Mapping[str, Any]) -> SearchRules:
    rules = SearchRules(**_frozen(data))
    if not 2 <= rules.max_candidates <= 50:
        raise SettingsError(
            f"rules search.toml: expected max_candidates from 2 to 50, got {rules.max_candidates} (C-01)"
        )
    if not 0 < rules.min_score < 1:
        raise SettingsError(f"rules search.toml: expected min_score between 0 and 1, got {rules.min_score}")
    return rules


def _frozen(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _by_id(rows: Iterable[Any]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.id in found:
            raise SettingsError(f"casework rules: expected each id once, got {row.id!r} twice")
        found[row.id] = row
    return MappingProxyType(found)
