"""The rules of casework: dated data that is refused where it would break a requirement."""

from dataclasses import replace
from typing import Any

import pytest

from gallery.rules import Rules
from gallery.rules.casework import CaseworkRules, build
from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

NAMES = (
    "occurrences",
    "offences",
    "purposes",
    "sources",
    "depicted_roles",
    "demographics",
    "checklist",
    "scale",
    "lead",
    "search",
)


def _files(**changed: dict[str, Any]) -> dict[str, RuleFile]:
    files = {name: read_toml(name) for name in NAMES}
    return {name: replace(file, data={**file.data, **changed.get(name, {})}) for name, file in files.items()}


def _scale(**last: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in read_toml("scale").data["value"]]
    return [*rows[:-1], {**rows[-1], **last}]


def test_the_rules_that_ship_are_whole() -> None:
    """At least twelve offences, nineteen components, a scale with a middle, versions and hashes of every file."""
    rules = CaseworkRules.load()

    assert sum(offence.open for offence in rules.offences.values()) >= 12
    assert all(offence.note for offence in rules.offences.values() if not offence.open)
    assert len(rules.components) == 19
    assert [step.value for step in rules.scale.steps] == [-2, -1, 0, 1, 2]
    assert set(rules.hashes) == set(rules.versions) == set(NAMES)


def test_every_service_has_its_form_of_numbers() -> None:
    """A service without one could submit nothing (A-01)."""
    rules = Rules.load()

    assert set(rules.casework.numbers) >= set(rules.who.services)


def test_the_seven_prohibited_kinds_of_source_are_closed() -> None:
    """A-05 names them."""
    closed = {source.id for source in CaseworkRules.load().sources.values() if not source.open}

    assert closed == {
        "live_feed", "social_media", "third_party_result", "identity_document", "sketch", "look_alike", "generated",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        _scale(title="Identified"),
        _scale(sentence="It is a match."),
        _scale(sentence="The person is the same with 100 in 100."),
        _scale(value=3),
        _scale()[:2] + _scale()[3:],
        _scale()[1:],
    ],
    ids=["identified", "match", "hundred", "not symmetric", "no middle", "one side"],
)
def test_a_scale_that_names_or_leans_is_refused(value: list[dict[str, Any]]) -> None:
    """Symmetric support, a middle, and no value that says who it is (D-06)."""
    with pytest.raises(SettingsError, match=r"scale\.toml"):
        build(_files(scale={"value": value}))


@pytest.mark.parametrize("lead_from", [0, -1, 3])
def test_a_lead_needs_support_for_the_same_person(lead_from: int) -> None:
    """No fast path can be configured (D-12)."""
    with pytest.raises(SettingsError, match="lead_from"):
        build(_files(scale={"lead_from": lead_from}))


@pytest.mark.parametrize("longest", [1, 51])
def test_a_list_has_its_bounds(longest: int) -> None:
    """From 2 to 50 (C-01)."""
    with pytest.raises(SettingsError, match="max_candidates from 2 to 50"):
        build(_files(search={"max_candidates": longest}))


@pytest.mark.parametrize("score", [0.0, 1.0, -0.2])
def test_a_threshold_is_a_similarity(score: float) -> None:
    """Everything or nothing is no threshold."""
    with pytest.raises(SettingsError, match="min_score"):
        build(_files(search={"min_score": score}))


def test_an_id_stands_once() -> None:
    """Two offences under one id could not be told apart later (A-03)."""
    rows = list(read_toml("offences").data["offence"])

    with pytest.raises(SettingsError, match="'murder' twice"):
        build(_files(offences={"offence": [*rows, next(row for row in rows if row["id"] == "murder")]}))


def test_an_example_has_the_form_it_shows() -> None:
    """The form's example must itself pass (A-01)."""
    row = {"service": "demo", "pattern": "[0-9]+", "example": "A-1"}

    with pytest.raises(SettingsError, match="an example of the pattern"):
        build(_files(occurrences={"format": [row]}))


def test_a_missing_value_is_named() -> None:
    """The message says which file's value is not there."""
    with pytest.raises(SettingsError, match="casework rules"):
        build(_files(offences={"offence": [{"id": "x"}]}))
