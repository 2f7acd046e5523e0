"""Questions of a form."""

from datetime import date

from widgets.parts import field


def test_required_is_said_in_words() -> None:
    """The label says it; the plain label is there for messages."""
    made = field.text("ground", "Ground", required=True)

    assert made.control.description == "Ground (required)"
    assert made.label == "Ground"


def test_a_message_stands_under_its_field_escaped() -> None:
    """The message is text, not markup."""
    made = field.text("ground", "Ground")

    made.error = "<b>"

    assert "&lt;b&gt;" in made.box.children[2].value
    assert "lb-field--refused" in made.box._dom_classes


def test_choices_keep_an_answer_that_is_still_offered() -> None:
    """Offering choices again does not lose the answer; a choice that is gone does."""
    made = field.choice("offence", "Offence")
    field.offer(made, [("Robbery", "robbery"), ("Arson", "arson")])
    made.value = "arson"

    field.offer(made, [("Arson", "arson")])
    kept = made.value
    field.offer(made, [("Robbery", "robbery")])

    assert (kept, made.value) == ("arson", "")


def test_no_is_an_answer_and_an_empty_tick_is_none() -> None:
    """A date, a yes-or-no and a tick know whether they were answered."""
    tick, when = field.tick("declared", "I declare"), field.day("on", "On")

    before = (tick.answered, when.answered)
    tick.value, when.value = True, date(2026, 11, 20)

    assert before == (False, False)
    assert (tick.answered, when.answered) == (True, True)
    assert field.as_date(when.value) == date(2026, 11, 20)
