"""Drawn placeholders say whom they stand for, and say nothing once they are something else."""

import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gallery.simulated.drawing import SIDE, Drawn, read_tile, tile
from kernel_lib.faces.image import decode


@given(st.integers(0, 2**20 - 1), st.integers(0, 2**12 - 1), st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_a_tile_says_what_was_drawn(person: int, picture: int, poor: int) -> None:
    """Whatever the numbers are."""
    drawn = Drawn(person, picture, poor)

    assert read_tile(decode(tile(drawn)).pixels) == drawn


def test_a_tile_survives_light_and_compression() -> None:
    """Darkened to a half, and as JPEG of quality 40."""
    drawn = Drawn(77, 3, 50)
    with Image.open(io.BytesIO(tile(drawn))) as image:
        darker = image.point(lambda level: level // 2)
    buffer = io.BytesIO()
    darker.save(buffer, "JPEG", quality=40)

    assert read_tile(decode(buffer.getvalue()).pixels) == drawn


def test_anything_else_is_no_drawing() -> None:
    """An even ground, noise, and a picture that is too small."""
    noise = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), np.uint8)

    assert read_tile(np.full((SIDE, SIDE, 3), 120, np.uint8)) is None
    assert read_tile(noise) is None
    assert read_tile(noise[:50, :50]) is None
