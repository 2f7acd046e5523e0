"""What a request must hold before it may be submitted. Everything that is missing is said at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gallery.casework.occurrences import OccurrenceState
from gallery.records.further import Further
from gallery.records.probes import Probe
from gallery.rules.casework import CaseworkRules, Choice, NumberFormat
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import RequestDraft

DISTINCT_WORDS = 6
"""Fewer different words than this say nothing about a person and an offence (A-08)."""

_NEXT = "Complete the fields that are named and submit again; what you typed is kept."


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or not acceptable: the field, the rule that asks for it, and what to do."""

    field: str
    rule: str
    message: str


def gaps(
    draft: RequestDraft,
    probe: Probe | None,
    rules: CaseworkRules,
    numbers: NumberFormat,
    today: date,
    occurrence: OccurrenceState | None = None,
) -> tuple[Gap, ...]:
    """Return everything that stands between a draft and its submission, in the order of the form.

    `occurrence` is how the number stands in the records system's export, None where there is none (A-01).
    """
    return (
        *_number(draft, numbers, occurrence),
        *_offence(draft, rules, today),
        *_purpose(draft, rules),
        *_urgency(draft, rules),
        *_depicted(draft, rules),
        *_source(draft, rules, today),
        *_picture(probe, rules),
        *_groups(draft, rules),
    )


def demand_complete(found: tuple[Gap, ...]) -> None:
    """Do nothing when there is no gap.

    Raises:
        Unacceptable: something is missing; `refusal.fields` names every field at once.
    """
    if found:
        fields = {gap.field: gap.message for gap in found}
        raise Unacceptable(found[0].rule, f"The request is not complete. {found[0].message}", _NEXT, fields=fields)


def demand_lawful_source(draft: RequestDraft, rules: CaseworkRules) -> None:
    """Do nothing unless a prohibited source or purpose is chosen.

    Raises:
        Unacceptable: the source type (A-05) or the purpose (A-10) is on the list that is refused outright.
    """
    purpose = rules.purposes.get(draft.purpose)
    if purpose and not purpose.open:
        raise Unacceptable(
            purpose.rule,
            f"No search is made for this purpose: {purpose.title.lower()}.",
            "End the request. Ask compliance if you believe that the purpose is another one.",
            fields={"purpose": f"{purpose.title}: no search is made for it."},
        )
    chosen = rules.sources.get(draft.source_type)
    if chosen and not chosen.open:
        raise Unacceptable(
            chosen.rule,
            f"This source may not be searched: {chosen.title.lower()}. {chosen.note}",
            "Use a lawfully obtained recording, or end the request.",
            fields={"source_type": f"{chosen.title} is prohibited. {chosen.note}"},
        )


def further_gaps(further: tuple[Further, ...]) -> tuple[Gap, ...]:
    """Return what is missing in the pictures that were added: a face in each (A-21)."""
    if all(each.chosen for each in further):
        return ()
    reason = "A further picture has no chosen face. Choose it or take the picture out."
    return (Gap("further", "A-21", reason),)


# Private


def _number(draft: RequestDraft, numbers: NumberFormat, occurrence: OccurrenceState | None) -> Iterator[Gap]:
    if not re.fullmatch(numbers.pattern, draft.occurrence_number):
        yield Gap("occurrence_number", "A-01", f"Give the occurrence number in the form {numbers.example}.")
    elif occurrence is OccurrenceState.UNKNOWN:
        yield Gap("occurrence_number", "A-01", "The records system has no occurrence with this number.")
    elif occurrence is OccurrenceState.CLOSED:
        yield Gap("occurrence_number", "A-01", "This occurrence is closed in the records system.")


def _offence(draft: RequestDraft, rules: CaseworkRules, today: date) -> Iterator[Gap]:
    offence, role = rules.offences.get(draft.offence_id), rules.depicted_roles.get(draft.depicted_role)
    if offence is None and (draft.offence_id or role is None or role.offence_needed):
        yield Gap("offence_id", "A-02", "Choose an offence from the list in force.")
    elif offence and not offence.in_force(today):
        yield Gap("offence_id", offence.rule, f"{offence.title} is not on the list in force. {offence.note}".strip())
    if draft.protected_activity is None:
        yield Gap("protected_activity", "A-09", "Say whether the picture shows a protest, worship or another assembly.")


def _groups(draft: RequestDraft, rules: CaseworkRules) -> Iterator[Gap]:
    for group in rules.groups:
        given = getattr(draft, group.field)
        if given and given not in {each.id for each in group.choices}:
            yield Gap(group.field, "J-05", f"Choose one of the list, or leave it open: {group.title.lower()}.")


def _purpose(draft: RequestDraft, rules: CaseworkRules) -> Iterator[Gap]:
    yield from _choice("purpose", "A-10", "what the search is for", draft.purpose, rules.purposes)
    role = rules.depicted_roles.get(draft.depicted_role)
    chosen = rules.purposes.get(draft.purpose)
    if role and chosen and chosen.open and chosen.id not in role.purposes:
        allowed = " or ".join(rules.purposes[each].title.lower() for each in role.purposes)
        yield Gap("purpose", "A-07", f"For this depicted person the purpose can only be: {allowed}.")


def _urgency(draft: RequestDraft, rules: CaseworkRules) -> Iterator[Gap]:
    shortest = rules.search.answer_min_length
    if draft.exigent and len(draft.exigent_reason) < shortest:
        yield Gap("exigent_reason", "A-12", f"Say in at least {shortest} characters which serious harm is imminent.")


def _depicted(draft: RequestDraft, rules: CaseworkRules) -> Iterator[Gap]:
    yield from _choice("depicted_role", "A-07", "whom the picture shows", draft.depicted_role, rules.depicted_roles)
    role = rules.depicted_roles.get(draft.depicted_role)
    if role and role.asks and len(draft.role_statement) < rules.search.answer_min_length:
        yield Gap("role_statement", "A-07", role.asks)
    shortest = rules.search.ground_min_length
    said = _own_words(draft, rules)
    if len(draft.ground) < shortest:
        yield Gap("ground", "A-08", f"Say in at least {shortest} characters what links this person to the offence.")
    elif len(said) < shortest or len(set(said.split())) < DISTINCT_WORDS:
        message = (
            "Say what links this person to this offence in your own words; a title or a stock phrase is not enough."
        )
        yield Gap("ground", "A-08", message)


def _source(draft: RequestDraft, rules: CaseworkRules, today: date) -> Iterator[Gap]:
    yield from _choice("source_type", "A-04", "where the picture comes from", draft.source_type, rules.sources)
    if not draft.source_holder:
        yield Gap("source_holder", "A-04", "Say who held the picture.")
    if draft.source_obtained_on is None:
        yield Gap("source_obtained_on", "A-04", "Say on which day the picture was obtained.")
    elif draft.source_obtained_on > today:
        yield Gap("source_obtained_on", "A-04", "The day on which the picture was obtained lies in the future.")
    if not draft.source_place:
        yield Gap("source_place", "A-04", "Say where the picture was obtained.")
    authority = "under which authority it was obtained"
    yield from _choice("source_authority", "A-04", authority, draft.source_authority, rules.authorities)
    if not draft.source_declared:
        yield Gap("source_declared", "A-04", "Declare that the picture was lawfully obtained.")
    if not draft.undertaking:
        message = "Undertake that the picture shows neither you nor family, a colleague or a public figure."
        yield Gap("undertaking", "B-11", message)


def _picture(probe: Probe | None, rules: CaseworkRules) -> Iterator[Gap]:
    if probe is None:
        yield Gap("picture", "A-13", "Upload the picture to be searched.")
    elif not probe.faces:
        yield Gap("picture", "A-18", "No face was found in the picture. Upload an upright, lit picture of the person.")
    elif not any(face.searchable for face in probe.faces):
        yield Gap("picture", "A-18", "No face in the picture is above the quality floor. Upload a better picture.")
    elif probe.chosen is None:
        yield Gap("face", "A-20", "Choose the one face to be searched and say why that one.")
    elif not probe.chosen.searchable:
        yield Gap(
            "face", "A-18", "The chosen face is below the quality floor. Choose another or upload a better picture."
        )
    elif len(probe.chosen_why) < rules.search.why_min_length:
        yield Gap("face", "A-20", "Say why this face was chosen.")


def _choice(field: str, rule: str, what: str, chosen: str, choices: Mapping[str, Choice]) -> Iterator[Gap]:
    choice = choices.get(chosen)
    if choice is None:
        yield Gap(field, rule, f"Choose {what}.")
    elif not choice.open:
        yield Gap(field, choice.rule, f"{choice.title} is not open. {choice.note}".strip())


def _own_words(draft: RequestDraft, rules: CaseworkRules) -> str:
    """The ground without the offence's title, its number and stock phrases."""
    text = _plain(draft.ground)
    offence = rules.offences.get(draft.offence_id)
    stock = [*rules.search.boilerplate, draft.occurrence_number, *((offence.title, offence.statute) if offence else ())]
    for phrase in map(_plain, stock):
        if phrase:
            text = text.replace(phrase, " ")
    return " ".join(text.split())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
