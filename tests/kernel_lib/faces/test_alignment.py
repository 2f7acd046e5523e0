"""Landmarks are brought onto the ArcFace template."""

import warnings

import numpy as np
import pytest
from insightface.utils import face_align

from kernel_lib.faces.alignment import SIDE, align, similarity


@pytest.mark.parametrize("seed", range(5))
def test_the_matrix_equals_insightfaces(seed: int) -> None:
    """On disturbed, turned and scaled landmarks the matrix agrees with InsightFace's own."""
    random = np.random.default_rng(seed)
    angle, factor = random.uniform(-1, 1), random.uniform(0.3, 8)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (face_align.arcface_dst + random.normal(0, 3, (5, 2))) @ turn.T * factor + random.uniform(0, 500, 2)
    landmarks = points.astype(np.float32)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        expected = face_align.estimate_norm(landmarks)

    actual = similarity(landmarks)

    np.testing.assert_allclose(actual, expected, rtol=1e-4, atol=1e-3)


def test_a_face_on_the_template_is_left_as_it_is() -> None:
    """Landmarks that already lie on the template give the identity."""
    pixels = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)

    np.testing.assert_array_equal(align(pixels, face_align.arcface_dst), pixels)
