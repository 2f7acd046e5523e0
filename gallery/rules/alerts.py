"""The alerts of the audit dashboard as values: which question, with which values, and from how many rows (J-14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

Value = str | int | bool


@dataclass(frozen=True)
class Alert:
    """One alert. It is raised when `least` rows or more of the answer have the values of `where`."""

    id: str
    title: str
    question: str
    least: int
    parameters: Mapping[str, Value]
    where: Mapping[str, Value]


@dataclass(frozen=True)
class AlertRules:
    """Every alert, in the order in which they are shown, and the version of the rules."""

    alerts: tuple[Alert, ...]
    version: str

    @classmethod
    def load(cls) -> "AlertRules":
        """Read the file. Raises SettingsError when a value is missing or cannot be."""
        return build(read_toml("alerts"))


def build(file: RuleFile) -> AlertRules:
    """Turn the file into values. Raises SettingsError as `AlertRules.load` does."""
    try:
        alerts = tuple(_alert(row) for row in file.data["alert"])
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(
            f"rules alerts.toml: expected id, title, question and least of each, got {error!r}"
        ) from error
    ids = [each.id for each in alerts]
    if len(set(ids)) != len(ids) or any(each.least < 1 for each in alerts):
        raise SettingsError(f"rules alerts.toml: expected ids once each and least of 1 or more, got {ids}")
    return AlertRules(alerts, file.version)


def _alert(row: Mapping[str, Any]) -> Alert:
    return Alert(
        id=str(row["id"]),
        title=str(row["title"]),
        question=str(row["question"]),
        least=int(row["least"]),
        parameters=MappingProxyType(dict(row.get("parameters", {}))),
        where=MappingProxyType(dict(row.get("where", {}))),
    )
