"""Acts that cannot be taken back."""

from tests.widgets.press import press, words_in
from widgets.parts.action import Acts
from widgets.parts.banner import Banner
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup
from widgets.parts.two_step import Choice, TwoStep


def _two_step(done: list[str], summary: Markup | None) -> TwoStep:
    conduct = Conduct()
    choice = Choice("Lock", "Lock now", lambda: summary, lambda: done.append("locked"))
    return TwoStep(Acts(conduct, Banner()), conduct, choice)


def test_the_first_step_only_shows_what_would_happen() -> None:
    """The act runs at the second step."""
    done: list[str] = []
    made = _two_step(done, Markup("What becomes visible"))

    press(made.box, "Lock")
    shown, before = words_in(made.box), list(done)
    press(made.box, "Lock now")

    assert "What becomes visible" in shown
    assert (before, done) == ([], ["locked"])


def test_going_back_does_nothing() -> None:
    """The way back leads to the first step again."""
    done: list[str] = []
    made = _two_step(done, Markup("Summary"))

    press(made.box, "Lock")
    press(made.box, "Not yet, go back")
    press(made.box, "Lock")

    assert done == []


def test_an_incomplete_form_stays_at_the_first_step() -> None:
    """Without a summary there is no second step."""
    made = _two_step([], None)

    press(made.box, "Lock")

    press(made.box, "Lock")
