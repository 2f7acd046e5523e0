"""What `leadbook amendments` prints."""

import pytest

from gallery.command.amendments import listed
from tests.notebooks.assessments import CHANGE, assessment


@pytest.mark.proves("W-11")
def test_what_differs_and_what_waits_is_told() -> None:
    """A line for the state, one for each difference, one for each amendment that waits."""
    view = assessment().model_copy(update={"drift": (CHANGE,)})

    assert list(listed(view)) == [
        "Version 1 was accepted on 2026-03-02.",
        "differs: list.max_candidates: 20 -> 10",
        "amendment 1 waits to be written: list.max_candidates",
    ]
