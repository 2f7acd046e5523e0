"""Many pictures → what the models see in each, in order, on every core: for enrolment of whole galleries.

A search does not come this way; its one picture goes through the engine. Both use the same steps and models, so a
template is the same, bit for bit, whichever way its picture came, beside whatever other pictures, by any number of
workers.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from kernel_lib.errors import PictureRefused, Refusal
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, PictureLimits, decode
from kernel_lib.faces.quality import Finding

BATCH = 4
"""Pictures that one thread takes at once: their faces are encoded in one run, which reads the model's 38 MB once."""
AHEAD = 2
"""Batches in work or done and not yet taken, for each worker: a slow picture in front does not stop the others."""
Key = TypeVar("Key")


class Engine(Protocol):
    """The part of the face engine that the pipeline uses."""

    def detect(self, picture: DecodedPicture) -> tuple[Face, ...]:
        """Every face found."""
        ...

    def assess(self, picture: DecodedPicture, face: Face, faces: tuple[Face, ...]) -> tuple[Finding, ...]:
        """Measured findings on one face."""
        ...

    def align(self, picture: DecodedPicture, face: Face) -> NDArray[np.uint8]:
        """The crop of one face that is encoded."""
        ...

    def encode_aligned(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """The templates of aligned crops, in the same order."""
        ...


@dataclass(frozen=True, eq=False)
class Seen:
    """What the models saw in one picture, without its pixels.

    `faces` are all faces, left to right; `face` is the one whose eyes are farthest apart, which `findings` and
    `template` are of. Where nobody is shown they are None, () and None.
    """

    sha256: str
    format: str
    width: int
    height: int
    notes: tuple[str, ...]
    faces: tuple[Face, ...]
    face: Face | None
    findings: tuple[Finding, ...]
    template: Template | None


Outcome = Seen | Refusal
"""What was seen, or why the bytes are no picture that can be taken in (rules `picture.*`)."""
Wanted = Callable[[Seen], bool]
"""Whether a template is made of a picture that was looked at; one that may not be searched gets none."""


class FacePipeline:
    """Reads, finds, measures and encodes on `workers` threads, each of which keeps one core busy.

    Threads, not processes: the models run outside the interpreter's lock, and one copy of them serves all. A process
    that does nothing else tells OpenCV to keep to one thread too (`cv2.setNumThreads(1)`).
    """

    def __init__(
        self,
        engine: Engine,
        workers: int,
        *,
        assess: bool = True,
        limits: PictureLimits | None = None,
    ) -> None:
        """Take an engine that uses one thread a run.

        Args:
            engine: opened with `threads=1`; more threads a run would take the cores from the other workers.
            workers: threads, at least 1.
            assess: whether the quality of the largest face is measured.
            limits: sizes of pictures that are taken in; the product's when None.
        """
        if workers < 1:
            raise ValueError(f"workers: expected at least 1, got {workers}")
        self._engine = engine
        self._workers = workers
        self._assess = assess
        self._limits = limits or PictureLimits()

    @classmethod
    def open(cls, models_dir: Path, *, workers: int | None = None, assess: bool = True) -> "FacePipeline":
        """Load the product's models for `workers` threads; by default one for each core this process may use.

        Raises:
            WeightsRefused: a file is missing or changed, or cannot be run here.
        """
        cores = len(os.sched_getaffinity(0))
        return cls(FaceEngine.open(models_dir, threads=1), cores if workers is None else workers, assess=assess)

    def run(self, pictures: Iterable[tuple[Key, bytes]]) -> Iterator[tuple[Key, Outcome]]:
        """Every picture's key and outcome, in the order given; a picture that is refused never stops the rest.

        `pictures` is read only as far ahead as the workers need: at most workers x `AHEAD` x `BATCH` files are held,
        and at most `workers` pictures are decoded at a time. Closing the iterator, or leaving a loop over it, cancels
        what has not begun.
        """
        waiting: deque[tuple[tuple[Key, ...], Future[list[Outcome]]]] = deque()
        with ThreadPoolExecutor(self._workers, thread_name_prefix="faces") as pool:
            try:
                for batch in _batches(pictures):
                    keys, contents = zip(*batch, strict=True)
                    waiting.append((keys, pool.submit(self.see, contents)))
                    if len(waiting) >= self._workers * AHEAD:
                        yield from _first(waiting)
                while waiting:
                    yield from _first(waiting)
            finally:
                for _, future in waiting:
                    future.cancel()

    def see(self, contents: Sequence[bytes], wanted: Sequence[Wanted] | None = None) -> list[Outcome]:
        """The outcomes of some pictures in their order, by the thread that asks, encoded in one run.

        Args:
            contents: the bytes of each picture.
            wanted: for each picture, whether its face is encoded; every face is when None.
        """
        looked = [
            self._look(data, want) for data, want in zip(contents, wanted or [_always] * len(contents), strict=True)
        ]
        crops = [crop for _, crop in looked if crop is not None]
        templates = iter(self._engine.encode_aligned(crops) if crops else ())
        return [outcome if crop is None else _with(outcome, next(templates)) for outcome, crop in looked]

    def _look(self, data: bytes, wanted: Wanted) -> tuple[Outcome, NDArray[np.uint8] | None]:
        """What is seen before encoding, and the crop to encode; the pixels of the picture are let go."""
        try:
            picture = decode(data, self._limits)
        except PictureRefused as no:
            return Refusal(no.rule, no.reason, no.next_step), None
        faces = self._engine.detect(picture)
        face = max(faces, key=lambda one: one.eye_distance, default=None)
        seen = Seen(
            sha256=picture.sha256,
            format=picture.format,
            width=picture.width,
            height=picture.height,
            notes=picture.notes,
            faces=faces,
            face=face,
            findings=self._engine.assess(picture, face, (face,)) if face and self._assess else (),
            template=None,
        )
        return seen, self._engine.align(picture, face) if face and wanted(seen) else None


# Private


def _always(_seen: Seen) -> bool:
    return True


def _batches(pictures: Iterable[tuple[Key, bytes]]) -> Iterator[list[tuple[Key, bytes]]]:
    left = iter(pictures)
    while batch := list(islice(left, BATCH)):
        yield batch


def _first(
    waiting: deque[tuple[tuple[Key, ...], Future[list[Outcome]]]],
) -> Iterator[tuple[Key, Outcome]]:
    keys, future = waiting.popleft()
    yield from zip(keys, future.result(), strict=True)


def _with(outcome: Outcome, template: Template) -> Outcome:
    return replace(outcome, template=template) if isinstance(outcome, Seen) else outcome
