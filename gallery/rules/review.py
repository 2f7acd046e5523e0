"""What the service sets for review: contexts, known tasks, descriptions, days of search records, grounds of holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class KnownSource:
    """Where the picture of a known task may come from. `demonstration`: only in a service that is one."""

    id: str
    title: str
    note: str
    demonstration: bool = False


@dataclass(frozen=True)
class ReviewRules:
    """Titles by id in the order of the file; `known_task_rate` from 0 to 1; characters; seconds by stage; days."""

    contexts: Mapping[str, str]
    features: Mapping[str, str]
    hold_grounds: Mapping[str, str]
    known_task_rate: float
    known_task_reason: int
    known_sources: Mapping[str, "KnownSource"]
    shortest_seconds: Mapping[str, int]
    short_review_days: int
    candidate_days: int
    version: str
    sha256: str

    @classmethod
    def load(cls) -> "ReviewRules":
        """Read the file. Raises SettingsError when it is missing or misses a value."""
        return build(read_toml("review"))


def build(file: RuleFile) -> ReviewRules:
    """Turn the file into values. Raises SettingsError as `ReviewRules.load` does."""
    try:
        rules = ReviewRules(
            contexts=_titles(file, "context"),
            features=_titles(file, "feature"),
            hold_grounds=_titles(file, "hold_ground"),
            known_task_rate=float(file.data["known_task_rate"]),
            known_task_reason=int(file.data["known_task_reason"]),
            known_sources=_sources(file),
            shortest_seconds=MappingProxyType({stage: int(s) for stage, s in file.data["shortest_seconds"].items()}),
            short_review_days=int(file.data["short_review_days"]),
            candidate_days=int(file.data["candidate_days"]),
            version=file.version,
            sha256=file.sha256,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules review.toml: expected every value of its kind, got {error}") from error
    if not 0 <= rules.known_task_rate <= 1:
        raise SettingsError(f"rules review.toml: expected known_task_rate from 0 to 1, got {rules.known_task_rate}")
    if rules.candidate_days < 1 or set(rules.shortest_seconds) != {"analysis", "comparison"}:
        raise SettingsError("rules review.toml: expected candidate_days from 1, and seconds of analysis and comparison")
    return rules


def _sources(file: RuleFile) -> Mapping[str, KnownSource]:
    return MappingProxyType({row["id"]: KnownSource(**row) for row in file.data["known_source"]})


def _titles(file: RuleFile, kind: str) -> Mapping[str, str]:
    return MappingProxyType({row["id"]: row["title"] for row in file.data[kind]})
