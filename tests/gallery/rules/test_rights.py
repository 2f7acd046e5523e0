"""Rules of what people may ask are whole, in both languages, or the service does not start."""

from typing import Any

import pytest

from gallery.rules.letters import LetterRules
from gallery.rules.reading import RuleFile, read_toml
from gallery.rules.rights import RightsRules, build
from kernel_lib.errors import SettingsError


def _changed(**data: Any) -> RuleFile:
    file = read_toml("rights")
    return RuleFile(**{**vars(file), "data": {**file.data, **data}})


@pytest.mark.proves("F-64", "F-65", "F-66")
def test_the_rules_have_both_limits_no_fee_and_both_routes() -> None:
    """Thirty calendar days and forty-five business days, nothing to pay, and the commissioner in both languages."""
    rules = RightsRules.load()

    assert {(each.days, each.business_days) for each in rules.limits} == {(30, False), (45, True)}
    assert set(rules.fees.values()) == {0}
    assert all("M4W 1A8" in rules.review.commissioner[language] for language in ("en", "fr"))
    assert rules.removes("F-22.withdrawn")
    assert not rules.removes("F-31.conviction")


@pytest.mark.parametrize(
    "data",
    [
        {"limits_in_force": "another"},
        {"limits": []},
        {"fees": None},
        {"holidays": {"days": []}},
        {"review": {"office": "", "contact": "", "days": 30, "internal": {"en": "a", "fr": "b"}, "commissioner": {}}},
    ],
)
def test_a_file_that_lacks_something_is_refused(data: dict[str, Any]) -> None:
    """The message names the file."""
    with pytest.raises(SettingsError, match=r"rights\.toml"):
        build(_changed(**data))


def test_letters_speak_both_languages_with_the_same_places() -> None:
    """A text that is not there is refused by its key."""
    rules = LetterRules.load()

    assert rules.text("fr", "about", number="AP-1", received="2026-11-24") == "Demande AP-1, reçue le 2026-11-24"
    with pytest.raises(SettingsError, match="unwritten"):
        rules.text("en", "unwritten")
