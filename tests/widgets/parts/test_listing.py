"""A table whose rows can be opened, and the rail of steps."""

from tests.widgets.press import tell
from widgets.parts.listing import Listing
from widgets.parts.steps import Step, StepRail


def test_only_listed_rows_can_be_opened() -> None:
    """An id that the browser makes up is not handed on."""
    opened: list[str] = []
    listing = Listing()
    listing.show([("r1", ("R-0001", "Robbery"))])
    listing.when_opened(opened.append)

    for asked in ("r1", "r2", None, 3):
        tell(listing, event="open", id=asked)

    assert opened == ["r1"]


def test_a_locked_step_cannot_be_gone_to() -> None:
    """Nor one that does not exist."""
    gone: list[str] = []
    rail = StepRail()
    rail.show((Step("case", "Case", "done", "done"), Step("submit", "Submit", "locked", "locked")))
    rail.when_asked(gone.append)

    for asked in ("case", "submit", "other"):
        tell(rail, event="go", step=asked)

    assert gone == ["case"]
