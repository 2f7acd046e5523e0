"""What may pass between services as values, and the stricter of two services' limits (G-02 to G-12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any

from gallery.rules.casework import CaseworkRules, Choice
from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class Limits:
    """How far a search may go. Of two, the meet is the stricter in every part (G-03).

    Attributes:
        offences: what may be searched for.
        purposes: what a search may be for.
        youth: whether pictures of youths may be searched by face.
        longest: most candidates of a list.
        min_score: similarity from which somebody is listed, -1 to 1.
    """

    offences: frozenset[str]
    purposes: frozenset[str]
    youth: bool
    longest: int
    min_score: float

    def meet(self, other: "Limits") -> "Limits":
        """Return what both allow."""
        return Limits(
            offences=self.offences & other.offences,
            purposes=self.purposes & other.purposes,
            youth=self.youth and other.youth,
            longest=min(self.longest, other.longest),
            min_score=max(self.min_score, other.min_score),
        )

    def within(self, other: "Limits") -> bool:
        """Say whether these allow nothing that the others do not."""
        return self.meet(other) == self


def strictest(limits: Iterable[Limits]) -> Limits:
    """Return what all of some limits allow. Raises TypeError when there is none."""
    return reduce(Limits.meet, limits)


@dataclass(frozen=True)
class ServiceLimits:
    """What one service adds to the rules of all."""

    service: str
    closed_offences: frozenset[str] = frozenset()
    max_candidates: int | None = None
    min_score: float | None = None


@dataclass(frozen=True)
class OutsideRules:
    """Disclosure outside Ontario: whether it is on, and on which legal bases (G-09)."""

    enabled: bool
    bases: Mapping[str, Choice]


@dataclass(frozen=True)
class SharingRules:
    """Everything that rules say of other services and systems."""

    element_min_length: int
    reason_min_length: int
    longest_years: int
    acknowledge: timedelta
    retry: timedelta
    exit_stands: timedelta
    data_classes: Mapping[str, Choice]
    external_sources: Mapping[str, Choice]
    outside: OutsideRules
    version: str
    sha256: str
    services: Mapping[str, ServiceLimits] = field(default_factory=dict)

    def limits_of(self, service: str, casework: CaseworkRules, *, youth: bool) -> Limits:
        """Return the limits of a service: those of all, and what it adds."""
        own = self.services.get(service, ServiceLimits(service))
        offences = frozenset(each.id for each in casework.offences.values() if each.open)
        search = casework.search
        return Limits(
            offences=offences - own.closed_offences,
            purposes=frozenset(each.id for each in casework.purposes.values() if each.open),
            youth=youth,
            longest=min(search.max_candidates, own.max_candidates or search.max_candidates),
            min_score=max(search.min_score, own.min_score or search.min_score),
        )

    @classmethod
    def load(cls) -> "SharingRules":
        """Read the file. Raises SettingsError with the value at fault."""
        return build(read_toml("sharing"))


def build(file: RuleFile) -> SharingRules:
    """Turn the file into values. Raises SettingsError as `SharingRules.load` does."""
    data = file.data
    try:
        return SharingRules(
            element_min_length=int(data["element_min_length"]),
            reason_min_length=int(data["reason_min_length"]),
            longest_years=int(data["longest_years"]),
            acknowledge=timedelta(hours=data["acknowledge_hours"]),
            retry=timedelta(hours=data["retry_hours"]),
            exit_stands=timedelta(days=data["exit_stands_days"]),
            data_classes=_choices(data["data_class"]),
            external_sources=_choices(data["external_source"]),
            outside=OutsideRules(bool(data["outside"]["enabled"]), _choices(data["outside"]["basis"])),
            version=file.version,
            sha256=file.sha256,
            services=MappingProxyType({row["service"]: _limits(row) for row in data.get("limits", ())}),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules sharing.toml: expected every value of its kind, got {error!r}") from error


def _choices(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Choice]:
    return MappingProxyType({row["id"]: Choice(**row) for row in rows})


def _limits(row: Mapping[str, Any]) -> ServiceLimits:
    return ServiceLimits(**{**row, "closed_offences": frozenset(row.get("closed_offences", ()))})
