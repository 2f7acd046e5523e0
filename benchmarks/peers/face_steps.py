"""face_recognition (dlib) over a folder of pictures, on one core: seconds of each step, and its 128 numbers a picture.

Usage, in the peers' environment: python face_steps.py FOLDER ROUNDS. Writes JSON to standard output, nothing elsewhere.
It is called as its documentation does, with one exception in its favour: pictures are not enlarged before faces are
sought, which the faces at hand do not need and which takes most of its time.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path

# Threads are counted when the libraries load.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
warnings.simplefilter("ignore")  # pkg_resources, which its models package asks for

import dlib  # noqa: E402  # after the environment
import face_recognition  # noqa: E402  # as above


def main(folder: Path, rounds: int) -> None:
    """Measure every round, and print."""
    paths = sorted(folder.iterdir())
    taken = [measured(paths) for _ in range(rounds + 1)]
    answer = {
        "version": face_recognition.__version__,
        "dlib": dlib.__version__,
        "avx": bool(dlib.USE_AVX_INSTRUCTIONS),
        "blas": bool(dlib.DLIB_USE_BLAS),
        "seconds": [seconds for seconds, _ in taken[1:]],
        "vectors": {path.name: vector for path, vector in zip(paths, taken[0][1], strict=True)},
    }
    json.dump(answer, sys.stdout)


def measured(paths: list[Path]) -> tuple[dict[str, float], list[list[float] | None]]:
    """Seconds of processor time of each step over all pictures, and the numbers of the largest face of each."""
    marks = [time.process_time()]
    pictures = [face_recognition.load_image_file(path) for path in paths]
    marks.append(time.process_time())
    faces = [largest(face_recognition.face_locations(picture, number_of_times_to_upsample=0)) for picture in pictures]
    marks.append(time.process_time())
    vectors = [
        face_recognition.face_encodings(picture, [face])[0].tolist() if face else None
        for picture, face in zip(pictures, faces, strict=True)
    ]
    marks.append(time.process_time())
    steps = {
        name: after - before
        for name, before, after in zip(("decode", "detection", "encoding"), marks, marks[1:], strict=False)
    }
    return {**steps, "whole": marks[-1] - marks[0]}, vectors


def largest(faces: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int] | None:
    """The face (top, right, bottom, left) of the largest area."""
    return max(faces, key=lambda face: (face[1] - face[3]) * (face[2] - face[0]), default=None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
