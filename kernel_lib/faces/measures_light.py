"""Light and colour of a face and of what lies behind it."""

import cv2
import numpy as np
from numpy.typing import NDArray

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of red, green and blue in grey (ITU-R BT.601)."""
FACE = (slice(28, 104), slice(22, 90))
"""Rows and columns of the aligned crop that show skin, eyes, nose and mouth, not background."""
CHEEKS = ((slice(62, 80), slice(24, 42)), (slice(62, 80), slice(70, 88)))
"""Rows and columns of both cheeks in the aligned crop."""
_HALVES = ((slice(46, 98), slice(22, 52)), (slice(46, 98), slice(60, 90)))
_DARK, _BRIGHT = 25, 247
"""Grey levels up to and from which a pixel holds no detail (as the standard's reference counts them)."""
_NATURAL_A, _NATURAL_B = (5.0, 25.0), (5.0, 35.0)
"""Where a* and b* (CIELAB) of skin of every tone lie under white light (as the standard's reference has it)."""
_LEVELS = 32
_FEWEST_BACKGROUND = 0.15
_BACKGROUND_SIDE = 96


def light(grey: NDArray[np.float32]) -> dict[str, float | None]:
    """Mean, spread and lost ends of the grey levels (0 to 255) of the inner face.

    `luminance_variance` is their standard deviation; `dynamic_range` lies between the 5th and the 95th of 100 parts;
    the exposures are the shares (per cent) of pixels that are too dark or too bright to hold detail.
    """
    low, high = np.percentile(grey, (5, 95))
    return {
        "luminance_mean": float(grey.mean()),
        "luminance_variance": float(grey.std()),
        "dynamic_range": float(high - low),
        "under_exposure_prevention": 100 * float((grey <= _DARK).mean()),
        "over_exposure_prevention": 100 * float((grey >= _BRIGHT).mean()),
    }


def evenness(grey: NDArray[np.float32]) -> float:
    """How much of the light on the two halves of the face is the same: 0 to 1, intersection of their histograms.

    Grey levels are taken in 32 steps and blurred by one, so that noise and compression do not count as uneven light.
    """
    counts = []
    for half in _HALVES:
        histogram = np.histogram(grey[half], bins=_LEVELS, range=(0, 256))[0].astype(np.float64)
        spread = np.convolve(histogram, (0.25, 0.5, 0.25), mode="same")
        counts.append(spread / spread.sum())
    return float(np.minimum(*counts).sum())


def colour_distance(crop: NDArray[np.uint8]) -> float:
    """How far the cheeks' mean colour lies from what skin of any tone has under white light; 0 is natural.

    In units of CIELAB. A picture without colour, as of a camera at night, lies about 7 away.
    """
    cheeks = np.concatenate([crop[cheek].reshape(-1, 3) for cheek in CHEEKS])
    lab = cv2.cvtColor((cheeks[None] / np.float32(255)).astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    apart = [
        max(low - mean, mean - high, 0.0)
        for mean, (low, high) in zip(lab[:, 1:].mean(axis=0).tolist(), (_NATURAL_A, _NATURAL_B), strict=True)
    ]
    return float(np.hypot(*apart))


def background_steps(pixels: NDArray[np.uint8], box: tuple[float, float, float, float]) -> float | None:
    """Mean step (grey levels) between neighbours beside and above the head, at a size at which the head is 96 wide.

    None where less than 15 per cent of the looked-at part is background. Shoulders are left out; hair that stands out
    from the head counts as background.
    """
    x, y, width, height = box
    left, right = max(0, int(x - width)), min(pixels.shape[1], int(x + 2 * width))
    top, bottom = max(0, int(y - 0.6 * height)), min(pixels.shape[0], int(y + 0.7 * height))
    factor = min(1.0, _BACKGROUND_SIDE / max(width, 1.0))
    size = (max(2, round((right - left) * factor)), max(2, round((bottom - top) * factor)))
    part = cv2.resize(pixels[top:bottom, left:right], size, interpolation=cv2.INTER_AREA)
    grey = np.asarray(part @ LUMA, dtype=np.float32)
    behind = np.ones(grey.shape, bool)
    head = [round(each * factor) for each in (x - 0.3 * width - left, x + 1.3 * width - left, y - 0.4 * height - top)]
    behind[max(0, head[2]) :, max(0, head[0]) : max(0, head[1])] = False
    if behind.mean() < _FEWEST_BACKGROUND:
        return None
    down, across = np.gradient(grey)
    return float(np.hypot(down, across)[behind].mean())
