"""Every act has a class, every class is documented, and no event can carry what the log may not hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from audits.event import FIELDS, Event
from audits.events import ACTS, SearchCompleted, SignedIn, document, from_json, to_json

DOCS = Path(__file__).parents[2] / "docs"

FULL = SearchCompleted(
    service="HAL",
    actor_id="0198c1c2-0000-7000-8000-000000000001",
    role="investigator",
    certificate="valid until 2027-03-01",
    workstation="WS-12",
    case_id="case-1",
    object_id="request-1",
    details={
        "model_id": "sface",
        "list_length": 12,
        "threshold": 0.25,
        "widened": False,
        "excluded_by": ["held", None],
    },
)


def test_an_event_survives_json() -> None:
    """What is written is what is read, lists and missing values included."""
    written = json.loads(json.dumps(to_json(FULL)))

    assert from_json(written) == FULL


@pytest.mark.parametrize("act", ACTS)
def test_each_act_can_be_written_and_read(act: str) -> None:
    """No class needs more than the common fields."""
    event = ACTS[act](actor_id="a")

    assert from_json(to_json(event)) == event
    assert event.act == act
    assert event.__doc__


def test_acts_are_named_after_their_classes() -> None:
    """The name in the log follows from the class."""
    assert ACTS["signed_in"] is SignedIn


def test_an_event_cannot_be_changed() -> None:
    """Neither its fields nor its details."""
    with pytest.raises(AttributeError):
        FULL.result = "failed"  # type: ignore[misc]  # the assignment under test
    with pytest.raises(TypeError):
        FULL.details["threshold"] = 0.1  # type: ignore[index]  # the assignment under test


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"details": {"name": "x"}}, "may not hold"),
        ({"details": {"subject_name": "x"}}, "may not hold"),
        ({"details": {"template": [1, 2]}}, "may not hold"),
        ({"details": {"probe_picture": "x"}}, "may not hold"),
        ({"details": {"password": "x"}}, "may not hold"),
        ({"details": {"top_similarity": 0.8}}, "may not hold"),
        ({"details": {"values": [0.1] * 9}}, "could be a template"),
        ({"details": {"values": [1] * 101}}, "at most 100 values"),
        ({"details": {"a": "x" * 201}}, "at most 200 characters"),
        ({"details": {"a": "two\nlines"}}, "control character"),
        ({"details": {"a": float("nan")}}, "finite"),
        ({"details": {"a": {"nested": 1}}}, "expected text, got dict"),
        ({"details": {"Key": 1}}, "lower_snake_case"),
        ({"details": {f"k{number}": 1 for number in range(41)}}, "at most 40 keys"),
        ({"details": "free"}, "expected a mapping"),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"actor_id": "Jane Doe"}, "without white space"),
        ({"case_id": 7}, "expected an id"),
        ({"role": 7}, "expected text, got int"),
        ({"result": "maybe"}, "expected one of done, refused, failed"),
    ],
)
def test_what_the_log_may_not_hold_is_refused(fields: dict[str, Any], message: str) -> None:
    """I-04: no name, picture, template, score, secret or narrative, and nothing without a bound."""
    with pytest.raises(ValueError, match=message):
        SearchCompleted(**fields)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda written: written.update(act="erased"), "known act"),
        (lambda written: written.update(act=None), "known act"),
        (lambda written: written.update(colour="red"), "differing: colour"),
        (lambda written: written.pop("rule"), "differing: rule"),
        (lambda written: written.update(result=1), "expected one of"),
    ],
)
def test_reading_is_strict(change: Any, message: str) -> None:
    """An unknown act or field is not passed over."""
    written = to_json(FULL)
    change(written)

    with pytest.raises(ValueError, match=message):
        from_json(written)


def test_reading_wants_an_object() -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="expected an object, got list"):
        from_json([])


def test_the_table_of_events_is_current() -> None:
    """docs/events.md is what `python -m audits.events` writes."""
    assert (DOCS / "events.md").read_text() == document()


def test_the_base_class_is_not_an_act() -> None:
    """`Event` is never recorded."""
    assert Event not in ACTS.values()
    assert len(FIELDS) == 11
