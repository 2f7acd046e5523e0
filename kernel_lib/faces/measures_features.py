"""Whether eyes, mouth and skin of a face can be seen, from the pixels of its aligned crop.

An occlusion is seen when it is plain where a feature should stand out, or when its colour is not that of the face's
own skin. A patterned or skin-coloured one, such as a hand, is not seen; docs/quality.md says so to who reads it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kernel_lib.faces.measures_light import FACE

_EYES = ((slice(46, 58), slice(29, 48)), (slice(46, 58), slice(64, 83)))
"""Rows and columns of the subject's right and left eye in the aligned crop (ArcFace's template: 38, 52 and 74, 52)."""
_MOUTH = (slice(82, 103), slice(36, 77))
_SKIN = ((slice(62, 82), slice(24, 44)), (slice(62, 82), slice(68, 88)), (slice(58, 76), slice(50, 62)))
"""Both cheeks and the bridge of the nose: the face's own colour is the median of these."""
_FEWEST_CHROMA = 5.0
_NEAR = 12.0
"""CIELAB distance in a* and b* within which a pixel has the colour of the face's skin; light does not count."""


def eyes_visible(grey: NDArray[np.float32]) -> float:
    """Light and dark about the fainter eye against those of the whole inner face; 0 where it is covered plainly.

    Measured after a blur of 1.5 pixels, so that it falls with an occlusion and not with blur or few pixels.
    """
    smooth, spread = _smooth(grey)
    return min(float(smooth[eye].std()) for eye in _EYES) / spread


def mouth_visible(grey: NDArray[np.float32]) -> float:
    """Rise and fall from above the lips to below them against light and dark of the inner face; 0 where it is plain."""
    smooth, spread = _smooth(grey)
    rows = smooth[_MOUTH].mean(axis=1)
    return float(np.ptp(rows - np.linspace(rows[0], rows[-1], rows.size))) / spread


def face_uncovered(crop: NDArray[np.uint8]) -> float | None:
    """Share (per cent) of the inner face that has the colour of its own skin, whatever that is, or None without colour.

    Args:
        crop: the aligned face, (112, 112, 3) RGB.
    """
    small = cv2.GaussianBlur(crop, (0, 0), 1.5)
    lab = cv2.cvtColor((small / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)
    own = np.median(np.concatenate([lab[part][..., 1:].reshape(-1, 2) for part in _SKIN]), axis=0)
    if float(np.hypot(*own)) < _FEWEST_CHROMA:
        return None
    apart = np.hypot(lab[FACE][..., 1] - own[0], lab[FACE][..., 2] - own[1])
    return 100 * float((apart <= _NEAR).mean())


# Private


def _smooth(grey: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    smooth = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.5), dtype=np.float32)
    return smooth, max(float(smooth[FACE].std()), 4.0)
