"""The rules about people: roles, accounts, services and the workflow, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from gallery.rules.duties import DutyRules
from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import CertificateScope, Role, WorkflowProfile

DUTIES = frozenset({"requester", "approver", "examiner", "verifier"})
"""What somebody may do in a case; a verifier is an examiner as well."""

FILES = ("roles", "accounts", "services", "workflow", "duties")


@dataclass(frozen=True)
class AccountRules:
    """Limits of signing in (lock-out), of sessions and of tickets, and which certificates need a mentor."""

    failures_before_lock: int
    lock: timedelta
    session_idle: timedelta
    session_longest: timedelta
    ticket: timedelta
    unused: timedelta
    password_min_length: int
    reason_min_length: int
    mentor_needed: frozenset[CertificateScope]


@dataclass(frozen=True)
class ServiceRule:
    """A police service of this installation: its profile of clocks (F-24), and the calendar that they run on."""

    code: str
    name: str
    clocks: str
    time_zone: ZoneInfo
    demonstration: bool = False


@dataclass(frozen=True)
class ProfileRule:
    """Who may do the first and the second examination, with which certificate."""

    id: WorkflowProfile
    title: str
    sentence: str
    first_examiner_roles: frozenset[Role]
    first_examiner_certificate: CertificateScope
    verifier_roles: frozenset[Role]
    verifier_certificate: CertificateScope


@dataclass(frozen=True)
class WhoRules:
    """Everything that rules say about people.

    `apart` holds roles that one person may not hold together, `apart_in_case` duties not to be held in one case (H-02).
    """

    permissions: Mapping[Role, frozenset[str]]
    apart: tuple[frozenset[Role], ...]
    accounts: AccountRules
    services: Mapping[str, ServiceRule]
    home: ServiceRule
    workflow: ProfileRule
    apart_in_case: frozenset[frozenset[str]]
    duties: DutyRules
    files: tuple[RuleFile, ...]

    @property
    def profiles(self) -> Mapping[str, str]:
        """The profile of clocks of each service."""
        return {code: service.clocks for code, service in self.services.items()}

    def local_day(self, moment: datetime, service: str) -> date:
        """Return the day on which a moment falls by a service's calendar; statutory clocks run on it."""
        return moment.astimezone(self.services[service].time_zone).date()

    @classmethod
    def load(cls) -> "WhoRules":
        """Read the five files.

        Raises:
            SettingsError: a file is missing, lacks a value, or names a role, scope or profile that there is none of.
        """
        return build({name: read_toml(name) for name in FILES})


def build(files: Mapping[str, RuleFile]) -> WhoRules:
    """Turn the files into values. Raises SettingsError as `WhoRules.load` does."""
    try:
        services = {row["code"]: _service(row) for row in files["services"].data["services"]}
        return WhoRules(
            permissions=_permissions(files["roles"].data),
            apart=tuple(chain.from_iterable(_apart(pair) for pair in files["roles"].data["apart"])),
            accounts=_accounts(files["accounts"].data),
            services=MappingProxyType(services),
            home=services[files["services"].data["home"]],
            workflow=_workflow(files["workflow"].data),
            apart_in_case=_duties_apart(files["workflow"].data["apart_in_case"]),
            duties=DutyRules.of(files["duties"]),
            files=tuple(files.values()),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"rules about people: expected every value of its kind, got {error!r}") from error


def _service(row: Mapping[str, Any]) -> ServiceRule:
    return ServiceRule(**{**row, "time_zone": ZoneInfo(row["time_zone"])})


def _permissions(data: Mapping[str, Any]) -> Mapping[Role, frozenset[str]]:
    everyone = frozenset(data["everyone"])
    given = {Role(role): frozenset(names) | everyone for role, names in data["permissions"].items()}
    return MappingProxyType({role: given[role] for role in Role})


def _apart(pair: list[str]) -> list[frozenset[Role]]:
    first, second = pair
    others = [role for role in Role if role != first] if second == "*" else [Role(second)]
    return [frozenset({Role(first), other}) for other in others]


def _duties_apart(pairs: list[list[str]]) -> frozenset[frozenset[str]]:
    if unknown := {duty for pair in pairs for duty in pair} - DUTIES:
        raise ValueError(f"duties {sorted(unknown)} among {sorted(DUTIES)}")
    return frozenset(frozenset(pair) for pair in pairs)


def _accounts(data: Mapping[str, Any]) -> AccountRules:
    return AccountRules(
        failures_before_lock=data["failures_before_lock"],
        lock=timedelta(minutes=data["lock_minutes"]),
        session_idle=timedelta(minutes=data["session_idle_minutes"]),
        session_longest=timedelta(hours=data["session_hours"]),
        ticket=timedelta(seconds=data["ticket_seconds"]),
        unused=timedelta(days=data["unused_days"]),
        password_min_length=data["password_min_length"],
        reason_min_length=data["reason_min_length"],
        mentor_needed=frozenset(CertificateScope(scope) for scope in data["mentor_needed"]),
    )


def _workflow(data: Mapping[str, Any]) -> ProfileRule:
    row = {each["id"]: each for each in data["profiles"]}[data["profile"]]
    return ProfileRule(
        id=WorkflowProfile(row["id"]),
        title=row["title"],
        sentence=row["sentence"],
        first_examiner_roles=frozenset(Role(role) for role in row["first_examiner_roles"]),
        first_examiner_certificate=CertificateScope(row["first_examiner_certificate"]),
        verifier_roles=frozenset(Role(role) for role in row["verifier_roles"]),
        verifier_certificate=CertificateScope(row["verifier_certificate"]),
    )
