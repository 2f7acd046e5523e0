"""Lines of a feed are offered some at a time, and never two of one person or of the same bytes at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_lib.feed import FeedLine, Line, RefusedLine
from kernel_lib.reports.enrolling import apart
from kernel_lib.wire.gallery import BookingRecord


def line(number: int, subject: str, picture: str) -> FeedLine:
    """Return a line of a feed."""
    return FeedLine(number, picture, BookingRecord(subject_number=subject))


def test_people_and_bytes_are_kept_apart() -> None:
    """The same person waits, and so do the same bytes under another name; a refused line waits for nobody."""
    lines: list[Line] = [
        line(1, "A", "a"),
        line(2, "B", "b"),
        RefusedLine(3, "", "feed.line", "Not one object."),
        line(4, "A", "c"),
        line(5, "C", "again"),
    ]
    files = {"pictures/a": "1", "pictures/b": "2", "pictures/c": "3", "pictures/again": "3"}

    numbers = [[each.number for each in some] for some in apart(lines, files)]

    assert numbers == [[1, 2, 3], [4], [5]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("uvwxyz"))))
def test_every_line_comes_once_and_in_its_order(drawn: list[tuple[str, str]]) -> None:
    """Whatever the feed holds, nothing is lost or moved, and no group holds a person or a picture twice."""
    lines = [line(number, subject, picture) for number, (subject, picture) in enumerate(drawn, start=1)]

    groups = list(apart(lines, {}))

    assert [each for some in groups for each in some] == lines
    for some in groups:
        held = [each for each in some if isinstance(each, FeedLine)]
        assert len({each.record.subject_number for each in held}) == len({each.picture for each in held}) == len(some)
