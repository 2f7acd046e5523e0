"""Several pictures of one person make one template; pictures of two people are asked about."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.fusion import FusionRules, fused, unlike
from kernel_lib.faces.image import DecodedPicture

SAME = ("D-0001-1.jpg", "D-0001-2.jpg", "D-0001-3.jpg", "D-0001-4.jpg")
Vector = NDArray[np.float32]


@pytest.fixture(scope="module")
def vector(engine: FaceEngine, picture: Callable[[str], DecodedPicture]) -> Callable[[str], Vector]:
    """The template of a photograph by its file name."""

    def made(file: str) -> Vector:
        shown = picture(file)
        return engine.encode(shown, engine.detect(shown)[0]).vector

    return made


@pytest.mark.proves("A-21")
def test_two_photographs_of_a_person_are_nearer_to_a_third_together(vector: Callable[[str], Vector]) -> None:
    """The fused template of a turned and another photograph is nearer to a third than the two are on average."""
    first, second, third = (vector(file) for file in SAME[1:])

    together = fused([first, second])

    assert float(together @ third) > (float(first @ third) + float(second @ third)) / 2
    assert abs(float(np.linalg.norm(together)) - 1) < 1e-6
    assert together.dtype == np.float32


@pytest.mark.proves("A-21")
def test_the_order_of_pictures_does_not_matter(vector: Callable[[str], Vector]) -> None:
    """No picture weighs more than another; a single one stays as it is."""
    vectors = [vector(file) for file in SAME]

    assert np.abs(fused(vectors) - fused(vectors[::-1])).max() < 1e-6
    assert fused(vectors[:1]) is vectors[0]


@pytest.mark.proves("A-21")
def test_only_pictures_of_two_people_are_asked_about(vector: Callable[[str], Vector]) -> None:
    """Four photographs of one person raise no question; one of somebody else among them does."""
    rules = FusionRules.read()
    vectors = [vector(file) for file in SAME]

    assert not unlike(vectors, rules)
    assert unlike([*vectors, vector("D-0003-1.jpg")], rules)


def test_nothing_is_made_of_nothing() -> None:
    """No template, or templates that cancel each other out, are refused."""
    one = np.array([1, 0], np.float32)

    with pytest.raises(ValueError, match="at least one"):
        fused([])
    with pytest.raises(ValueError, match="cancel"):
        fused([one, -one])
