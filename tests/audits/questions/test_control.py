"""Items 22, 24 and 25 of the auditors' list: each question returns exactly the planted cases."""

import pytest

from tests.audits.questions.conftest import Asked

pytestmark = pytest.mark.proves("I-05")


@pytest.mark.proves("L-01")
def test_item_22_changes_and_the_evaluation_before_each(asked: Asked) -> None:
    """An evaluation counts for its own model, and only when it was filed before."""
    found = asked("configuration_changes", "act", "model_id", "evaluation_id")
    without = asked("configuration_changes", "act", "model_id", without_evaluation="yes")

    assert found == [
        ("configuration_changed", "sface@1", None),
        ("configuration_changed", "sface@1", "evaluation-1"),
        ("model_changed", "other@2", None),
        ("model_changed", "third@3", "evaluation-2"),
    ]
    assert without == [("configuration_changed", "sface@1"), ("model_changed", "other@2")]


@pytest.mark.proves("E-19")
def test_item_24_breaches_and_wrongs(asked: Asked) -> None:
    """Breaches with what was done, the improper searches of item 3, and a wrongful identification."""
    found = asked("breaches", "kind", "object_id", "harm", "people")
    still_open = asked("breaches", "kind", "object_id", open="yes")

    assert found == [
        ("unauthorised_search", "breach-1", "real_risk", 1),
        ("lost_device", "breach-2", None, 40),
        ("wrongful identification", "incident-24", None, None),
        ("improper search", "check-1-improper", None, None),
        ("improper search", "check-2-improper", None, None),
    ]
    assert still_open == [("lost_device", "breach-2"), ("wrongful identification", "incident-24")]


@pytest.mark.proves("I-01", "I-09")
def test_item_25_the_log_and_the_administrators(asked: Asked) -> None:
    """A fault, a gap of sixty seconds and no shorter one, a clock set back, an act of an administrator and no look."""
    found = asked("log_and_administrators", "kind", "act", "amount")

    assert found == [
        ("log not whole", "log_verified", 2.0),
        ("gap in the log", "log_gap", 60.0),
        ("gap in the log", "log_gap", -5.0),
        ("administrator", "account_changed", None),
    ]
