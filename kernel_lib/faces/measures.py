"""Numbers measured on one face: size, light, detail, pose, compression. No judgement; that is in quality.py."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.alignment import align
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in grey (ITU-R BT.601)."""
_FACE = (slice(28, 104), slice(22, 90))
"""Rows and columns of the aligned crop that show skin, eyes, nose and mouth, not background."""
_BLOCK = 8
_NOSE_DROP = 0.56
"""Where the nose tip of a level head lies between eye line (0) and mouth line (1): ArcFace's template."""
_NOSE_DEPTH = 0.55
"""Nose tip before the plane of the eyes, in eye distances: an anthropometric mean, so angles are estimates."""


def measured(picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> dict[str, float]:
    """Every component's value, by name. `compression` is left out when the file is not a JPEG."""
    grey = np.asarray(align(picture.pixels, face.landmarks)[_FACE] @ _LUMA, dtype=np.float32)
    low, high = np.percentile(grey, (5, 95))
    x, y, width, height = face.box
    values = {
        "eye_distance": face.eye_distance,
        "sharpness": sharpness(grey),
        "brightness": float(grey.mean()),
        "contrast": float(high - low),
        "blockiness": blockiness(picture.pixels, (int(x), int(y), int(x + width), int(y + height))),
        "faces_in_picture": float(max(len(faces), 1)),
        "face_share": 100 * width * height / (picture.width * picture.height),
        **pose(face.landmarks),
    }
    if picture.jpeg_quality is not None:
        values["compression"] = float(picture.jpeg_quality)
    return values


def sharpness(grey: NDArray[np.float32]) -> float:
    """Fine detail against all detail: deviation of the Laplacian over the deviation of the grey levels.

    On the aligned crop, so that one number covers blur and too few pixels; light and contrast cancel out.
    """
    spread = float(grey.std())
    return float(cv2.Laplacian(grey, cv2.CV_32F).std()) / spread if spread > 1 else 0.0


def pose(landmarks: NDArray[np.float32]) -> dict[str, float]:
    """Yaw, pitch and roll in whole-number accuracy at best: estimated from five points, without sign."""
    right_eye, left_eye, nose, right_mouth, left_mouth = landmarks.astype(np.float64)
    across = left_eye - right_eye
    roll = abs(float(np.degrees(np.arctan2(across[1], across[0]))))
    eyes, mouth = (right_eye + left_eye) / 2, (right_mouth + left_mouth) / 2
    down = mouth - eyes
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if width < 1 or height < 1:
        return {"yaw": 90.0, "pitch": 90.0, "roll": roll}
    side, drop = np.linalg.solve(np.column_stack([across, down]), nose - eyes)
    yaw = np.degrees(np.arctan2(abs(side), _NOSE_DEPTH))
    pitch = np.degrees(np.arctan2(abs(drop - _NOSE_DROP) * height, _NOSE_DEPTH * max(width, height)))
    return {"yaw": float(yaw), "pitch": float(pitch), "roll": roll}


def blockiness(pixels: NDArray[np.uint8], area: tuple[int, int, int, int]) -> float:
    """Mean step between neighbours across the 8-pixel grid over the mean step inside it; 1 without compression.

    Args:
        pixels: the whole picture, whose top left is where a JPEG's grid begins.
        area: left, top, right, bottom of the face.
    """
    left, top, right, bottom = area
    grey = pixels[max(top, 0) : bottom, max(left, 0) : right] @ _LUMA
    if min(grey.shape) < 3 * _BLOCK:
        return 1.0
    ratios = []
    for axis, start in ((1, max(left, 0)), (0, max(top, 0))):
        steps = np.abs(np.diff(grey, axis=axis)).mean(axis=1 - axis)
        on_grid = (np.arange(steps.size) + start + 1) % _BLOCK == 0
        ratios.append((float(steps[on_grid].mean()) + 0.5) / (float(steps[~on_grid].mean()) + 0.5))
    return float(np.mean(ratios))
