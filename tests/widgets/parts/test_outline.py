"""Things folded by part."""

from tests.widgets.press import tell
from widgets.parts.outline import Outline, OutlineItem, OutlinePart


def test_only_listed_items_can_be_opened() -> None:
    """An id that the browser makes up is not handed on."""
    opened: list[str] = []
    outline = Outline()
    outline.show([OutlinePart("First", "First: 1 of 1 open", (OutlineItem("q1", "Why?", "open"),))])
    outline.when_opened(opened.append)

    for asked in ("q1", "q2", None, 3):
        tell(outline, event="open", id=asked)

    assert opened == ["q1"]
