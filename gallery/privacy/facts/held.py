"""Facts that the records give: what is held, who may enter, what was shared, asked for, disclosed and destroyed."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from gallery.index.exact import Index
from gallery.privacy.facts.line import INDEX, RECORDS, count, listed, of
from gallery.privacy.facts.ruled import file_named
from gallery.records.agreements import agreements_of
from gallery.records.counted import Counted, counted
from gallery.records.gallery import count_eligible, count_held, counts_by_eligibility
from gallery.records.who import count_accounts
from gallery.rules import Rules
from kernel_lib.vocabulary import EligibilityState, Role
from kernel_lib.wire.gallery import Fact


def roles(connection: Connection, rules: Rules) -> Iterator[Fact]:
    """Who may do what, and how many there are."""
    workflow, source = rules.who.workflow, of(file_named(rules, "roles"))
    value = f"{workflow.title}. {workflow.sentence}"
    yield Fact(heading="roles", name="Workflow profile", value=value, source=of(file_named(rules, "workflow")))
    counts = count_accounts(connection)
    for role in Role:
        permissions = ", ".join(sorted(rules.who.permissions[role]))
        yield Fact(heading="roles", name=f"Role {role.value}", value=permissions, source=source)
        yield count("roles", f"Accounts of role {role.value}", counts.get(role, 0), RECORDS)
    apart = sorted({" and ".join(sorted(pair)) for pair in rules.who.apart})
    yield listed("roles", "Roles that one person may not hold together", apart, source)


def inventory(connection: Connection) -> Iterator[Fact]:
    """How much is held of each kind."""
    for name, number in count_held(connection).items():
        yield count("inventory", f"Held: {name.replace('_', ' ')}", number, RECORDS)
    told = counted(connection)
    yield count("inventory", "Held: pictures of probes", told.probes, RECORDS)
    yield count("inventory", "Held: searches with their lists", told.searches, RECORDS)
    yield count("inventory", "Held: leads", told.leads, RECORDS)


def flows(connection: Connection, rules: Rules) -> Iterator[Fact]:
    """How information comes in, and how it leaves for good."""
    way = "one: POST /enrolments, with a complete booking record"
    source = "route table of the running service (F-04)"
    yield Fact(heading="flows", name="Ways into the gallery", value=way, source=source)
    value = "none: the service listens on a Unix socket and calls nobody"
    yield Fact(heading="flows", name="Outside recipients", value=value, source="gallery/service/unix.py")
    told = counted(connection)
    value = "every picture has a date of review; what is due is destroyed in runs that two people release"
    source = of(file_named(rules, "clocks"))
    yield Fact(heading="flows", name="Destruction by statutory clocks", value=value, source=source)
    yield count("flows", "Pictures with everything made of them that were destroyed", told.destroyed, RECORDS)
    yield count("flows", "Runs of destruction", told.runs, RECORDS)


def gallery(connection: Connection, rules: Rules, index: Index, today: date) -> Iterator[Fact]:
    """What may be searched, and how long it stays."""
    counts = counts_by_eligibility(connection)
    for state in EligibilityState:
        yield count("gallery", f"Pictures {state.value.replace('_', ' ')}", counts.get(state, 0), RECORDS)
    searched = count_eligible(connection, index.model_id, today)
    yield count("gallery", "References that may be searched today", searched, RECORDS)
    for service in rules.who.services.values():
        profile = rules.eligibility.profiles[service.clocks]
        value = (
            f"profile {profile.title}: open charges {profile.open_charge_months} months, convictions "
            f"{profile.convicted_years} years, reviewed every {rules.eligibility.review_days} days"
        )
        source = of(file_named(rules, "clocks"))
        yield Fact(heading="gallery", name=f"Clocks of {service.name}", value=value, source=source)
    included = sorted(rules.eligibility.youth.included_services)
    value = f"included by: {', '.join(included)}" if included else "left out by every service"
    source = of(file_named(rules, "youth"))
    yield Fact(heading="gallery", name="Pictures of young persons", value=value, source=source)
    yield Fact(heading="gallery", name="Snapshot of the index", value=index.snapshot_id, source=INDEX)
    yield Fact(heading="gallery", name="Compaction of the index", value=index.trouble or "in order", source=INDEX)


def between(connection: Connection, rules: Rules, service: str, today: date) -> Iterator[Fact]:
    """Other services, the Crown and the defence, and the persons concerned."""
    names = ", ".join(each.name for each in rules.who.services.values())
    yield Fact(heading="sharing", name="Services here", value=names, source=of(file_named(rules, "services")))
    held = agreements_of(connection, service)
    now = [each for each in held if each.in_force(today)]
    told = (f"{each.searcher} searches {each.owner} until {each.expires_on} ({each.sha256[:16]})" for each in now)
    yield listed("sharing", "Agreements with others", told, "agreements signed by both sides (G-02)")
    yield count("sharing", "Agreements proposed or ended", len(held) - len(now), RECORDS)
    numbers = counted(connection)
    yield from _disclosed(numbers)
    yield count("rights", "Applications received", numbers.applications, RECORDS)
    yield count("rights", "Applications answered", numbers.answered, RECORDS)


# Private


def _disclosed(numbers: Counted) -> Iterator[Fact]:
    value = "sealed files with a manifest, whose entries in the log anybody can verify without this system"
    yield Fact(heading="disclosure", name="Form of disclosure", value=value, source="gallery/disclosure/pack.py")
    yield count("disclosure", "Disclosure packs", numbers.packs, RECORDS)
