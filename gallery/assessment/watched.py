"""What an assessment is about, as values by keys that stay: a change of one of them is an amendment (K-03, W-11)."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from gallery.records.agreements import agreements_of
from gallery.records.amendments import Amendment, Change
from gallery.records.assessments import Version, Watched
from gallery.records.tuning import setting_in_force
from gallery.rules import Rules
from gallery.rules.casework import Choice, Offence
from gallery.rules.reading import RuleFile

THRESHOLD, LENGTH, MODEL, PARTNERS = "threshold.min_score", "list.max_candidates", "model.id", "partner.agreements"

KINDS = {
    "purpose": "purposes of searches",
    "gallery": "what the gallery holds",
    "partner": "partners",
    "model": "the face model",
    "threshold": "the threshold",
    "list": "the length of lists",
    "retention": "how long information is kept",
    "source": "sources of probe pictures",
    "rules": "rules in force",
}
"""The first word of each key, as people read it: the eight kinds of K-03, and the files that hold them."""


def watched(connection: Connection, rules: Rules, service: str, model_id: str) -> Watched:
    """Return what holds now for a service."""
    return dict(_watched(connection, rules, service, model_id))


def agreed(agreement_sha256: str, searcher: str, owner: str) -> str:
    """Return an agreement as the watched value holds it."""
    return f"{searcher} searches {owner} ({agreement_sha256[:12]})"


def drift(version: Version, amendments: Iterable[Amendment], now: Watched) -> tuple[Change, ...]:
    """Return what is neither as it was assessed nor as an accepted amendment lets it be.

    An accepted amendment that has not taken effect allows both its values. That partners become fewer is no change
    that could take anything from anybody.
    """
    accepted = [each for each in amendments if each.accepted_at and not each.dropped_at]
    allowed: dict[str, list[tuple[str, ...]]] = {key: [values] for key, values in version.watched.items()}
    for amendment in accepted:
        for change in amendment.changes:
            before = [change.before] if amendment.applied_at is None else []
            allowed[change.key] = [change.after, *before]
    return tuple(
        Change(key, allowed.get(key, [()])[0], now.get(key, ()))
        for key in sorted({*allowed, *now})
        if not _covered(key, now.get(key, ()), allowed.get(key, [()]))
    )


def kinds(changes: Iterable[Change]) -> tuple[str, ...]:
    """Return in words which kinds of things changed, each once."""
    first = (each.key.split(".", 1)[0] for each in changes)
    return tuple(dict.fromkeys(KINDS.get(kind, kind) for kind in first))


# Private


def _covered(key: str, now: tuple[str, ...], allowed: list[tuple[str, ...]]) -> bool:
    if key == PARTNERS:
        return any(set(now) <= set(each) for each in allowed)
    return now in allowed


def _watched(
    connection: Connection, rules: Rules, service: str, model_id: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    casework, setting = rules.casework, setting_in_force(connection)
    yield "purpose.purposes", _open(casework.purposes)
    yield "purpose.offences", _open(casework.offences)
    yield "purpose.depicted_roles", _open(casework.depicted_roles)
    yield "source.types", _open(casework.sources)
    yield "source.authorities", _open(casework.authorities)
    yield "gallery.authorities", tuple(sorted(rules.enrolment.authorities))
    yield "gallery.youth", tuple(sorted(rules.eligibility.youth.included_services))
    signed = (each for each in agreements_of(connection, service) if each.signed_at and not each.ended_at)
    yield PARTNERS, tuple(sorted(agreed(each.sha256, each.searcher, each.owner) for each in signed))
    yield MODEL, (model_id,)
    yield THRESHOLD, (str(setting.min_score if setting else casework.search.min_score),)
    yield LENGTH, (str(setting.max_candidates if setting else casework.search.max_candidates),)
    yield from _retention(rules, service)
    for name, told in sorted(_files(rules).items()):
        if name in rules.assessment.watched_files:
            yield f"rules.{name}", (told,)


def _open(choices: Mapping[str, Choice] | Mapping[str, Offence]) -> tuple[str, ...]:
    return tuple(sorted(each.id for each in choices.values() if each.open))


def _retention(rules: Rules, service: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    kept = rules.control.retention
    for name in ("derivatives", "originals", "drafts"):
        yield f"retention.{name}_days", (str(getattr(kept, name).days),)
    if service not in rules.who.services:
        return
    profile = rules.eligibility.profiles[rules.who.services[service].clocks]
    yield "retention.profile", (profile.id,)
    yield "retention.open_charge_months", (str(profile.open_charge_months),)
    yield "retention.convicted_years", (str(profile.convicted_years),)
    clocks = profile.clocks.items()
    yield (
        "retention.clocks",
        tuple(
            sorted(
                f"{disposition.value}: {clock.length.count} {clock.length.unit}s from {clock.runs_from.value}"
                for disposition, clock in clocks
            )
        ),
    )


def _files(rules: Rules) -> dict[str, str]:
    read: tuple[RuleFile, ...] = (
        *rules.enrolment.files,
        *rules.eligibility.files,
        *rules.control.files,
        rules.pilot.file,
    )
    own = {file.name: f"version {file.version}, {file.sha256[:12]}" for file in read}
    casework = rules.casework
    return own | {name: f"version {casework.versions[name]}, {casework.hashes[name][:12]}" for name in casework.hashes}
