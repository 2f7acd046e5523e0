"""The probe editor does what is recorded, nothing else, and the same again on replay."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from pydantic import ValidationError

from kernel_lib.errors import PictureRefused, Unacceptable
from kernel_lib.faces.editing.applying import apply
from kernel_lib.faces.editing.chain import derive, first_difference, pixels_sha256, replay
from kernel_lib.faces.editing.geometry import moved
from kernel_lib.wire.editing import (
    MOST_OPERATIONS,
    BrightnessContrast,
    ChooseFrame,
    Crop,
    Gamma,
    Levels,
    MaskFaces,
    Operation,
    ReflectiveSymmetry,
    Rotate,
    Turn,
    chain_json,
    read_chain,
    read_edits,
)

Pixels = NDArray[np.uint8]


def _picture(height: int = 80, width: int = 96) -> Pixels:
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    return np.stack([across * 2 % 256, down * 3 % 256, (across + down) % 256], axis=2).astype(np.uint8)


def _file(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


LIGHT = (
    st.builds(lambda black, span: Levels(black=black, white=black + span), st.integers(0, 127), st.integers(64, 128))
    | st.builds(Gamma, hundredths=st.integers(40, 250))
    | st.builds(BrightnessContrast, brightness=st.integers(-64, 64), contrast=st.integers(50, 200))
)
MOVES = (
    st.builds(Turn, quarters=st.integers(1, 3))
    | st.builds(Rotate, tenths=st.integers(-450, 450).filter(bool))
    | st.builds(Crop, left=st.integers(0, 16), top=st.integers(0, 16), width=st.just(40), height=st.just(36))
)
OTHERS = st.builds(ReflectiveSymmetry, axis=st.integers(16, 20), keep=st.sampled_from(("left", "right"))) | st.builds(
    MaskFaces, keep=st.just((2, 2, 8, 8)), others=st.just(((6, 6, 12, 9), (70, 70, 90, 90)))
)
LISTS = st.lists(LIGHT, max_size=2)
# One crop at most: a second one need not fit what the first left.
CHAINS: st.SearchStrategy[list[Operation]] = st.builds(
    lambda first, rest: [first, *rest], MOVES, st.lists(LIGHT, max_size=4)
) | st.builds(lambda other, before, after: [*before, other, *after], OTHERS, LISTS, LISTS)


@settings(max_examples=60, deadline=None)
@given(CHAINS)
@pytest.mark.proves("A-14")
def test_a_replayed_chain_has_the_same_hashes(operations: list[Operation]) -> None:
    """Every object of a chain is made again with the recorded hash, from the operations' JSON (A-14)."""
    original = _file(_picture())
    recorded = replay(original, operations)

    assert first_difference(original, read_chain(chain_json(operations)), recorded) is None
    assert [step.parent_sha256 for step in recorded[1:]] == [step.sha256 for step in recorded[:-1]]


@settings(max_examples=60, deadline=None)
@given(CHAINS)
def test_operations_come_back_from_json_as_they_were(operations: list[Operation]) -> None:
    """A chain written as JSON and read again is the same chain."""
    assert read_chain(chain_json(operations)) == tuple(operations)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Levels(black=40, white=200), Gamma(hundredths=160)),
        (Crop(left=0, top=0, width=64, height=40), Turn(quarters=1)),
        (Rotate(tenths=100), BrightnessContrast(brightness=20, contrast=120)),
    ],
)
def test_order_matters(first: Operation, second: Operation) -> None:
    """Two steps in another order are another chain with another result."""
    original = _file(_picture())

    assert replay(original, [first, second])[-1].sha256 != replay(original, [second, first])[-1].sha256


def test_a_replay_names_the_step_that_differs() -> None:
    """A recorded hash that cannot be made again is named with its step and the software of both."""
    original, operations = _file(_picture()), (Turn(quarters=1), Gamma(hundredths=120))
    recorded = list(replay(original, operations))
    recorded[2] = recorded[2].model_copy(update={"sha256": "0" * 64, "software": "leadbook 0"})

    difference = first_difference(original, operations, recorded)

    assert difference is not None
    assert difference.number == 3
    assert "expected the hash 000000000000" in difference.sentence
    assert "leadbook 0" in difference.sentence


@pytest.mark.proves("A-14")
def test_another_original_is_found_at_the_first_step() -> None:
    """One changed byte of the original shows in the first step's parent (A-13)."""
    original, operations = _file(_picture()), (Turn(quarters=2),)
    other = _picture()
    other[0, 0, 0] ^= 1

    difference = first_difference(_file(other), operations, replay(original, operations))

    assert difference is not None
    assert difference.number == 1
    assert "parent" in difference.sentence


def test_a_missing_step_is_told() -> None:
    """A record with fewer steps than its operations make is not the same chain."""
    original, operations = _file(_picture()), (Turn(quarters=2), Turn(quarters=1))

    difference = first_difference(original, operations, replay(original, operations)[:-1])

    assert difference is not None
    assert difference.sentence == "2 steps are recorded, 3 come out of the operations."


@pytest.mark.parametrize(
    "asked",
    [
        {"operation": "inpaint", "left": 1},
        {"operation": "super_resolution", "factor": 4},
        {"operation": "paste_eyes"},
        {"operation": "mask_faces", "keep": [0, 0, 9, 9], "others": []},
        {"operation": "choose_frame", "number": 0},
        {"operation": ["crop"]},
        {"left": 1},
        "crop",
        None,
    ],
)
@pytest.mark.proves("A-15")
def test_what_is_not_in_the_closed_set_is_refused(asked: object) -> None:
    """No operation that adds to a face exists; whatever is asked, the refusal is A-15 and lists what exists."""
    with pytest.raises(Unacceptable) as caught:
        read_edits([{"operation": "turn", "quarters": 1}, asked], symmetry=True)

    assert caught.value.refusal.rule == "A-15"
    assert list(caught.value.refusal.fields) == ["steps.2"]
    assert "crop, turn, rotate" in caught.value.refusal.reason


@pytest.mark.proves("A-15")
def test_symmetry_is_refused_unless_the_service_enables_it() -> None:
    """Reflective symmetry exists only where the rules say so (A-15)."""
    asked = [{"operation": "reflective_symmetry", "axis": 40, "keep": "left"}]

    with pytest.raises(Unacceptable, match="do not enable it") as caught:
        read_edits(asked, symmetry=False)

    assert caught.value.refusal.rule == "A-15"
    assert read_edits(asked, symmetry=True) == (ReflectiveSymmetry(axis=40, keep="left"),)


@pytest.mark.parametrize(
    "asked",
    [
        {"operation": "crop", "left": -1, "top": 0, "width": 40, "height": 40},
        {"operation": "crop", "left": 0, "top": 0, "width": 31, "height": 40},
        {"operation": "turn", "quarters": 4},
        {"operation": "turn", "quarters": True},
        {"operation": "turn", "quarters": "1"},
        {"operation": "rotate", "tenths": 451},
        {"operation": "rotate", "tenths": 0},
        {"operation": "rotate", "tenths": 10.0},
        {"operation": "levels", "black": 100, "white": 163},
        {"operation": "levels", "black": 0},
        {"operation": "gamma", "hundredths": 39},
        {"operation": "gamma", "hundredths": 10**40},
        {"operation": "brightness_contrast", "brightness": 65, "contrast": 100},
        {"operation": "brightness_contrast", "brightness": 0, "contrast": 201},
        {"operation": "gamma", "hundredths": 100, "and": "<script>"},
        {"operation": "reflective_symmetry", "axis": 40, "keep": "both"},
    ],
)
def test_parameters_outside_their_bounds_are_refused(asked: dict[str, object]) -> None:
    """Each parameter has a bound; the refusal names step and operation, and repeats nothing that was sent."""
    with pytest.raises(Unacceptable) as caught:
        read_edits([asked], symmetry=True)

    assert caught.value.refusal.rule == "A-14"
    assert str(asked["operation"]) in caught.value.refusal.fields["steps.1"]
    assert "<script>" not in str(caught.value.refusal)


def test_too_many_steps_are_refused() -> None:
    """A chain has an end that can still be explained."""
    with pytest.raises(Unacceptable, match="at most 20"):
        read_edits([{"operation": "turn", "quarters": 1}] * (MOST_OPERATIONS + 1), symmetry=False)


@pytest.mark.parametrize(
    "operation",
    [
        Crop(left=60, top=0, width=37, height=40),
        ReflectiveSymmetry(axis=81, keep="left"),
        ChooseFrame(number=0),
    ],
)
def test_a_step_that_does_not_fit_the_picture_is_refused(operation: Operation) -> None:
    """An operation within its bounds may still not fit: it is refused, never trimmed to fit."""
    with pytest.raises(Unacceptable):
        apply(_picture(), operation)


def test_a_frame_can_be_chosen_only_first() -> None:
    """A chain cannot leave its picture for another one."""
    with pytest.raises(Unacceptable, match="once, as the first step"):
        replay(_file(_picture()), [Turn(quarters=1), ChooseFrame(number=0)])
    with pytest.raises(PictureRefused, match=r"video\.format"):
        replay(_file(_picture()), [ChooseFrame(number=0)])


def test_an_operation_leaves_its_input_as_it_was() -> None:
    """The parent is never changed, and the result cannot be."""
    pixels = _picture()
    before = pixels.copy()

    made = apply(pixels, MaskFaces(keep=(0, 0, 10, 10), others=((20, 20, 30, 30),)))

    assert np.array_equal(before, pixels)
    assert not made.flags.writeable
    assert not np.shares_memory(made, pixels)


def test_a_quarter_turn_goes_clockwise_and_four_come_back() -> None:
    """Turns move pixels and change none."""
    pixels = _picture()
    turned = apply(pixels, Turn(quarters=1))

    assert np.array_equal(turned[:, -1], pixels[0])
    assert np.array_equal(apply(turned, Turn(quarters=3)), pixels)


def test_a_small_rotation_goes_clockwise_and_cuts_nothing_off() -> None:
    """The picture grows; its middle stays; a point on the right moves down."""
    pixels = np.zeros((101, 101, 3), np.uint8)
    pixels[48:53, 88:93] = 255

    turned = apply(pixels, Rotate(tenths=300))

    rows, columns = np.nonzero(turned[..., 0] > 128)
    centre = (turned.shape[0] - 1) / 2
    assert turned.shape[0] > 101
    assert rows.mean() - centre == pytest.approx(20, abs=0.7)
    assert columns.mean() - centre == pytest.approx(34.6, abs=0.7)
    assert int(turned.sum()) == pytest.approx(int(pixels.sum()), rel=0.05)


@pytest.mark.parametrize(
    ("operation", "level", "expected"),
    [
        (Levels(black=50, white=150), 100, 128),
        (Levels(black=50, white=150), 40, 0),
        (Levels(black=50, white=150), 151, 255),
        (Gamma(hundredths=200), 64, 128),
        (Gamma(hundredths=50), 128, 64),
        (Gamma(hundredths=100), 77, 77),
        (BrightnessContrast(brightness=10, contrast=100), 100, 110),
        (BrightnessContrast(brightness=0, contrast=200), 100, 72),
        (BrightnessContrast(brightness=0, contrast=50), 100, 114),
    ],
)
def test_levels_become_what_the_formula_says(operation: Operation, level: int, expected: int) -> None:
    """Worked values of each table."""
    pixels = np.full((40, 40, 3), level, np.uint8)

    assert set(np.unique(apply(pixels, operation))) == {expected}


def test_symmetry_mirrors_the_half_that_is_kept() -> None:
    """The other half is left out, not blended."""
    pixels = _picture()

    left = apply(pixels, ReflectiveSymmetry(axis=30, keep="left"))
    right = apply(pixels, ReflectiveSymmetry(axis=30, keep="right"))

    assert left.shape[1] == 60
    assert np.array_equal(left[:, :30], pixels[:, :30])
    assert np.array_equal(left[:, 30:], pixels[:, :30][:, ::-1])
    assert np.array_equal(right[:, 66:], pixels[:, 30:])


def test_a_masked_face_keeps_sixteen_colours_and_the_chosen_face_all() -> None:
    """Other faces are averaged; where they overlap the chosen face, it stays (A-20)."""
    pixels = _picture()

    masked = apply(pixels, MaskFaces(keep=(0, 0, 20, 20), others=((10, 10, 40, 40),)))

    assert np.array_equal(masked[:20, :20], pixels[:20, :20])
    assert len(np.unique(masked[20:50, 20:50].reshape(-1, 3), axis=0)) <= 16
    assert np.array_equal(masked[50:], pixels[50:])


def test_the_canonical_hash_is_as_documented() -> None:
    """A hash written down once: a change of header, order or hash function is a break with every record."""
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)

    assert pixels_sha256(pixels) == "6203ec14783c3ab609b6eda3ff2516eaf14561af0d4739dc6102cb4aac9af6da"


def test_a_derived_picture_is_stored_as_png_with_the_same_pixels() -> None:
    """What is stored decodes to what was hashed."""
    last = list(derive(_file(_picture()), [Gamma(hundredths=140)]))[-1]

    with Image.open(io.BytesIO(last.png)) as image:
        assert pixels_sha256(np.asarray(image.convert("RGB"))) == last.step.sha256
        assert image.info == {}


def test_a_photograph_is_derived_and_replayed(photograph: Callable[[str], bytes]) -> None:
    """A real JPEG goes through a chain as an examiner would build it."""
    original = photograph("D-0003-2.jpg")
    operations = [
        Crop(left=100, top=100, width=500, height=600),
        Rotate(tenths=-35),
        Levels(black=12, white=230),
        Gamma(hundredths=125),
    ]

    recorded = replay(original, operations)

    assert [step.operation for step in recorded] == ["decode", "crop", "rotate", "levels", "gamma"]
    assert first_difference(original, operations, recorded) is None
    assert all("pillow" in step.software for step in recorded)


def test_a_chain_that_is_no_chain_is_refused() -> None:
    """A stored record with an unknown operation is not read."""
    with pytest.raises(ValidationError):
        read_chain(b'[{"operation": "inpaint"}]')


@pytest.mark.parametrize(
    "operation",
    [
        Crop(left=20, top=10, width=60, height=50),
        Turn(quarters=1),
        Turn(quarters=2),
        Turn(quarters=3),
        Rotate(tenths=137),
        Rotate(tenths=-402),
        ReflectiveSymmetry(axis=60, keep="left"),
        ReflectiveSymmetry(axis=30, keep="right"),
        Gamma(hundredths=150),
    ],
)
def test_a_point_is_where_the_pixels_went(operation: Operation) -> None:
    """The computed place of a bright spot is the place where it is seen in the picture made."""
    pixels = np.zeros((80, 96, 3), np.uint8)
    pixels[28:33, 48:53] = 255

    made = apply(pixels, operation)
    size = (made.shape[1], made.shape[0])
    x, y = moved((50, 30), (96, 80), size, operation)

    rows, columns = np.nonzero(made[..., 0] > 128)
    near = (abs(rows - y) < 6) & (abs(columns - x) < 6)
    assert near.sum() >= 16
    assert rows[near].mean() == pytest.approx(y, abs=0.6)
    assert columns[near].mean() == pytest.approx(x, abs=0.6)
