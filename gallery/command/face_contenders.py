"""Who is measured by `leadbook bench faces`: this product, and the peers that are installed beside it.

Each has its own way to read a file, and the same two model files; what else differs is said in `of`.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime as ort
from insightface.model_zoo import get_model
from insightface.utils.face_align import norm_crop
from numpy.typing import NDArray

from kernel_lib.faces.detection import OVERLAP_LIMIT, WHOLE_FLOOR, Face
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.pipeline import FacePipeline, Seen

_ENOUGH = 5000
"""Boxes kept before overlapping ones are left out: OpenCV's own default."""
Pixels = NDArray[np.uint8]


Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Contender:
    """One way from bytes to templates. The three steps have values of their own kinds.

    `find` gives the face whose eyes are farthest apart, or None; `encode` takes what `read` and `find` gave and
    returns a template of unit length; `whole` does all three to many files. `of` says what runs.
    """

    name: str
    of: str
    read: Callable[[bytes], Any]  # each contender has its own kind of picture
    find: Callable[[Any], Any]  # and its own kind of face
    encode: Callable[[Any, Any], Vector]
    whole: Callable[[Sequence[bytes]], list[Vector | None]]


def leadbook(engine: FaceEngine) -> Contender:
    """Return this product; `engine` is opened with one thread."""
    pipeline = FacePipeline(engine, 1, assess=False)

    def find(picture: DecodedPicture) -> Face | None:
        return max(engine.detect(picture), key=lambda face: face.eye_distance, default=None)

    def whole(files: Sequence[bytes]) -> list[Vector | None]:
        seen = [outcome for _, outcome in pipeline.run(enumerate(files))]
        return [one.template.vector if isinstance(one, Seen) and one.template else None for one in seen]

    return Contender(
        name="Leadbook",
        of="YuNet and SFace by onnxruntime, PReLU spelled out, four faces in one run; quality is not measured here",
        read=decode,
        find=find,
        encode=lambda picture, face: engine.encode(picture, face).vector,
        whole=whole,
    )


def installed_peers(engine: FaceEngine, models_dir: Path) -> tuple[Contender, ...]:
    """Return OpenCV's and insightface's paths over the model files of the engine."""
    finds, encodes = (models_dir / entry.file for entry in engine.models)
    return _opencv(finds, encodes, engine.models[0].side), _insightface(finds, encodes, engine.models[0].side)


# Private


def _opencv(finds: Path, encodes: Path, side: int) -> Contender:
    find = _yunet(finds, side)
    recogniser = cv2.FaceRecognizerSF.create(str(encodes), "")

    def encode(pixels: Pixels, face: Vector) -> Vector:
        return _unit(recogniser.feature(recogniser.alignCrop(pixels, face)))

    return Contender(
        name="OpenCV",
        of="FaceDetectorYN and FaceRecognizerSF; faces sought in pictures shrunk to 640 pixels",
        read=_read,
        find=find,
        encode=encode,
        whole=_one_by_one(_read, find, encode),
    )


def _insightface(finds: Path, encodes: Path, side: int) -> Contender:
    find = _yunet(finds, side)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    recogniser = get_model(str(encodes), sess_options=options, providers=["CPUExecutionProvider"])
    # Its guess for a file it does not know; SFace takes pixels as they are.
    recogniser.input_mean, recogniser.input_std = 0.0, 1.0

    def encode(pixels: Pixels, face: Vector) -> Vector:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # it calls a function of scikit-image that is going away
            crop = norm_crop(pixels, face[4:14].reshape(5, 2))
        return _unit(recogniser.get_feat(crop))

    return Contender(
        name="insightface",
        of="norm_crop and ArcFaceONNX.get_feat over SFace; faces found by OpenCV, since its own detectors are not free",
        read=_read,
        find=find,
        encode=encode,
        whole=_one_by_one(_read, find, encode),
    )


def _read(data: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def _one_by_one(
    read: Callable[[bytes], Pixels],
    find: Callable[[Pixels], Vector | None],
    encode: Callable[[Pixels, Vector], Vector],
) -> Callable[[Sequence[bytes]], list[Vector | None]]:
    def whole(files: Sequence[bytes]) -> list[Vector | None]:
        pictures = (read(data) for data in files)
        return [None if (face := find(picture)) is None else encode(picture, face) for picture in pictures]

    return whole


def _yunet(model: Path, side: int) -> Callable[[Pixels], Vector | None]:
    """OpenCV's detector on the picture shrunk to `side` pixels; the row it gives is in pixels of the picture."""
    detector = cv2.FaceDetectorYN.create(str(model), "", (side, side), WHOLE_FLOOR, OVERLAP_LIMIT, _ENOUGH)

    def find(pixels: Pixels) -> Vector | None:
        scale = side / max(pixels.shape[:2])
        small = cv2.resize(pixels, (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)))
        detector.setInputSize((small.shape[1], small.shape[0]))
        rows = detector.detect(small)[1]
        if rows is None or not len(rows):
            return None
        row = max(np.asarray(rows, np.float32), key=lambda one: float(np.hypot(one[6] - one[4], one[7] - one[5])))
        return np.concatenate([row[:14] / np.float32(scale), row[14:]])

    return find


def _unit(vector: NDArray[Any]) -> Vector:
    flat = np.asarray(vector, np.float32).reshape(-1)
    return np.asarray(flat / np.linalg.norm(flat), np.float32)
