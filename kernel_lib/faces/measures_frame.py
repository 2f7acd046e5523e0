"""How a face lies in its picture: the angles of the head, and the room on each side of it."""

import numpy as np
from numpy.typing import NDArray

NOSE_DROP = 0.56
"""Where the nose tip of a level head lies between eye line (0) and mouth line (1): ArcFace's template."""
NOSE_DEPTH = 0.55
"""Nose tip before the plane of the eyes, in eye distances: an anthropometric mean, so angles are estimates."""
_EYES_TO_MOUTH = 1.156
"""Eye line to mouth line of a frontal face, in eye distances: ArcFace's template."""


def head_pose(landmarks: NDArray[np.float32]) -> dict[str, float | None]:
    """Yaw, pitch and roll in degrees, without sign: estimated from five points, a few degrees apart at best.

    Args:
        landmarks: (5, 2) pixels: right eye, left eye, nose, right and left corner of the mouth, of the subject.
    """
    right_eye, left_eye, nose, right_mouth, left_mouth = landmarks.astype(np.float64)
    across = left_eye - right_eye
    roll = abs(float(np.degrees(np.arctan2(across[1], across[0]))))
    eyes, mouth = (right_eye + left_eye) / 2, (right_mouth + left_mouth) / 2
    down = mouth - eyes
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    if width < 1 or height < 1:
        return {"head_pose_yaw": 90.0, "head_pose_pitch": 90.0, "head_pose_roll": roll}
    side, drop = np.linalg.solve(np.column_stack([across, down]), nose - eyes)
    yaw = np.degrees(np.arctan2(abs(side), NOSE_DEPTH))
    pitch = np.degrees(np.arctan2(abs(drop - NOSE_DROP) * height, NOSE_DEPTH * max(width, height)))
    return {"head_pose_yaw": float(yaw), "head_pose_pitch": float(pitch), "head_pose_roll": roll}


def room_around(landmarks: NDArray[np.float32], width: int, height: int) -> dict[str, float | None]:
    """Room from the middle of the eyes to each edge of the picture, in eye distances of a frontal head.

    The length that is counted in is the longer of the eye distance and what the eye-to-mouth distance makes of it, so
    that a turned head does not seem to have more room. Left and right are those of the picture.
    """
    points = landmarks.astype(np.float64)
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    across = float(np.linalg.norm(points[1] - points[0]))
    unit = max(across, float(np.linalg.norm(mouth - eyes)) / _EYES_TO_MOUTH, 1.0)
    return {
        "leftward_crop": float(eyes[0]) / unit,
        "rightward_crop": (width - float(eyes[0])) / unit,
        "margin_above": float(eyes[1]) / unit,
        "margin_below": (height - float(eyes[1])) / unit,
    }
