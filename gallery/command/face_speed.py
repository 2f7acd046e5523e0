"""Pictures a second: of each step on one core, of the whole by workers, and beside the peers that are installed.

One core is measured in seconds of processor time of a single thread, so that neighbours on the machine disturb less;
scaling is measured by the clock. Contenders take turns in every round, and ratios are taken within a round.
"""

import io
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import cv2
from PIL import Image

from gallery.command.face_contenders import Contender, installed_peers, leadbook
from kernel_lib.errors import Refusal, SettingsError
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.faces.pipeline import FacePipeline, Seen

ALIKE_SIDE = 900
"""Pixels of the longest side of the pictures that contenders share: all of them look once at such a picture, while
this product looks at larger ones in tiles as well, to find faces that the others miss."""
_ERRORS = cv2.utils.logging.LOG_LEVEL_ERROR
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Effort:
    """How long to measure: `rounds` of which medians are taken, and at least `pictures` in each run of workers."""

    rounds: int = 5
    pictures: int = 48


FULL = Effort()


@dataclass(frozen=True)
class Steps:
    """Pictures (or faces, for quality and encoding) a second on one core."""

    decode: float
    detection: float
    quality: float
    encoding: float
    whole: float


@dataclass(frozen=True)
class Working:
    """The whole by a number of workers: pictures a second by the clock, and how many times what one worker does.

    `cores_given` is the processor time had over the time by the clock: where it is below `workers`, other programs took
    the rest. `work_a_core` is a second of processor time's work, as a share of what it does for one worker.
    """

    workers: int
    pictures_a_second: float
    times_one_worker: float
    cores_given: float
    work_a_core: float


@dataclass(frozen=True)
class Compared:
    """A contender on one core: pictures a second, and how many times as fast Leadbook is at the same step."""

    name: str
    of: str
    decode: float
    detection: float
    encoding: float
    whole: float
    ratio_detection: float
    ratio_encoding: float
    ratio_whole: float


@dataclass(frozen=True)
class FaceFigures:
    """Everything `leadbook bench faces` measures; rates are pictures a second."""

    pictures: int
    refused: dict[str, int]
    without_face: int
    mean_megapixels: float
    cores: int
    one_core: Steps
    by_workers: tuple[Working, ...]
    peak_memory_mb: float
    alike_pictures: int
    alike_longest_side: int
    alike: tuple[Compared, ...]


def measure(paths: Sequence[Path], models_dir: Path, tell: Tell, effort: Effort = FULL) -> FaceFigures:
    """Measure on some picture files; `tell` is told what is measured, rounds done, and rounds in all.

    Raises:
        SettingsError: a file cannot be read, or none of them is a picture with a face.
        WeightsRefused: a model file is missing or changed.
    """
    engine = FaceEngine.open(models_dir, threads=1)
    with _one_thread():
        outcomes = dict(FacePipeline(engine, 1, assess=False).run((path, _read(path)) for path in paths))
        seen = {path: one for path, one in outcomes.items() if isinstance(one, Seen)}
        shown = [path for path, one in seen.items() if one.face is not None]
        if not shown:
            raise SettingsError(
                f"pictures: expected a face in one of {len(paths)} files, got none; name other pictures"
            )
        by_workers = _by_workers(engine, shown, tell, effort)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        files = [_read(path) for path in shown]
        one_core = _one_core(engine, files, tell, effort)
        alike = [_alike(data) for data in files]
        contenders = (leadbook(engine), *installed_peers(engine, models_dir))
        alike = [data for data in alike if all(each.find(each.read(data)) is not None for each in contenders)]
        compared = compare(contenders, alike, tell, effort) if alike else ()
    return FaceFigures(
        pictures=len(paths),
        refused=dict(Counter(one.rule for one in outcomes.values() if isinstance(one, Refusal))),
        without_face=len(seen) - len(shown),
        mean_megapixels=sum(one.width * one.height for one in seen.values()) / len(seen) / 1e6,
        cores=_cores(),
        one_core=one_core,
        by_workers=by_workers,
        peak_memory_mb=peak,
        alike_pictures=len(alike),
        alike_longest_side=ALIKE_SIDE,
        alike=compared,
    )


def compare(
    contenders: Sequence[Contender], files: Sequence[bytes], tell: Tell, effort: Effort = FULL
) -> tuple[Compared, ...]:
    """Every contender on the same files, in turns; ratios are to the first one."""
    seconds: list[list[dict[str, float]]] = []
    for done in range(effort.rounds + 1):
        tell("beside peers", done, effort.rounds)
        seconds.append([_steps_of(contender, files) for contender in contenders])
    rounds = seconds[1:]  # the first one warms up

    def rate(place: int, step: str) -> float:
        return len(files) / median(each[place][step] for each in rounds)

    def ratio(place: int, step: str) -> float:
        return median(each[place][step] / each[0][step] for each in rounds)

    return tuple(
        Compared(
            name=contender.name,
            of=contender.of,
            **{step: rate(place, step) for step in ("decode", "detection", "encoding", "whole")},
            **{f"ratio_{step}": ratio(place, step) for step in ("detection", "encoding", "whole")},
        )
        for place, contender in enumerate(contenders)
    )


# Private


def _one_core(engine: FaceEngine, files: Sequence[bytes], tell: Tell, effort: Effort) -> Steps:
    pictures = [decode(data) for data in files]
    faces = [max(engine.detect(each), key=lambda face: face.eye_distance) for each in pictures]
    pairs = list(zip(pictures, faces, strict=True))
    whole = FacePipeline(engine, 1)
    steps: dict[str, Callable[[], Any]] = {
        "decode": lambda: [decode(data) for data in files],
        "detection": lambda: [engine.detect(picture) for picture in pictures],
        "quality": lambda: [engine.assess(picture, face, (face,)) for picture, face in pairs],
        "encoding": lambda: [engine.encode(picture, face) for picture, face in pairs],
        "whole": lambda: list(whole.run(enumerate(files))),
    }
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for done in range(effort.rounds):
        tell("one core", done, effort.rounds)
        for name, step in steps.items():
            seconds[name].append(_processor_seconds(step))
    return Steps(**{name: len(files) / median(taken) for name, taken in seconds.items()})


def _by_workers(engine: FaceEngine, paths: Sequence[Path], tell: Tell, effort: Effort) -> tuple[Working, ...]:
    """Files are read from disk as they are needed, so that the peak of memory is that of the pipeline."""
    runs = -(-max(effort.pictures, len(paths)) // len(paths))
    counts = list(range(1, _cores() + 1))
    best: dict[int, tuple[float, float]] = {}
    for done in range(effort.rounds):
        for workers in counts:
            tell(f"{workers} worker(s)", done, effort.rounds)
            clock, processor = time.perf_counter(), time.process_time()
            for _ in FacePipeline(engine, workers).run((path, _read(path)) for path in list(paths) * runs):
                pass
            taken = (time.perf_counter() - clock, time.process_time() - processor)
            best[workers] = min(best.get(workers, taken), taken)
    return tuple(
        Working(
            workers=workers,
            pictures_a_second=len(paths) * runs / best[workers][0],
            times_one_worker=best[1][0] / best[workers][0],
            cores_given=best[workers][1] / best[workers][0],
            work_a_core=best[1][1] / best[workers][1],
        )
        for workers in counts
    )


def _steps_of(contender: Contender, files: Sequence[bytes]) -> dict[str, float]:
    pictures: list[Any] = []
    faces: list[Any] = []
    return {
        "decode": _processor_seconds(lambda: pictures.extend(map(contender.read, files))),
        "detection": _processor_seconds(lambda: faces.extend(map(contender.find, pictures))),
        "encoding": _processor_seconds(lambda: list(map(contender.encode, pictures, faces))),
        "whole": _processor_seconds(lambda: contender.whole(files)),
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"pictures: expected files that can be read, got one with {error.strerror}; check the folder's permissions"
        ) from error


def _alike(data: bytes) -> bytes:
    """A picture as a JPEG whose longest side is at most `ALIKE_SIDE`."""
    image = Image.fromarray(decode(data).pixels)
    image.thumbnail((ALIKE_SIDE, ALIKE_SIDE))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def _processor_seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenCV keeps to the thread that calls it, and says no more than its errors."""
    threads, level = cv2.getNumThreads(), cv2.utils.logging.getLogLevel()
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(_ERRORS)
    try:
        yield
    finally:
        cv2.setNumThreads(threads)
        cv2.utils.logging.setLogLevel(level)
