"""The rules on breaches of privacy as values: statutes, kinds, factors and the words of letters (M-06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.words.language import Language

LETTERS = ("commissioner", "person")


@dataclass(frozen=True)
class Worded:
    """Something with its words in both languages."""

    id: str
    words: Mapping[Language, str]


@dataclass(frozen=True)
class Statute:
    """A statute that asks for notice; `state` is in_force or unconfirmed, and an unconfirmed one has no day."""

    id: str
    state: str
    since: date | None
    words: Mapping[Language, str]


@dataclass(frozen=True)
class BreachRules:
    """Everything of the file."""

    reason_min_length: int
    statutes: tuple[Statute, ...]
    kinds: Mapping[str, Worded]
    factors: Mapping[str, Worded]
    letters: Mapping[str, Mapping[Language, Mapping[str, str]]]
    version: str

    @classmethod
    def load(cls) -> "BreachRules":
        """Read the file. Raises SettingsError when a value is missing or cannot be."""
        return build(read_toml("breach"))


def build(file: RuleFile) -> BreachRules:
    """Turn the file into values. Raises SettingsError as `BreachRules.load` does."""
    data = file.data
    try:
        rules = BreachRules(
            reason_min_length=int(data["reason_min_length"]),
            statutes=tuple(map(_statute, data["statutes"])),
            kinds=_worded(data["kinds"]),
            factors=_worded(data["factors"]),
            letters=MappingProxyType(
                {name: {"en": data["letters"][name]["en"], "fr": data["letters"][name]["fr"]} for name in LETTERS}
            ),
            version=file.version,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules breach.toml: expected every value of its kind, got {error!r}") from error
    for each in rules.statutes:
        if (each.state, each.since is None) not in (("in_force", False), ("unconfirmed", True)):
            raise SettingsError(
                f"rules breach.toml, {each.id}: expected in_force with its day, or unconfirmed; got {each.state}"
            )
    return rules


# Private


def _statute(row: Mapping[str, Any]) -> Statute:
    return Statute(row["id"], row["state"], row.get("since"), {"en": row["en"], "fr": row["fr"]})


def _worded(rows: list[Mapping[str, Any]]) -> Mapping[str, Worded]:
    found = {row["id"]: Worded(row["id"], {"en": row["en"], "fr": row["fr"]}) for row in rows}
    return MappingProxyType(found)
