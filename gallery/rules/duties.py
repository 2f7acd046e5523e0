"""What training is tested on, how rights are proven and reviewed, and the second factor, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gallery.rules.reading import RuleFile
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import CertificateScope


@dataclass(frozen=True)
class ProficiencyRules:
    """How often proficiency is proven, for which scopes, and what is too little (H-04). Shares are from 0 to 1."""

    scopes: frozenset[CertificateScope]
    since: date
    every: timedelta
    known_tasks: int
    false_support_most: int
    missed_most_share: float
    external_share: float
    reason_min_length: int

    def due(self, proven_on: date) -> date:
        """Return the last day on which a proof still counts."""
        return max(proven_on, self.since) + self.every


@dataclass(frozen=True)
class AccessRules:
    """How often each account is reviewed, and how long a late review leaves it in use (H-07)."""

    since: date
    every: timedelta
    grace: timedelta

    def due(self, reviewed: datetime) -> date:
        """Return the day by which an account is reviewed again."""
        return max(reviewed.date(), self.since) + self.every


@dataclass(frozen=True)
class SecondFactorRules:
    """From when a second factor is asked for, and how many recovery codes go with one (M-03)."""

    required_from: date
    required_for_demonstration: bool
    recovery_codes: int

    def required(self, today: date, *, demonstration: bool) -> bool:
        """Say whether nobody may go on without one today."""
        return today >= self.required_from and (self.required_for_demonstration or not demonstration)


@dataclass(frozen=True)
class DutyRules:
    """Everything of the file."""

    pass_share: float
    proficiency: ProficiencyRules
    access: AccessRules
    second_factor: SecondFactorRules

    @classmethod
    def of(cls, file: RuleFile) -> "DutyRules":
        """Turn the file into values.

        Raises:
            SettingsError: a value is missing, of another kind, or a share lies outside 0 to 1.
        """
        try:
            rules = _rules(file.data)
        except (KeyError, TypeError, ValueError) as error:
            raise SettingsError(f"rules duties.toml: expected every value of its kind, got {error!r}") from error
        proficiency = rules.proficiency
        shares = (rules.pass_share, proficiency.missed_most_share, proficiency.external_share)
        if not all(0 <= share <= 1 for share in shares) or proficiency.every <= timedelta(0):
            raise SettingsError("rules duties.toml: expected shares from 0 to 1 and days above zero")
        return rules


# Private


def _rules(data: Mapping[str, Any]) -> DutyRules:
    proven, access, factor = data["proficiency"], data["access"], data["second_factor"]
    return DutyRules(
        pass_share=float(data["certificates"]["pass_share"]),
        proficiency=ProficiencyRules(
            scopes=frozenset(CertificateScope(scope) for scope in proven["scopes"]),
            since=proven["since"],
            every=timedelta(days=proven["every_days"]),
            known_tasks=int(proven["known_tasks"]),
            false_support_most=int(proven["false_support_most"]),
            missed_most_share=float(proven["missed_most_share"]),
            external_share=float(proven["external_share"]),
            reason_min_length=int(proven["reason_min_length"]),
        ),
        access=AccessRules(access["since"], timedelta(days=access["every_days"]), timedelta(days=access["grace_days"])),
        second_factor=SecondFactorRules(
            factor["required_from"], bool(factor["required_for_demonstration"]), int(factor["recovery_codes"])
        ),
    )
