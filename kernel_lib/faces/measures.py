"""Numbers measured on one face, by the names of ISO/IEC 29794-5 components. No judgement; that is in quality.py.

Each method is our own and stated where it is written: the standard's reference implementation uses dense landmarks and
face parsing, for which no model with a fitting licence is at hand. docs/quality.md says what each cannot see.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.alignment import align
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.measures_features import eyes_visible, face_uncovered, mouth_visible
from kernel_lib.faces.measures_frame import head_pose, room_around
from kernel_lib.faces.measures_light import FACE, LUMA, background_steps, colour_distance, evenness, light

METHOD = "leadbook-quality/2"
"""Name and version of all methods together: stored with each vector, and raised whenever a method changes."""
_BLOCK = 8
_WORST_BLOCKINESS = 2.0


def measured(picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> dict[str, float | None]:
    """Every component's raw value, by name; None where this face gives nothing to measure it on.

    Args:
        picture: the picture that shows the face.
        face: the face that is measured.
        faces: all faces found in the picture.
    """
    crop = align(picture.pixels, face.landmarks)
    grey = np.asarray(crop @ LUMA, dtype=np.float32)
    inner = grey[FACE]
    x, y, width, height = face.box
    blocks = blockiness(picture.pixels, (int(x), int(y), int(x + width), int(y + height)))
    return {
        "inter_eye_distance": face.eye_distance,
        "sharpness": sharpness(inner),
        **light(inner),
        "illumination_uniformity": evenness(grey),
        "background_uniformity": background_steps(picture.pixels, face.box),
        "natural_colour": colour_distance(crop),
        "compression_artifacts": compression(picture.jpeg_quality, blocks),
        "single_face_present": float(max(len(faces), 1)),
        "eyes_visible": eyes_visible(grey),
        "mouth_occlusion_prevention": mouth_visible(grey),
        "face_occlusion_prevention": face_uncovered(crop),
        "head_size": 100 * width * height / (picture.width * picture.height),
        **room_around(face.landmarks, picture.width, picture.height),
        **head_pose(face.landmarks),
    }


def sharpness(grey: NDArray[np.float32]) -> float:
    """Fine detail against all detail: deviation of the Laplacian over the deviation of the grey levels.

    On the aligned crop, so that one number covers blur and too few pixels; light and contrast cancel out.
    """
    spread = float(grey.std())
    return float(cv2.Laplacian(grey, cv2.CV_32F).std()) / spread if spread > 1 else 0.0


def compression(jpeg_quality: int | None, blocks: float) -> float:
    """The JPEG quality (0 to 100) that the picture looks like: the file's own, or worse where its blocks show more.

    Args:
        jpeg_quality: estimated from the file's quantisation table; None for other formats.
        blocks: `blockiness`; 1 counts as 100 and 2 as 0, so that a file that was compressed once more is seen.
    """
    seen = 100 * min(max(_WORST_BLOCKINESS - blocks, 0.0), 1.0)
    return seen if jpeg_quality is None else min(seen, float(jpeg_quality))


def blockiness(pixels: NDArray[np.uint8], area: tuple[int, int, int, int]) -> float:
    """Mean step between neighbours across the 8-pixel grid over the mean step inside it; 1 without compression.

    Args:
        pixels: the whole picture, whose top left is where a JPEG's grid begins.
        area: left, top, right, bottom of the face.
    """
    left, top, right, bottom = area
    grey = pixels[max(top, 0) : bottom, max(left, 0) : right] @ LUMA
    if min(grey.shape) < 3 * _BLOCK:
        return 1.0
    ratios = []
    for axis, start in ((1, max(left, 0)), (0, max(top, 0))):
        steps = np.abs(np.diff(grey, axis=axis)).mean(axis=1 - axis)
        on_grid = (np.arange(steps.size) + start + 1) % _BLOCK == 0
        ratios.append((float(steps[on_grid].mean()) + 0.5) / (float(steps[~on_grid].mean()) + 0.5))
    return float(np.mean(ratios))
