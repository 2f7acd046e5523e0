"""The public statement about the system, made from what is configured and running, and from nothing else (E-18).

It names the accountable official and no other person. The number of pictures is told as a class, never as a count.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from audits.note import Checkpoint
from gallery.publication.notice import notice
from gallery.rules import Rules
from gallery.rules.casework import Choice
from gallery.rules.reading import RuleFile
from kernel_lib.faces.weights import Weights
from kernel_lib.wire.publication import PublicSection, PublicStatement
from kernel_lib.words.language import Words


@dataclass(frozen=True)
class Known:
    """What the statement is made from. `searchable` is how many pictures may be searched on `today`."""

    rules: Rules
    models: tuple[Weights, ...]
    version: str
    searchable: int
    today: date
    checkpoint: Checkpoint


def missing(rules: Rules) -> tuple[str, ...]:
    """Return what keeps the statement from going out: an official, an office or a contact that is not named (H-06)."""
    told = rules.publication
    needed = (
        (told.official_name, "The accountable official is not named."),
        (told.official_office, "The office of the accountable official is not named."),
        (told.contact, "No contact is named."),
    )
    return tuple(sentence for value, sentence in needed if not value)


def statement(known: Known, words: Words) -> PublicStatement:
    """Return the statement in one language."""
    return PublicStatement(
        language=words.language,
        title=words.say("Face recognition at {service}", service=known.rules.who.home.name),
        sections=tuple(_sections(known, words)),
    )


# Private


def _sections(known: Known, words: Words) -> Iterator[PublicSection]:
    told, language = known.rules.publication, words.language
    yield PublicSection(
        key="official",
        heading=words.say("Who answers for it"),
        sentences=(f"{told.official_name}, {told.official_office}", told.contact),
    )
    yield _system(known, words)
    yield _galleries(known, words)
    yield from _permitted(known, words)
    yield PublicSection(
        key="never", heading=words.say("What it never does"), items=tuple(each[language] for each in told.never)
    )
    yield PublicSection(key="kept", heading=words.say("How long pictures are kept"), items=_kept(known, words))
    yield PublicSection(key="ask", heading=words.say("Asking about yourself"), sentences=(told.ask[language],))
    yield notice(known.rules, words)
    yield PublicSection(key="rules", heading=words.say("Rules in force"), items=tuple(_rules(known.rules, words)))
    yield _proof(known, words)


def _system(known: Known, words: Words) -> PublicSection:
    models = tuple(
        words.say("Face model {name}, SHA-256 {sha256}", name=each.name, sha256=each.sha256) for each in known.models
    )
    name = known.rules.publication.name[words.language]
    return PublicSection(
        key="system",
        heading=words.say("The system"),
        sentences=(words.say("{name}, version {version}", name=name, version=known.version),),
        items=models,
    )


def _galleries(known: Known, words: Words) -> PublicSection:
    size = _size_class(known.searchable, known.rules.publication.size_classes, words)
    line = words.say("Booking photographs of {service}: {size}", service=known.rules.who.home.name, size=size)
    services = ", ".join(each.name for each in known.rules.who.services.values())
    part = words.say("Services that take part: {services}", services=services)
    return PublicSection(
        key="databases",
        heading=words.say("What is searched"),
        sentences=(
            words.say(
                "Galleries of other services are searched only under a signed agreement; no other database is searched."
            ),
        ),
        items=(line, part),
    )


def _permitted(known: Known, words: Words) -> Iterator[PublicSection]:
    rules = known.rules.casework
    offences = (each for each in rules.offences.values() if each.in_force(known.today))
    lines = tuple(f"{words.told(each.title)} ({words.told(each.statute)})" for each in offences)
    yield PublicSection(key="offences", heading=words.say("Offences for which a search may be asked for"), items=lines)
    for key, heading, open_ in (
        ("purposes", words.say("What a search may be for"), True),
        ("refused", words.say("What a search is refused for"), False),
    ):
        yield PublicSection(key=key, heading=heading, items=_titles(rules.purposes.values(), words, open_))
    for key, heading, open_ in (
        ("sources", words.say("Where the picture that is searched may come from"), True),
        ("sources_refused", words.say("Where it may never come from"), False),
    ):
        yield PublicSection(key=key, heading=heading, items=_titles(rules.sources.values(), words, open_))


def _youth(known: Known, words: Words) -> tuple[str, ...]:
    if known.rules.who.home.code in known.rules.eligibility.youth.included_services:
        return ()
    return (words.say("Pictures of persons who were under 18 at the offence are not searched."),)


def _titles(choices: Iterable[Choice], words: Words, open_: bool) -> tuple[str, ...]:
    return tuple(words.told(each.title) for each in choices if each.open is open_)


def _kept(known: Known, words: Words) -> tuple[str, ...]:
    clocks, profile = known.rules.control.retention, known.rules.eligibility.profiles[known.rules.who.home.clocks]
    candidates, lead = known.rules.review.candidate_days, known.rules.casework.lead.valid_days
    return (
        words.say("Template of the searched picture: made in memory for one search and forgotten with it."),
        words.say("Searched picture: {days} days after the request ended.", days=clocks.originals.days),
        words.say("Pictures made from it: {days} days after the request ended.", days=clocks.derivatives.days),
        words.say("Picture of a draft that nobody submitted: {days} days.", days=clocks.drafts.days),
        words.say("Pictures of candidates nobody selected, in the search record: {days} days.", days=candidates),
        words.say("A lead may be used for {days} days.", days=lead),
        words.say("A booking picture leaves search the moment a charge ends without a finding of guilt."),
        words.say("With a charge still open it is searched for {months} months.", months=profile.open_charge_months),
        words.say(
            "With a conviction it is searched for {years} years after the sentence.", years=profile.convicted_years
        ),
        *_youth(known, words),
    )


def _rules(rules: Rules, words: Words) -> Iterator[str]:
    files: Sequence[RuleFile] = (
        *rules.who.files,
        *rules.enrolment.files,
        *rules.control.files,
        rules.publication.file,
    )
    hashes = {each.name: (each.version, each.sha256) for each in files}
    casework = rules.casework
    hashes |= {name: (casework.versions[name], sha256) for name, sha256 in casework.hashes.items()}
    hashes["review"] = (rules.review.version, rules.review.sha256)
    for name, (version, sha256) in sorted(hashes.items()):
        yield words.say("{name}, version {version}, SHA-256 {sha256}", name=name, version=version, sha256=sha256)


def _proof(known: Known, words: Words) -> PublicSection:
    signed = known.checkpoint
    return PublicSection(
        key="checkpoint",
        heading=words.say("The record of every act"),
        sentences=(
            words.say("Each act is written to a log that cannot be changed unseen. Its state when this was made:"),
        ),
        items=(
            words.say("Root {root}", root=signed.root.hex()),
            words.say("Signed {time}", time=signed.time),
        ),
    )


def _size_class(count: int, bounds: tuple[int, ...], words: Words) -> str:
    if count < bounds[0]:
        return words.say("fewer than {above} pictures", above=words.number(bounds[0]))
    below = max(each for each in bounds if each <= count)
    above = next((each for each in bounds if each > count), None)
    if above is None:
        return words.say("{below} pictures or more", below=words.number(below))
    return words.say("from {below} to {above} pictures", below=words.number(below), above=words.number(above))
