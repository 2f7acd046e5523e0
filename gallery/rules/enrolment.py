"""The rules of enrolment as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gallery.rules.eligibility import photograph_kinds
from gallery.rules.reading import RuleFile, read_toml
from gallery.rules.statutes import Statutes, read_statutes
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Election, OffenceKind


class Route(StrEnum):
    """Where a picture goes because of one finding (F-07)."""

    REFUSE = "refuse"
    UNSEARCHABLE = "unsearchable"
    RECAPTURE = "recapture"
    TELL = "tell"


@dataclass(frozen=True)
class AuthorityRule:
    """A paragraph of the Identification of Criminals Act and the days on which it is in force (F-01, F-03)."""

    id: str
    title: str
    since: date
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Say whether a picture may be taken under it on a day; `until` is the first day on which not."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class EnrolmentRules:
    """What a booking picture must come with and show. `kinds` holds the kind in law of each offence that has one."""

    required: tuple[str, ...]
    authorities: Mapping[str, AuthorityRule]
    statutes: Statutes
    kinds: Mapping[str, OffenceKind]
    photograph_kinds: frozenset[OffenceKind]
    no_photograph_elections: frozenset[Election]
    demonstration_offence: str
    offences: frozenset[str]
    offences_version: str
    poses: tuple[str, ...]
    searchable_poses: frozenset[str]
    routing: Mapping[tuple[str, str], Route]
    files: tuple[RuleFile, ...]

    @property
    def no_photograph(self) -> frozenset[str]:
        """Offences for which alone no photograph is allowed, whatever the Crown elects."""
        return frozenset(each for each in self.offences if self.kinds.get(each) not in self.photograph_kinds)

    def allows_photograph(self, offence: str, election: Election | None) -> bool:
        """Say whether a charge is one for which the Act allows a photograph (F-02)."""
        return offence not in self.no_photograph and election not in self.no_photograph_elections

    def cite(self, authority: str, day: date) -> str:
        """Return a paragraph in words, with every statute by its name of that day (F-03)."""
        names = self.statutes.names_on(day)
        return f"{names['identification']}, s. {authority}: {self.authorities[authority].title.format_map(names)}"

    def route(self, component: str, verdict: str) -> Route:
        """Return where a finding beyond a limit sends a picture."""
        return route_of(self.routing, component, verdict)

    @classmethod
    def load(cls) -> "EnrolmentRules":
        """Read the files of enrolment, offences, kinds and statutes. Raises SettingsError when a value is missing."""
        return build(read_toml("enrolment"), read_toml("offences"), read_toml("charges"), read_toml("statutes"))


def route_of(routing: Mapping[tuple[str, str], Route], component: str, verdict: str) -> Route:
    """Return where a routing by verdict and component sends a picture; what it does not name goes the usual way."""
    usual = Route.UNSEARCHABLE if verdict == "refused" else Route.TELL
    return routing.get((verdict, component), usual)


def build(enrolment: RuleFile, offences: RuleFile, charges: RuleFile, statutes: RuleFile) -> EnrolmentRules:
    """Turn the files into values. Raises SettingsError as `EnrolmentRules.load` does."""
    data = enrolment.data
    try:
        return EnrolmentRules(
            required=tuple(data["required"]),
            authorities=MappingProxyType({row["id"]: AuthorityRule(**row) for row in data["authorities"]}),
            statutes=read_statutes(statutes),
            kinds=MappingProxyType({row["offence"]: OffenceKind(row["kind"]) for row in charges.data["charge"]}),
            photograph_kinds=photograph_kinds(charges),
            no_photograph_elections=frozenset(Election(each) for each in data["no_photograph_elections"]),
            demonstration_offence=data["demonstration_offence"],
            offences=frozenset(row["id"] for row in offences.data["offence"]),
            offences_version=offences.version,
            poses=tuple(data["poses"]),
            searchable_poses=frozenset(data["searchable_poses"]),
            routing=MappingProxyType(
                {
                    (verdict, component): Route(where)
                    for verdict, routes in data["routing"].items()
                    for component, where in routes.items()
                }
            ),
            files=(enrolment, statutes),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules of enrolment: expected every value of its kind, got {error!r}") from error
