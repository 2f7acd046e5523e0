"""What a conclusion must hold before it is locked."""

from typing import Any

import pytest

from gallery.casework.conclusion import demand_analysis, demand_conclusion
from gallery.records.examinations import Letter
from gallery.rules.casework import CaseworkRules
from kernel_lib.errors import Unacceptable
from kernel_lib.vocabulary import Disposition, Observation, Side
from kernel_lib.wire.examination import AnalysisNotes, ComponentObservation, ConclusionOffered
from kernel_lib.wire.views import Pin
from tests.gallery.casework.bench import ANSWER

RULES = CaseworkRules.load()
LETTERS = (Letter("A", "one", Disposition.NOT_EXCLUDED), Letter("B", "two", Disposition.EXCLUDED))
ALL = tuple(ComponentObservation(component=c.id, observation=Observation.SIMILAR) for c in RULES.components)


def _offered(**changed: Any) -> ConclusionOffered:
    whole = {"letter": "A", "value": 1, "components": ALL, "reasons": ANSWER}
    return ConclusionOffered(**{**whole, **changed})


def _with(observation: Observation, note: str = "") -> tuple[ComponentObservation, ...]:
    return (ComponentObservation(component="skin", observation=observation, note=note), *ALL[1:])


@pytest.mark.proves("D-06")
@pytest.mark.parametrize("value", [-2, -1, 0, 1, 2])
def test_every_value_of_the_scale_may_be_locked_for_a_letter(value: int) -> None:
    """The scale is symmetric, and a letter may be given whatever the value (D-06)."""
    demand_conclusion(_offered(value=value), LETTERS, RULES)


@pytest.mark.parametrize("value", [-2, -1, 0])
def test_none_of_these_needs_no_checklist(value: int) -> None:
    """Without a letter nothing was compared in detail."""
    demand_conclusion(_offered(letter=None, value=value, components=()), LETTERS, RULES)


@pytest.mark.proves("D-03", "D-05")
@pytest.mark.parametrize(
    ("field", "rule", "changed"),
    [
        ("value", "D-06", {"value": 3}),
        ("value", "D-06", {"value": -3}),
        ("letter", "D-06", {"letter": None, "components": ()}),
        ("letter", "D-06", {"letter": "Z"}),
        ("letter", "C-04", {"letter": "B"}),
        ("components.jaw", "D-03", {"components": tuple(row for row in ALL if row.component != "jaw")}),
        ("components.skin", "D-03", {"components": (*ALL, ALL[0])}),
        (
            "components.aura",
            "D-03",
            {"components": (*ALL, ComponentObservation(component="aura", observation=Observation.SIMILAR))},
        ),
        ("components.skin", "D-05", {"components": _with(Observation.DISSIMILAR)}),
        ("components.skin", "D-05", {"components": _with(Observation.DISSIMILAR, "It just looks so.")}),
        (
            "components",
            "D-03",
            {"components": tuple(row.model_copy(update={"observation": Observation.NOT_VISIBLE}) for row in ALL)},
        ),
        ("reasons", "D-06", {"reasons": "Looks alike."}),
    ],
)
def test_what_does_not_agree_is_named(field: str, rule: str, changed: dict[str, Any]) -> None:
    """One thing at a time is wrong, and exactly that field is named."""
    with pytest.raises(Unacceptable) as refused:
        demand_conclusion(_offered(**changed), LETTERS, RULES)

    assert set(refused.value.refusal.fields) == {field}
    assert refused.value.refusal.rule == rule


def test_a_candidate_without_disposition_is_counted() -> None:
    """Every candidate needs one, and the message says how many are left (C-04)."""
    with pytest.raises(Unacceptable, match="1 of 3 candidates") as refused:
        demand_conclusion(_offered(), (*LETTERS, Letter("C", "three")), RULES)

    assert refused.value.refusal.rule == "C-04"


@pytest.mark.parametrize("note", ["Ageing: six years lie between.", "pose", "image artefact, blur"])
def test_an_explained_dissimilarity_may_support(note: str) -> None:
    """The note begins with one of the listed explanations (D-05)."""
    demand_conclusion(_offered(components=_with(Observation.DISSIMILAR, note)), LETTERS, RULES)


@pytest.mark.proves("D-05")
def test_an_unexplained_dissimilarity_may_stand_without_support() -> None:
    """It forces a value of 0 or less (D-05)."""
    demand_conclusion(_offered(value=0, components=_with(Observation.DISSIMILAR)), LETTERS, RULES)


@pytest.mark.proves("D-02")
def test_notes_on_the_probe_answer_every_component() -> None:
    """A missing and an unknown component are both named (D-02)."""
    visible = {component.id: True for component in RULES.components if component.id != "ears"} | {"aura": True}

    with pytest.raises(Unacceptable) as refused:
        demand_analysis(AnalysisNotes(visible=visible, suitable=True), RULES)

    assert set(refused.value.refusal.fields) == {"visible.ears", "visible.aura"}


def test_an_unsuitable_probe_needs_its_reason() -> None:
    """The investigator is told why nothing was searched (A-19)."""
    visible = {component.id: False for component in RULES.components}

    with pytest.raises(Unacceptable) as refused:
        demand_analysis(AnalysisNotes(visible=visible, suitable=False, limits="dark"), RULES)

    assert refused.value.refusal.rule == "A-19"


def test_a_probe_in_which_nothing_is_visible_is_not_suitable() -> None:
    """The notes may not contradict themselves (D-02)."""
    visible = {component.id: False for component in RULES.components}

    with pytest.raises(Unacceptable) as refused:
        demand_analysis(AnalysisNotes(visible=visible, suitable=True), RULES)

    assert set(refused.value.refusal.fields) == {"suitable"}


def test_pins_are_for_components_and_candidates_that_are_there() -> None:
    """A pin on the probe or on a shown candidate may be locked; any other is named (D-03)."""
    good = Pin(component="ears", side=Side.CANDIDATE, letter="B", picture=1, x=1.0, y=1.0)
    demand_conclusion(_offered(pins=(good,)), LETTERS, RULES)

    for bad in ({"component": "aura"}, {"letter": "Z"}):
        with pytest.raises(Unacceptable) as refused:
            demand_conclusion(_offered(pins=(good, good.model_copy(update=bad))), LETTERS, RULES)
        assert set(refused.value.refusal.fields) == {"pins"}


def test_before_the_candidates_pins_are_on_the_probe_alone() -> None:
    """Notes on the probe cannot be about a candidate (D-02)."""
    visible = {component.id: True for component in RULES.components}
    pin = Pin(component="ears", side=Side.CANDIDATE, letter="A", picture=1, x=1.0, y=1.0)

    with pytest.raises(Unacceptable) as refused:
        demand_analysis(AnalysisNotes(visible=visible, suitable=True, pins=(pin,)), RULES)

    assert set(refused.value.refusal.fields) == {"pins"}
