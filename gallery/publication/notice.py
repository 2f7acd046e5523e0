"""The notice of collection and of face recognition, for the booking process and the public (F-68).

It is made from the rules in force alone: authority, purposes, what is never searched, how long, and whom to ask.
"""

from collections.abc import Iterator

from gallery.rules import Rules
from kernel_lib.wire.publication import PublicSection, PublicStatement
from kernel_lib.words.language import Words

KEY = "notice"


def notice(rules: Rules, words: Words) -> PublicSection:
    """Return the notice as a section of the public statement."""
    told, language = rules.publication, words.language
    return PublicSection(
        key=KEY,
        heading=words.say("Notice of collection"),
        sentences=(told.notice[language], *_kept(rules, words), told.ask[language]),
        items=tuple(_items(rules, words)),
    )


def notice_alone(statement: PublicStatement) -> PublicStatement:
    """Return a statement that holds nothing but the notice, to hang up where people are booked."""
    section = next(each for each in statement.sections if each.key == KEY)
    return PublicStatement(language=statement.language, title=section.heading, sections=(section,))


# Private


def _items(rules: Rules, words: Words) -> Iterator[str]:
    told = rules.publication
    yield words.say("Service: {service}", service=rules.who.home.name)
    yield words.say("Legal authority: {authority}", authority=told.authority[words.language])
    purposes = (words.told(each.title) for each in rules.casework.purposes.values() if each.open)
    yield words.say("Purposes: {purposes}", purposes="; ".join(purposes))
    yield words.say(
        "Whom to ask: {official}, {office}, {contact}",
        official=told.official_name,
        office=told.official_office,
        contact=told.contact,
    )


def _kept(rules: Rules, words: Words) -> Iterator[str]:
    profile = rules.eligibility.profiles[rules.who.home.clocks]
    yield words.say("A booking picture leaves search the moment a charge ends without a finding of guilt.")
    yield words.say("With a charge still open it is searched for {months} months.", months=profile.open_charge_months)
    yield words.say(
        "With a conviction it is searched for {years} years after the sentence.", years=profile.convicted_years
    )
    if rules.who.home.code not in rules.eligibility.youth.included_services:
        yield words.say("Pictures of persons who were under 18 at the offence are not searched.")
