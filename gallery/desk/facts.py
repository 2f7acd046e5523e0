"""Facts that a privacy impact report must state, each read from what is running, with its source. Nothing is invented.

A fact that this installation does not keep says "not recorded", so that somebody sees the gap.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audits.events import ACTS, ConfigurationViewed
from gallery.authority import Person
from gallery.desk.log import LogDesk
from gallery.index.exact import Index
from gallery.ledger import Ledger
from gallery.records.gallery import count_eligible, count_held, counts_by_eligibility
from gallery.records.who import count_accounts
from gallery.rules import Rules
from gallery.rules.casework import Choice
from gallery.rules.reading import RuleFile
from kernel_lib.faces.weights import Weights
from kernel_lib.vocabulary import EligibilityState, Role
from kernel_lib.wire.gallery import Fact, Facts

NOT_RECORDED = "not recorded"

_ABSENT = {
    "Search of live or streaming pictures": "/streams",
    "Search without a request and its approval": "/searches",
    "Enrolment of anything but a booking record": "/pictures/enrolment",
    "Search of another service's gallery": "/agreements",
    "Export of templates": "/templates",
}
"""Abilities that this version does not have, with the beginning of the route that would give each."""


@dataclass(frozen=True)
class FactsDesk:
    """Where facts come from. `models` are the registry's entries; `version` is the product's."""

    ledger: Ledger
    log: LogDesk
    rules: Rules
    index: Index
    models: tuple[Weights, ...]
    version: str

    def facts(self, person: Person, routes: tuple[str, ...]) -> Facts:
        """Return every fact; `routes` are those that the running application answers."""
        with self.ledger.act(person, ConfigurationViewed) as act:
            now = act.now
            parts: tuple[Callable[[], Iterator[Fact]], ...] = (
                self._control,
                self._scope,
                lambda: self._system(routes),
                self._authority,
                self._policies,
                self._roles,
                self._inventory,
                self._flows,
                self._probes,
                self._gallery,
                self._search,
                self._accuracy,
                self._others,
                self._safeguards,
                self._logging,
                self._annexes,
            )
            facts = tuple(fact for part in parts for fact in part())
            act.note(facts=len(facts))
        return Facts(generated_at=now, facts=facts)

    def _control(self) -> Iterator[Fact]:
        yield Fact(heading="control", name="Product version", value=self.version, source="installed package leadbook")
        told = self.rules.publication
        official = f"{told.official_name}, {told.official_office}" if told.official_name else NOT_RECORDED
        yield Fact(heading="control", name="Accountable official", value=official, source=_of(told.file))
        yield Fact(
            heading="control", name="Police service", value=self.rules.who.home.name, source=_of(self._file("services"))
        )

    def _scope(self) -> Iterator[Fact]:
        offences = self.rules.casework.offences.values()
        source = f"rules offences.toml, version {self.rules.casework.versions['offences']}"
        yield _count(
            "scope", "Offences for which a search may be asked for", sum(each.open for each in offences), source
        )
        yield _list("scope", "Those offences", (each.title for each in offences if each.open), source)
        yield _list("scope", "Offences listed as closed", (each.title for each in offences if not each.open), source)
        roles = self.rules.casework.depicted_roles.values()
        source = f"rules depicted_roles.toml, version {self.rules.casework.versions['depicted_roles']}"
        yield _list(
            "scope", "Roles of the depicted person that are closed", (_closed(e) for e in roles if not e.open), source
        )

    def _system(self, routes: tuple[str, ...]) -> Iterator[Fact]:
        for each in self.models:
            name = f"Face model: {each.kind}"
            value = f"{each.name}; {each.licence}; {'for casework' if each.casework else 'not for casework'}"
            yield Fact(
                heading="system", name=name, value=value, source=f"kernel_lib/faces/weights.toml; SHA-256 {each.sha256}"
            )
        yield _list("system", "Routes that the service answers", routes, "route table of the running service")
        for name, path in _ABSENT.items():
            held = any(f" {path}" in route for route in routes)
            value = "a route exists" if held else f"absent: no route begins with {path}"
            yield Fact(heading="system", name=name, value=value, source="route table of the running service")

    def _authority(self) -> Iterator[Fact]:
        file = self._file("enrolment")
        today = self.ledger.now().date()
        titles = (self.rules.enrolment.cite(each, today) for each in self.rules.enrolment.authorities)
        yield _list("authority", "Paragraphs of the Identification of Criminals Act accepted", titles, _of(file))
        yield _list("authority", "Offences without photographs", sorted(self.rules.enrolment.no_photograph), _of(file))
        authorities = self.rules.casework.authorities.values()
        source = f"rules sources.toml, version {self.rules.casework.versions['sources']}"
        yield _list("authority", "Authorities for a probe", (each.title for each in authorities if each.open), source)

    def _policies(self) -> Iterator[Fact]:
        for file in self._own_files():
            value = f"version {file.version}, in force since {file.effective_from}, approved by: {file.approved_by}"
            yield Fact(heading="policies", name=f"Rules: {file.name}", value=value, source=f"SHA-256 {file.sha256}")
        for name, sha256 in self.rules.casework.hashes.items():
            version = self.rules.casework.versions[name]
            yield Fact(
                heading="policies", name=f"Rules: {name}", value=f"version {version}", source=f"SHA-256 {sha256}"
            )

    def _roles(self) -> Iterator[Fact]:
        workflow = self.rules.who.workflow
        yield Fact(
            heading="roles",
            name="Workflow profile",
            value=f"{workflow.title}. {workflow.sentence}",
            source=_of(self._file("workflow")),
        )
        with self.ledger.reading() as connection:
            counts = count_accounts(connection)
        for role in Role:
            permissions = ", ".join(sorted(self.rules.who.permissions[role]))
            yield Fact(
                heading="roles",
                name=f"Role {role.value}: {counts.get(role, 0)} accounts",
                value=permissions,
                source=_of(self._file("roles")),
            )
        apart = sorted({" and ".join(sorted(pair)) for pair in self.rules.who.apart})
        yield _list("roles", "Roles that one person may not hold together", apart, _of(self._file("roles")))

    def _inventory(self) -> Iterator[Fact]:
        with self.ledger.reading() as connection:
            held = count_held(connection)
        for name, count in held.items():
            yield _count("inventory", f"Held: {name.replace('_', ' ')}", count, "records database")

    def _flows(self) -> Iterator[Fact]:
        yield Fact(
            heading="flows",
            name="Ways into the gallery",
            value="one: POST /enrolments, with a complete booking record",
            source="route table of the running service (F-04)",
        )
        yield Fact(
            heading="flows",
            name="Outside recipients",
            value="none: the service listens on a Unix socket and calls nobody",
            source="gallery/service/unix.py",
        )
        yield Fact(
            heading="flows", name="Destruction by statutory clocks", value=NOT_RECORDED, source="not in this version"
        )

    def _probes(self) -> Iterator[Fact]:
        sources = self.rules.casework.sources.values()
        source = f"rules sources.toml, version {self.rules.casework.versions['sources']}"
        yield _list("probes", "Sources accepted", (each.title for each in sources if each.open), source)
        yield _list("probes", "Sources refused outright", (_closed(each) for each in sources if not each.open), source)

    def _gallery(self) -> Iterator[Fact]:
        with self.ledger.reading() as connection:
            counts = counts_by_eligibility(connection)
            today = self.rules.who.local_day(self.ledger.now(), self.rules.who.home.code)
            searched = count_eligible(connection, self.index.model_id, today)
        for state in EligibilityState:
            yield _count(
                "gallery", f"Pictures {state.value.replace('_', ' ')}", counts.get(state, 0), "records database"
            )
        yield _count("gallery", "References that may be searched today", searched, "records database")
        for service in self.rules.who.services.values():
            profile = self.rules.eligibility.profiles[service.clocks]
            value = (
                f"profile {profile.title}: open charges {profile.open_charge_months} months, convictions "
                f"{profile.convicted_years} years, reviewed every {self.rules.eligibility.review_days} days"
            )
            name = f"Clocks of {service.name}"
            yield Fact(heading="gallery", name=name, value=value, source=_of(self._file("clocks")))
        included = sorted(self.rules.eligibility.youth.included_services)
        value = f"included by: {', '.join(included)}" if included else "left out by every service"
        yield Fact(heading="gallery", name="Pictures of young persons", value=value, source=_of(self._file("youth")))
        yield Fact(
            heading="gallery", name="Snapshot of the index", value=self.index.snapshot_id, source="running index"
        )
        trouble = self.index.trouble or "in order"
        yield Fact(heading="gallery", name="Compaction of the index", value=trouble, source="running index")

    def _search(self) -> Iterator[Fact]:
        search, lead = self.rules.casework.search, self.rules.casework.lead
        source = f"rules search.toml, version {self.rules.casework.versions['search']}"
        yield _count("search", "Longest candidate list", search.max_candidates, source)
        yield Fact(
            heading="search", name="Lowest similarity of a candidate", value=str(search.min_score), source=source
        )
        yield _count("search", "Searches of one person in an hour", search.searches_an_hour, source)
        source = f"rules lead.toml, version {self.rules.casework.versions['lead']}"
        yield _count("search", "Days for which a lead may be used", lead.valid_days, source)
        yield _list("search", "Limits that every lead states", lead.limits, source)

    def _accuracy(self) -> Iterator[Fact]:
        yield Fact(
            heading="accuracy",
            name="Error rates on this service's own pictures",
            value=NOT_RECORDED,
            source="no evaluation has been run here",
        )

    def _others(self) -> Iterator[Fact]:
        yield Fact(
            heading="equity", name="Error rates by group", value=NOT_RECORDED, source="no evaluation has been run here"
        )
        services = ", ".join(each.name for each in self.rules.who.services.values())
        yield Fact(heading="sharing", name="Services here", value=services, source=_of(self._file("services")))
        yield Fact(heading="sharing", name="Agreements with others", value=NOT_RECORDED, source="not in this version")
        yield Fact(heading="disclosure", name="Disclosure packs", value=NOT_RECORDED, source="not in this version")
        yield Fact(heading="rights", name="Applications received", value=NOT_RECORDED, source="not in this version")

    def _safeguards(self) -> Iterator[Fact]:
        accounts, source = self.rules.who.accounts, _of(self._file("accounts"))
        yield Fact(
            heading="safeguards",
            name="Pictures and templates at rest",
            value="AES-256-GCM, one key a lineage, wrapped by the master key",
            source="gallery/images/store.py",
        )
        yield Fact(
            heading="safeguards",
            name="Passwords",
            value="argon2id; nothing but the hash is kept",
            source="gallery/accounts",
        )
        minutes = int(accounts.session_idle.total_seconds() // 60)
        yield _count("safeguards", "Minutes after which an idle session ends", minutes, source)
        hours = int(accounts.session_longest.total_seconds() // 3600)
        yield _count("safeguards", "Hours after which every session ends", hours, source)
        yield _count("safeguards", "Wrong passwords before a name is locked", accounts.failures_before_lock, source)
        yield Fact(heading="safeguards", name="Second factor", value="none", source="not in this version")

    def _logging(self) -> Iterator[Fact]:
        verified_at, whole = self.log.verified
        verdict = "not verified since the service started" if whole is None else ("whole" if whole else "NOT whole")
        when = f" at {verified_at.isoformat(timespec='seconds')}" if verified_at else ""
        yield _count("logging", "Entries of the audit log", self.log.events, "audit log")
        yield Fact(heading="logging", name="Last verification", value=verdict + when, source="audits.verify")
        yield _count("logging", "Kinds of act that are recorded", len(ACTS), "audits/events.py")
        yield Fact(
            heading="logging",
            name="Signature",
            value="Ed25519 over the Merkle root after every entry",
            source="audits/checkpoint.py",
        )

    def _annexes(self) -> Iterator[Fact]:
        yield _list("annexes", "Rules in force by hash", self.rule_hashes(), "gallery/rules")

    def rule_hashes(self) -> list[str]:
        """Return each rule file with the start of its hash."""
        own = {file.name: file.sha256 for file in self._own_files()}
        return [f"{name} {sha256[:16]}" for name, sha256 in sorted({**own, **self.rules.casework.hashes}.items())]

    def _own_files(self) -> tuple[RuleFile, ...]:
        return (*self.rules.who.files, *self.rules.enrolment.files, *self.rules.eligibility.files)

    def _file(self, name: str) -> RuleFile:
        return next(file for file in self._own_files() if file.name == name)


def _of(file: RuleFile) -> str:
    return f"rules {file.name}.toml, version {file.version}"


def _count(heading: str, name: str, count: int, source: str) -> Fact:
    return Fact(heading=heading, name=name, value=str(count), source=source)


def _list(heading: str, name: str, values: Iterable[str], source: str) -> Fact:
    return Fact(heading=heading, name=name, value="; ".join(values) or "none", source=source)


def _closed(choice: Choice) -> str:
    return f"{choice.title} ({choice.rule})" if choice.rule else choice.title
