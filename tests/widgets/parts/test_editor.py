"""The probe editor asks for whole lists of steps, and shows what the service made of them."""

from typing import Any

import pytest

from kernel_lib.wire.editing import EDITS, DerivedProbe, EditorView, read_edits
from tests.widgets.press import tell
from widgets.parts.editor import Editor, Edits, step_in_words

GAMMA = {"operation": "gamma", "hundredths": 140}
TURN = {"operation": "turn", "quarters": 1}


def a_view(*edits: dict[str, Any], open_: bool = True) -> EditorView:
    """An editor with these steps made."""
    made = DerivedProbe(edits=edits, steps=(), picture="examinations/e1/derived/ab", width=90, height=80, findings=())
    return EditorView(
        open=open_,
        note="Each step makes a new picture.",
        symmetry=False,
        picture="examinations/e1/probe",
        width=120,
        height=100,
        derived=made if edits else None,
    )


@pytest.fixture
def wanted() -> list[Edits]:
    """What the editor asked for."""
    return []


@pytest.fixture
def editor(wanted: list[Edits]) -> Editor:
    """An editor that keeps what it asked for."""
    return Editor(wanted.append)


def test_without_steps_the_probe_as_received_is_shown(editor: Editor) -> None:
    """Its size bounds the crop."""
    editor.show(a_view())

    assert (editor.picture, editor.width, editor.height) == ("/leadbook/pictures/examinations/e1/probe", 120, 100)
    assert (editor.steps, editor.editable) == ([], True)


def test_steps_are_listed_in_words_with_the_picture_they_make(editor: Editor) -> None:
    """In the order in which they were made."""
    editor.show(a_view(TURN, GAMMA))

    assert editor.steps == ["Turn clockwise by 90 degrees", "Gamma 1.40"]
    assert (editor.picture, editor.width) == ("/leadbook/pictures/examinations/e1/derived/ab", 90)


def test_a_new_step_goes_after_those_made(editor: Editor, wanted: list[Edits]) -> None:
    """The whole chain is asked for, so that the service makes it from the original."""
    editor.show(a_view(TURN))

    tell(editor, event="add", edit=GAMMA)

    assert wanted == [(TURN, GAMMA)]


def test_undo_drops_the_last_step(editor: Editor, wanted: list[Edits]) -> None:
    """And only that; taking all back asks for no step."""
    editor.show(a_view(TURN, GAMMA))

    tell(editor, event="drop")
    tell(editor, event="clear")

    assert wanted == [(TURN,), ()]


@pytest.mark.parametrize("content", [{"event": "drop"}, {"event": "clear"}, {"event": "add", "edit": "gamma"}, {}])
def test_nothing_is_asked_where_nothing_can_be_done(
    editor: Editor, wanted: list[Edits], content: dict[str, object]
) -> None:
    """No step to drop, or a message that is none."""
    editor.show(a_view())

    tell(editor, **content)

    assert wanted == []


def test_every_operation_has_words() -> None:
    """Each edit that exists can be told to a person."""
    one_of_each: tuple[dict[str, Any], ...] = (
        {"operation": "crop", "left": 1, "top": 2, "width": 40, "height": 50},
        TURN,
        {"operation": "rotate", "tenths": -35},
        {"operation": "levels", "black": 10, "white": 240},
        GAMMA,
        {"operation": "brightness_contrast", "brightness": -5, "contrast": 120},
        {"operation": "reflective_symmetry", "axis": 50, "keep": "left"},
    )

    words = [step_in_words(each.model_dump()) for each in read_edits(one_of_each, symmetry=True)]

    assert [each["operation"] for each in one_of_each] == list(EDITS)
    assert words == [
        "Crop to 40 x 50 pixels, from 1 across and 2 down",
        "Turn clockwise by 90 degrees",
        "Rotate anticlockwise by 3.5 degrees",
        "Black from level 10, white from level 240",
        "Gamma 1.40",
        "Brightness -5 levels, contrast 120 per cent",
        "Mirror the left half at column 50",
    ]
