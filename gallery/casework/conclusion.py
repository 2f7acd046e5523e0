"""What a conclusion must hold before it may be locked (C-04, D-03, D-05, D-06)."""

from collections import Counter
from collections.abc import Iterator

from gallery.casework.completeness import Gap
from gallery.records.examinations import Letter
from gallery.rules.casework import CaseworkRules
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import Disposition, Observation
from kernel_lib.wire.examination import AnalysisNotes, ComponentObservation, ConclusionOffered
from kernel_lib.wire.views import Pin


def demand_analysis(notes: AnalysisNotes, rules: CaseworkRules, mark: str = "") -> None:
    """Do nothing when the notes answer every component, and say why when the probe is unsuitable.

    Where the probe carries the low-quality `mark`, the notes also say why it is searched (A-18).

    Raises:
        Unacceptable: a component is missing or unknown (D-02), an unsuitable probe has no limits written (A-19), or
            one of low quality is to be searched without a reason (A-18).
    """
    wanted = {component.id: component.title for component in rules.components}
    found = [
        Gap(f"visible.{key}", "D-02", f"Say whether visible: {wanted[key]}.") for key in wanted.keys() - notes.visible
    ]
    found += [Gap(f"visible.{key}", "D-02", "Not in the checklist.") for key in notes.visible.keys() - wanted]
    found += _pins(notes.pins, (), rules)
    if notes.suitable and not any(notes.visible.values()):
        found.append(Gap("suitable", "D-02", "A picture in which nothing is visible is not suitable."))
    if not notes.suitable and len(notes.limits) < rules.search.answer_min_length:
        shortest = rules.search.answer_min_length
        found.append(Gap("limits", "A-19", f"Say in at least {shortest} characters why the picture is unsuitable."))
    if notes.suitable and mark and len(notes.quality_reason) < rules.search.answer_min_length:
        shortest = rules.search.answer_min_length
        reason = f"Say in at least {shortest} characters why a picture of low quality is searched."
        found.append(Gap("quality_reason", "A-18", reason))
    _demand_none(found, "The notes on the probe are not complete.")


def demand_conclusion(offered: ConclusionOffered, letters: tuple[Letter, ...], rules: CaseworkRules) -> None:
    """Do nothing when value, letter, checklist and reasons agree.

    Raises:
        Unacceptable: something is missing or does not agree; `refusal.fields` names everything at once.
    """
    found = [
        *_dispositions(letters),
        *_value(offered, letters, rules),
        *_checklist(offered, rules),
        *_support(offered, letters, rules),
        *_pins(offered.pins, letters, rules),
    ]
    if len(offered.reasons) < rules.search.answer_min_length:
        shortest = rules.search.answer_min_length
        found.append(Gap("reasons", "D-06", f"Give the reasons in at least {shortest} characters."))
    _demand_none(found, "The conclusion cannot be locked.")


def explained(observation: ComponentObservation, rules: CaseworkRules) -> bool:
    """Say whether the note of a dissimilarity begins with one of the listed explanations (D-05)."""
    note = observation.note.casefold()
    return any(note.startswith((each.title.casefold(), each.id)) for each in rules.explanations)


# Private


def _demand_none(found: list[Gap], summary: str) -> None:
    if found:
        fields = {gap.field: gap.message for gap in found}
        following = "Complete what is named and lock again; nothing was locked."
        raise Unacceptable(found[0].rule, f"{summary} {found[0].message}", following, fields=fields)


def _dispositions(letters: tuple[Letter, ...]) -> Iterator[Gap]:
    missing = [letter.letter for letter in letters if letter.disposition is None]
    if missing:
        message = f"{len(missing)} of {len(letters)} candidates have no disposition: {', '.join(missing)}."
        yield Gap("letters", "C-04", message)


def _value(offered: ConclusionOffered, letters: tuple[Letter, ...], rules: CaseworkRules) -> Iterator[Gap]:
    if rules.scale.step(offered.value) is None:
        values = ", ".join(str(step.value) for step in rules.scale.steps)
        yield Gap("value", "D-06", f"Choose a value of the scale: {values}.")
    if offered.letter is None:
        if offered.value > 0:
            yield Gap("letter", "D-06", "Support for the same person needs the letter of the candidate.")
    elif offered.letter not in {letter.letter for letter in letters}:
        yield Gap("letter", "D-06", "There is no candidate under this letter.")


def _checklist(offered: ConclusionOffered, rules: CaseworkRules) -> Iterator[Gap]:
    wanted = {component.id: component.title for component in rules.components}
    given = Counter(row.component for row in offered.components)
    for key in given:
        if key not in wanted or given[key] > 1:
            yield Gap(f"components.{key}", "D-03", "Each component of the checklist is answered once.")
    if offered.letter is not None:
        for key in wanted.keys() - given:
            yield Gap(f"components.{key}", "D-03", f"Compare this component: {wanted[key]}.")


def _pins(pins: tuple[Pin, ...], letters: tuple[Letter, ...], rules: CaseworkRules) -> Iterator[Gap]:
    components = {component.id for component in rules.components}
    shown = {"", *(letter.letter for letter in letters)}
    if any(pin.component not in components or pin.letter not in shown for pin in pins):
        yield Gap("pins", "D-03", "A pin is for a component of the checklist, on the probe or on a candidate shown.")


def _support(offered: ConclusionOffered, letters: tuple[Letter, ...], rules: CaseworkRules) -> Iterator[Gap]:
    if offered.value <= 0 or offered.letter is None:
        return
    if any(each.letter == offered.letter and each.disposition is Disposition.EXCLUDED for each in letters):
        yield Gap("letter", "C-04", "The chosen candidate was excluded. Change the disposition or the letter.")
    if not any(row.observation is Observation.SIMILAR for row in offered.components):
        yield Gap("components", "D-03", "Support for the same person needs at least one similar component.")
    choices = ", ".join(each.title for each in rules.explanations)
    for row in offered.components:
        if row.observation is Observation.DISSIMILAR and not explained(row, rules):
            message = f"Begin the note with what explains the difference ({choices}), or choose another value."
            yield Gap(f"components.{row.component}", "D-05", message)
