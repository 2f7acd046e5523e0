"""Facts that the rules in force give: scope, authority, policies, sources, search, sharing."""

from collections.abc import Iterator
from datetime import date

from gallery.privacy.facts.line import NOT_RECORDED, closed, count, listed, of
from gallery.rules import Rules
from gallery.rules.casework import CaseworkRules
from gallery.rules.reading import RuleFile
from kernel_lib.wire.gallery import Fact


def control(rules: Rules, version: str) -> Iterator[Fact]:
    """Who answers for what, in which version."""
    yield Fact(heading="control", name="Product version", value=version, source="installed package leadbook")
    told = rules.publication
    official = f"{told.official_name}, {told.official_office}" if told.official_name else NOT_RECORDED
    yield Fact(heading="control", name="Accountable official", value=official, source=of(told.file))
    services = file_named(rules, "services")
    yield Fact(heading="control", name="Police service", value=rules.who.home.name, source=of(services))


def scope(rules: Rules) -> Iterator[Fact]:
    """What may be searched for, and what may not; and the terms of a pilot (K-08)."""
    casework = rules.casework
    offences, source = casework.offences.values(), _casework(casework, "offences")
    yield count("scope", "Offences for which a search may be asked for", sum(each.open for each in offences), source)
    yield listed("scope", "Those offences", (each.title for each in offences if each.open), source)
    yield listed("scope", "Offences listed as closed", (each.title for each in offences if not each.open), source)
    purposes = casework.purposes.values()
    source = _casework(casework, "purposes")
    yield listed("scope", "Purposes of a search", (each.title for each in purposes if each.open), source)
    yield listed("scope", "Purposes that are refused", (closed(each) for each in purposes if not each.open), source)
    roles = (closed(each) for each in casework.depicted_roles.values() if not each.open)
    source = _casework(casework, "depicted_roles")
    yield listed("scope", "Roles of the depicted person that are closed", roles, source)
    yield from _pilot(rules)


def authority(rules: Rules, today: date) -> Iterator[Fact]:
    """Under which paragraphs pictures come in."""
    enrolment, source = rules.enrolment, of(file_named(rules, "enrolment"))
    titles = (enrolment.cite(each, today) for each in enrolment.authorities)
    yield listed("authority", "Paragraphs of the Identification of Criminals Act accepted", titles, source)
    yield listed("authority", "Offences without photographs", sorted(enrolment.no_photograph), source)
    authorities = rules.casework.authorities.values()
    open_ones = (each.title for each in authorities if each.open)
    yield listed("authority", "Authorities for a probe", open_ones, _casework(rules.casework, "sources"))


def policies(rules: Rules) -> Iterator[Fact]:
    """Every rule file in force."""
    for file in own_files(rules):
        value = f"version {file.version}, in force since {file.effective_from}, approved by: {file.approved_by}"
        yield Fact(heading="policies", name=f"Rules: {file.name}", value=value, source=f"SHA-256 {file.sha256}")
    for name, sha256 in rules.casework.hashes.items():
        value = f"version {rules.casework.versions[name]}"
        yield Fact(heading="policies", name=f"Rules: {name}", value=value, source=f"SHA-256 {sha256}")


def probes(rules: Rules) -> Iterator[Fact]:
    """Where a probe may come from, and how long its pictures are kept."""
    sources, source = rules.casework.sources.values(), _casework(rules.casework, "sources")
    yield listed("probes", "Sources accepted", (each.title for each in sources if each.open), source)
    yield listed("probes", "Sources refused outright", (closed(each) for each in sources if not each.open), source)
    kept = rules.control.retention
    source = f"rules retention.toml, version {kept.version}"
    yield count("probes", "Days for which derived pictures are kept", kept.derivatives.days, source)
    yield count("probes", "Days for which originals are kept", kept.originals.days, source)
    yield count("probes", "Days for which pictures of drafts are kept", kept.drafts.days, source)
    yield Fact(heading="probes", name="Templates of probes", value=kept.template, source=source)


def search(rules: Rules) -> Iterator[Fact]:
    """How a list is bounded, and what a lead says. `rules` are those with the bounds in force."""
    bounds, lead = rules.casework.search, rules.casework.lead
    changed = rules.casework.versions.get("search_settings")
    source = f"change {changed} approved by two people" if changed else _casework(rules.casework, "search")
    yield count("search", "Longest candidate list", bounds.max_candidates, source)
    yield Fact(heading="search", name="Lowest similarity of a candidate", value=str(bounds.min_score), source=source)
    yield count("search", "Searches of one person in an hour", bounds.searches_an_hour, source)
    source = _casework(rules.casework, "lead")
    yield count("search", "Days for which a lead may be used", lead.valid_days, source)
    yield listed("search", "Limits that every lead states", lead.limits, source)


def annexes(rules: Rules) -> Iterator[Fact]:
    """The hashes of what is in force."""
    own = {file.name: file.sha256 for file in own_files(rules)}
    hashes = [f"{name} {sha256[:16]}" for name, sha256 in sorted({**own, **rules.casework.hashes}.items())]
    yield listed("annexes", "Rules in force by hash", hashes, "gallery/rules")


def own_files(rules: Rules) -> tuple[RuleFile, ...]:
    """Return the rule files that are not of casework."""
    return (
        *rules.who.files,
        *rules.enrolment.files,
        *rules.eligibility.files,
        *rules.control.files,
        rules.publication.file,
        rules.assessment.file,
        rules.pilot.file,
    )


def file_named(rules: Rules, name: str) -> RuleFile:
    """Return one of those files."""
    return next(file for file in own_files(rules) if file.name == name)


# Private


def _casework(casework: CaseworkRules, name: str) -> str:
    return f"rules {name}.toml, version {casework.versions[name]}"


def _pilot(rules: Rules) -> Iterator[Fact]:
    pilot, source = rules.pilot, of(rules.pilot.file)
    days = f"from {pilot.begins_on} to the day before {pilot.ends_on}" if pilot.active else "no pilot is running"
    yield Fact(heading="scope", name="Pilot", value=days, source=source)
    if pilot.active:
        yield count("scope", "Searches that the pilot allows", pilot.most_searches, source)
        yield count("scope", "Searches of a day that the pilot allows", pilot.most_searches_a_day, source)
        measures = (f"{each.title}: {each.target}" for each in pilot.measures)
        yield listed("scope", "Measures of success of the pilot", measures, source)
