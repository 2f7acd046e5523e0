"""How well templates tell people apart is counted rightly, and never on two pictures of one photograph."""

import numpy as np
import pytest

from benchmarks.labelled_faces import AS_IS, Labelled, apart, equal_error, labelled
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.settings import Settings


def test_the_equal_error_is_where_both_rates_meet() -> None:
    """One of four genuine pairs below and one of four impostor pairs above is 25 per cent; apart is none."""
    genuine, impostor = np.array([0.3, 0.7, 0.8, 0.9]), np.array([0.0, 0.1, 0.2, 0.5])

    assert equal_error(genuine, impostor) == pytest.approx(0.25)
    assert equal_error(genuine + 1, impostor) == 0
    assert equal_error(impostor, impostor) == pytest.approx(0.5)


def test_pairs_are_of_different_photographs() -> None:
    """Two pictures made of one photograph are not compared; one without a face is counted as not found."""
    pictures = [
        Labelled("a1", "A", "one", AS_IS, b""),
        Labelled("a1 small", "A", "one", "small", b""),
        Labelled("a2", "A", "two", AS_IS, b""),
        Labelled("b1", "B", "three", AS_IS, b""),
        Labelled("b2", "B", "four", AS_IS, b""),
    ]
    near, far = np.array([1.0, 0.0]), np.array([0.0, 2.0])
    templates = {"a1": near, "a1 small": np.array([4.0, 3.0]), "a2": near * 3, "b1": far, "b2": None}

    counted = apart("made", pictures, templates)

    assert (counted.found, counted.of) == (4, 5)
    assert (counted.genuine_pairs, counted.impostor_pairs) == (2, 3)
    assert (counted.genuine_lowest, counted.impostor_highest) == (pytest.approx(0.8), pytest.approx(0.6))
    assert counted.equal_error == 0


def test_photographs_are_made_worse_only_where_their_licence_allows() -> None:
    """Each photograph of a person is there as it is; official White House photographs in no other way."""
    settings = Settings.from_env()

    pictures = labelled(settings.photographs_dir, FaceEngine.open(settings.models_dir))

    as_is = [picture for picture in pictures if picture.way == AS_IS]
    assert len(as_is) == 12
    assert max(max(decode(picture.data).pixels.shape) for picture in as_is) <= 900
    unaltered = {f"D-0001-{number}.jpg" for number in (1, 2, 3)}
    assert unaltered.isdisjoint(picture.photograph for picture in pictures if picture.way != AS_IS)
    assert len({picture.name for picture in pictures}) == len(pictures) == 12 + 4 * 8
