"""The rules of enrolment as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


@dataclass(frozen=True)
class AuthorityRule:
    """A paragraph of the Identification of Criminals Act (F-01, F-03)."""

    id: str
    title: str


@dataclass(frozen=True)
class EnrolmentRules:
    """What a booking picture must come with and show."""

    required: tuple[str, ...]
    authorities: Mapping[str, AuthorityRule]
    no_photograph: frozenset[str]
    demonstration_offence: str
    offences: frozenset[str]
    offences_version: str
    poses: tuple[str, ...]
    searchable_poses: frozenset[str]
    refusing_findings: frozenset[str]
    files: tuple[RuleFile, ...]

    @classmethod
    def load(cls) -> "EnrolmentRules":
        """Read the files of enrolment and offences. Raises SettingsError when a value is missing."""
        return build(read_toml("enrolment"), read_toml("offences"))


def build(enrolment: RuleFile, offences: RuleFile) -> EnrolmentRules:
    """Turn the files into values. Raises SettingsError as `EnrolmentRules.load` does."""
    data = enrolment.data
    try:
        return EnrolmentRules(
            required=tuple(data["required"]),
            authorities=MappingProxyType({row["id"]: AuthorityRule(**row) for row in data["authorities"]}),
            no_photograph=frozenset(data["no_photograph"]),
            demonstration_offence=data["demonstration_offence"],
            offences=frozenset(row["id"] for row in offences.data["offence"]),
            offences_version=offences.version,
            poses=tuple(data["poses"]),
            searchable_poses=frozenset(data["searchable_poses"]),
            refusing_findings=frozenset(data["refusing_findings"]),
            files=(enrolment,),
        )
    except (KeyError, TypeError) as error:
        raise SettingsError(f"rules of enrolment: expected every value of its kind, got {error!r}") from error
