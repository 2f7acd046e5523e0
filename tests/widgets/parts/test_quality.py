"""The quality vector on a page: words first, then bars, then a table."""

import re

import pytest

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import FindingView
from widgets.parts.quality import quality


def _component(name: str, grade: int | None, verdict: Verdict, sentence: str, **more: str) -> FindingView:
    value = None if grade is None else 12.5
    return FindingView(
        component=name,
        value=value,
        unit="pixels",
        limit=30.0,
        verdict=verdict,
        sentence=sentence,
        quality=grade,
        **more,
    )


VECTOR = (
    _component("unified_quality", 61, Verdict.OK, "The unified quality is 61 of 100."),
    _component("sharpness", 80, Verdict.OK, "Fine detail in the face measures 0.50; no caution.", title="Sharpness"),
    _component(
        "inter_eye_distance",
        40,
        Verdict.CAUTION,
        "Eye distance is 24 pixels; below 30, the face may be too small to compare.",
        title="Inter-eye distance",
        help="Ask for a camera nearer to the person.",
    ),
    _component("head_pose_yaw", 10, Verdict.REFUSED, "The head is turned about 80 degrees to the side.", title="Yaw"),
    _component("eyes_open", None, Verdict.NOT_ASSESSED, "Eyes open not assessed: no model.", title="Eyes open"),
)


@pytest.mark.proves("A-17", "W-20")
def test_what_fails_is_named_with_what_would_help() -> None:
    """Refusals first, then cautions, each named by a word beside its colour; what is well is no line of the list."""
    list_ = re.search(r'<ul class="lb-findings">.*?</ul>', quality(VECTOR))

    assert list_
    assert list_[0].index("refused") < list_[0].index("caution")
    assert "Ask for a camera nearer to the person." in list_[0]
    assert "Fine detail" not in list_[0]


def test_every_component_that_was_assessed_has_a_bar_and_its_number() -> None:
    """The bars are hidden from a screen reader, their numbers are not; what was not assessed has none."""
    made = quality(VECTOR)

    assert re.findall(r'class="lb-quality-bar" width="(\d+)"', made) == ["80", "40", "10"]
    assert made.count('aria-hidden="true"') == 3
    assert "The unified quality is 61 of 100." in made


def test_the_table_holds_every_component_with_measure_limit_and_reason() -> None:
    """Whoever cannot see bars reads the same in a table, and why a component has no value."""
    table = re.search(r"<tbody>.*</tbody>", quality(VECTOR))

    assert table
    assert table[0].count("<tr>") == 4
    assert "12.50 pixels" in table[0]
    assert "Eyes open not assessed: no model." in table[0]


@pytest.mark.proves("A-18")
def test_the_mark_stands_above_everything() -> None:
    """A low-quality probe says so before any number."""
    made = quality(VECTOR, "Low-quality probe.")

    assert made.index("Low-quality probe.") < made.index("unified quality")
