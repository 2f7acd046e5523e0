"""Five landmarks → the upright 112 × 112 crop that recognisers are trained on."""

import cv2
import numpy as np
from insightface.utils.face_align import arcface_dst
from numpy.typing import NDArray

SIDE = 112
"""Pixels on each side of an aligned crop (ArcFace, Deng et al. 2019)."""


def align(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Turn, scale and move a face onto the ArcFace template; what lies outside the picture is black.

    Args:
        pixels: the whole picture, (H, W, 3).
        landmarks: (5, 2) in pixels: right eye, left eye, nose, right and left corner of the mouth, of the subject.

    Returns:
        (112, 112, 3), channels as given.
    """
    crop = cv2.warpAffine(pixels, similarity(landmarks), (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderValue=0.0)
    return np.asarray(crop, dtype=np.uint8)


def similarity(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    """The 2 × 3 matrix that brings landmarks nearest to the template by turning, scaling and moving (Umeyama 1991).

    It equals `insightface.utils.face_align.estimate_norm`, which calls a scikit-image function that is going away.
    """
    template = np.asarray(arcface_dst, dtype=np.float64)
    points = np.asarray(landmarks, dtype=np.float64)
    centre, target = points.mean(axis=0), template.mean(axis=0)
    spread, wanted = points - centre, template - target
    left, strengths, right = np.linalg.svd(wanted.T @ spread)
    mirror = np.diag([1.0, np.sign(np.linalg.det(left) * np.linalg.det(right))])
    turn = left @ mirror @ right
    factor = (strengths * np.diag(mirror)).sum() / (spread**2).sum()
    return np.hstack([factor * turn, (target - factor * turn @ centre)[:, None]])
