"""Times, ages and sizes in words."""

from datetime import timedelta

import pytest

from tests.widgets.fakes import NOW
from widgets.parts.wording import age, counted, day, moment, size


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=5, minutes=59), "5 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_age_is_told_in_the_largest_whole_unit(passed: timedelta, words: str) -> None:
    """An age never reads longer than it is."""
    assert age(NOW, NOW + passed) == words


def test_a_time_carries_its_offset() -> None:
    """A local time without its zone could be misread."""
    assert moment(NOW)[-6] in "+-"
    assert moment(None) == "not yet"
    assert day(None) == "not known"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 byte"), (900, "900 bytes"), (2048, "2 KiB"), (3 * 1024 * 1024, "3.0 MiB")]
)
def test_sizes_are_told_in_the_unit_a_person_would_choose(number: int, words: str) -> None:
    """Small files in bytes, larger ones in KiB or MiB."""
    assert size(number) == words


def test_counts_agree_with_their_noun() -> None:
    """One face, two faces."""
    assert (counted(1, "face"), counted(2, "face")) == ("1 face", "2 faces")
