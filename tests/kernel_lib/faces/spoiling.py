"""Photographs spoilt in one way each, so that one component of the quality vector must be named."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kernel_lib.faces.alignment import similarity
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture, decode

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Spoilt:
    """One way to spoil a photograph, the JPEG quality it is then written with, and the component to be named."""

    component: str
    spoil: Callable[[Pixels, Face], Pixels]
    quality: int = 95


def as_picture(pixels: Pixels, quality: int = 95) -> DecodedPicture:
    """Write pixels as a JPEG and read them as a picture that comes in."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "JPEG", quality=quality)
    return decode(buffer.getvalue())


def resized(pixels: Pixels, factor: float) -> Pixels:
    """Make a picture larger or smaller."""
    size = (round(pixels.shape[1] * factor), round(pixels.shape[0] * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def to_eye_distance(pixels: Pixels, face: Face, wanted: float) -> Pixels:
    """Make a picture smaller until the eyes are so many pixels apart."""
    return resized(pixels, wanted / face.eye_distance)


def covered(pixels: Pixels, face: Face, rows: tuple[int, int], colour: tuple[int, int, int]) -> Pixels:
    """Paint over some rows of the face, counted as in its aligned crop, as a mask or a bar before the eyes does."""
    inverse = cv2.invertAffineTransform(similarity(face.landmarks))
    corners = np.array([[20, rows[0]], [92, rows[0]], [92, rows[1]], [20, rows[1]]], np.float64)
    points = (corners @ inverse[:, :2].T + inverse[:, 2]).astype(np.int32)
    return np.asarray(cv2.fillPoly(pixels.copy(), [points], colour), dtype=np.uint8)


def shadowed(pixels: Pixels, face: Face) -> Pixels:
    """Put one half of the face into a soft shadow."""
    light = np.ones((1, pixels.shape[1]), np.float32)
    light[:, : int(face.landmarks[:2, 0].mean())] = 0.25
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), face.eye_distance / 5), dtype=np.float32)
    return (pixels * light[..., None]).astype(np.uint8)


def yawed(pixels: Pixels, face: Face, degrees: float = -48.0) -> Pixels:
    """Turn the head to the side: the picture lies on an ellipsoid with a nose, which is turned and seen from before."""
    unit, nose = face.eye_distance, face.landmarks[2].astype(np.float64)
    middle = face.landmarks[:2].astype(np.float64).mean(axis=0) + np.array([0, 0.5 * unit])
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]].astype(np.float64)
    across, down = (columns - middle[0]) / unit, (rows - middle[1]) / unit
    head = np.sqrt(np.clip(1 - (across / 1.3) ** 2 - (down / 1.9) ** 2, 0, 1))
    tip = np.exp(-(((columns - nose[0]) / unit / 0.25) ** 2) - ((rows - nose[1]) / unit / 0.3) ** 2)
    angle = np.radians(degrees)
    seen = across * np.cos(angle) + (1.0 * head + 0.45 * tip) * np.sin(angle)
    seen = np.maximum.accumulate(seen, axis=1) + np.arange(seen.shape[1]) * 1e-9
    source = np.stack([np.interp(line, known, columns[0]) for line, known in zip(across, seen, strict=True)])
    moved = cv2.remap(pixels, source.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR)
    return np.asarray(moved, dtype=np.uint8)


def leaning(pixels: Pixels, _: Face) -> Pixels:
    """Turn the picture by 28 degrees."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -28, 1)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height)), dtype=np.uint8)


def cut(pixels: Pixels, face: Face, side: str) -> Pixels:
    """Cut the picture near the face: 0.8 eye distances beside the eyes, 0.6 above, 1.55 below."""
    x, y = (round(each) for each in face.landmarks[:2].mean(axis=0))
    unit = face.eye_distance
    return {
        "left": lambda: pixels[:, round(x - 0.8 * unit) :],
        "right": lambda: pixels[:, : round(x + 0.8 * unit)],
        "above": lambda: pixels[round(y - 0.6 * unit) :],
        "below": lambda: pixels[: round(y + 1.55 * unit)],
    }[side]()


WAYS: dict[str, Spoilt] = {
    "blur": Spoilt(
        "sharpness",
        lambda p, f: np.asarray(cv2.GaussianBlur(to_eye_distance(p, f, 50), (0, 0), 3), dtype=np.uint8),
    ),
    "few pixels": Spoilt("inter_eye_distance", lambda p, f: to_eye_distance(p, f, 14)),
    "yaw": Spoilt("head_pose_yaw", yawed),
    "roll": Spoilt("head_pose_roll", leaning),
    "mask over the mouth": Spoilt("mouth_occlusion_prevention", lambda p, f: covered(p, f, (76, 112), (90, 130, 190))),
    "mask over the face": Spoilt("face_occlusion_prevention", lambda p, f: covered(p, f, (76, 112), (90, 130, 190))),
    "bar before the eyes": Spoilt("eyes_visible", lambda p, f: covered(p, f, (40, 62), (15, 15, 15))),
    "dark": Spoilt("luminance_mean", lambda p, _: (p * 0.2).astype(np.uint8)),
    "very dark": Spoilt("under_exposure_prevention", lambda p, _: (p * 0.1).astype(np.uint8)),
    "overexposed": Spoilt("over_exposure_prevention", lambda p, _: (p * 2.4 + 40).clip(0, 255).astype(np.uint8)),
    "faint": Spoilt("dynamic_range", lambda p, _: ((p - 128.0) * 0.2 + 128).astype(np.uint8)),
    "faint, too": Spoilt("luminance_variance", lambda p, _: ((p - 128.0) * 0.2 + 128).astype(np.uint8)),
    "shadow": Spoilt("illumination_uniformity", shadowed),
    "without colour": Spoilt(
        "natural_colour", lambda p, _: np.repeat(p.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    ),
    "compressed": Spoilt("compression_artifacts", lambda p, _: p, 25),
    "cut on the left": Spoilt("leftward_crop", lambda p, f: cut(p, f, "left")),
    "cut on the right": Spoilt("rightward_crop", lambda p, f: cut(p, f, "right")),
    "cut above": Spoilt("margin_above", lambda p, f: cut(p, f, "above")),
    "cut below": Spoilt("margin_below", lambda p, f: cut(p, f, "below")),
    "two people": Spoilt("single_face_present", lambda p, _: np.hstack([p, p])),
    "far away": Spoilt(
        "head_size", lambda p, _: np.pad(resized(p, 0.2), ((0, 1500), (0, 1500), (0, 0)), constant_values=128)
    ),
}
