"""Detection, quality and encoding on the demonstration photographs."""

from benchmarks.figures import Figure, milliseconds
from gallery.demonstration.photographs import Photographs
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.settings import Settings

_RUNS = 5


def measure_faces(settings: Settings) -> list[Figure]:
    """Time each step over every reference photograph."""
    engine = FaceEngine.open(settings.models_dir, threads=2)
    listed = Photographs.listed().used_as("reference")
    contents = [(settings.photographs_dir / photograph.file).read_bytes() for photograph in listed]
    pictures = [decode(content) for content in contents]
    found = [engine.detect(picture) for picture in pictures]
    count = len(pictures)
    of = f"{count} photographs, {_RUNS} runs"

    def each(total: float) -> float:
        return total / count

    pairs = list(zip(pictures, found, strict=True))
    return [
        Figure("decode a picture", each(milliseconds(lambda: [decode(one) for one in contents], _RUNS)), "ms", of),
        Figure("find faces", each(milliseconds(lambda: [engine.detect(one) for one in pictures], _RUNS)), "ms", of),
        Figure(
            "measure quality",
            each(milliseconds(lambda: [engine.assess(one, faces[0], faces) for one, faces in pairs], _RUNS)),
            "ms",
            of,
        ),
        Figure(
            "encode a face",
            each(milliseconds(lambda: [engine.encode(one, faces[0]) for one, faces in pairs], _RUNS)),
            "ms",
            of,
        ),
    ]
