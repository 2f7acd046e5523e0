"""Many pictures through the pipeline: in order, none lost, bad ones told, and the same bits as one by one."""

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gallery.demonstration.photographs import Photographs
from kernel_lib.errors import Refusal
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, PictureLimits, decode
from kernel_lib.faces.pipeline import AHEAD, BATCH, FacePipeline, Seen
from kernel_lib.faces.quality import Finding

SHOWN = [row.file for row in Photographs.listed().photograph if row.subject]
NARROW = (40_000, 33)


class Watcher:
    """An engine that finds nobody, counts its runs, and may be held up."""

    def __init__(self) -> None:
        self.runs = 0
        self.free = threading.Event()
        self.free.set()

    def detect(self, picture: DecodedPicture) -> tuple[Face, ...]:
        """Nobody."""
        self.free.wait(10)
        self.runs += 1
        return ()

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """Never asked, since there is no face."""
        raise NotImplementedError

    def align(self, picture: DecodedPicture, face: Face) -> NDArray[np.uint8]:
        """Never asked."""
        raise NotImplementedError

    def encode_aligned(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Never asked either."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Alone:
    """What the engine gives one photograph by itself."""

    picture: DecodedPicture
    face: Face
    findings: tuple[Finding, ...]
    template: Template


@pytest.fixture(scope="module")
def alone(engine: FaceEngine, photograph: Callable[[str], bytes]) -> dict[str, Alone]:
    """Every labelled photograph through the engine, one by one."""
    seen = {}
    for file in SHOWN:
        picture = decode(photograph(file))
        (face,) = engine.detect(picture)
        findings = engine.assess(picture, face, (face,))
        seen[file] = Alone(picture, face, findings, engine.encode(picture, face))
    return seen


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_are_those_of_the_engine_in_the_order_given(
    workers: int, engine: FaceEngine, photograph: Callable[[str], bytes], alone: dict[str, Alone]
) -> None:
    """By any number of workers each photograph has the faces, findings and template that the engine gives alone."""
    outcomes = dict(FacePipeline(engine, workers).run((file, photograph(file)) for file in SHOWN))

    assert list(outcomes) == SHOWN
    for file, seen in outcomes.items():
        expected = alone[file]
        assert isinstance(seen, Seen)
        assert seen.sha256 == expected.picture.sha256
        assert (seen.width, seen.height) == (expected.picture.width, expected.picture.height)
        assert seen.face is not None
        assert (seen.face.box, seen.face.detector_score) == (expected.face.box, expected.face.detector_score)
        assert seen.findings == expected.findings
        assert seen.template is not None
        np.testing.assert_array_equal(seen.template.vector, expected.template.vector)


def test_one_bad_picture_never_stops_the_rest(engine: FaceEngine, photograph: Callable[[str], bytes]) -> None:
    """Between two good photographs every kind of bad file has its own refusal, and the good ones are seen."""
    good = photograph("D-0004-1.jpg")
    bad = {
        "empty": (b"", "picture.empty"),
        "no picture": (b"once upon a time", "picture.format"),
        "cut off": (good[: len(good) // 2], "picture.damaged"),
        "moving": (_moving(), "picture.moving"),
        "tiny": (_saved(np.zeros((20, 20, 3), np.uint8), "PNG"), "picture.side"),
        "huge": (_saved(np.zeros((7100, 7100), np.uint8), "PNG"), "picture.pixels"),
    }
    offered = [("before", good), *((name, data) for name, (data, _) in bad.items()), ("after", good)]

    outcomes = dict(FacePipeline(engine, 2, assess=False).run(offered))

    assert list(outcomes) == [name for name, _ in offered]
    for name, (_, rule) in bad.items():
        refusal = outcomes[name]
        assert isinstance(refusal, Refusal), name
        assert (refusal.rule, bool(refusal.reason), bool(refusal.next_step)) == (rule, True, True)
    before, after = outcomes["before"], outcomes["after"]
    assert isinstance(before, Seen)
    assert isinstance(after, Seen)
    assert before.template is not None
    assert after.template is not None
    np.testing.assert_array_equal(before.template.vector, after.template.vector)


def test_whatever_bytes_come_the_run_goes_on(photograph: Callable[[str], bytes]) -> None:
    """Of 200 files with bytes changed or cut off each has an outcome, in its place."""
    source, rng = photograph("D-0002-2.jpg"), np.random.default_rng(5)
    small = _saved(np.asarray(Image.open(io.BytesIO(source)).resize((64, 80))), "PNG")
    offered = [(number, _changed((source, small)[number % 2], rng)) for number in range(200)]

    outcomes = list(FacePipeline(Watcher(), 2).run(offered))

    assert [number for number, _ in outcomes] == list(range(200))
    refused = {outcome.rule for _, outcome in outcomes if isinstance(outcome, Refusal)}
    assert {"picture.damaged", "picture.format"} <= refused
    assert all(rule.startswith("picture.") for rule in refused)


def test_unusual_pictures_are_seen_with_a_note(engine: FaceEngine, photograph: Callable[[str], bytes]) -> None:
    """Printing colours and 16 bits are converted and told; the face is found in both."""
    pixels = decode(photograph("D-0004-1.jpg")).pixels
    grey16 = np.asarray(Image.fromarray(pixels).convert("L")).astype(np.uint16) * 257
    offered = [("CMYK", _saved(pixels, "JPEG", mode="CMYK")), ("16 bits", _saved(grey16, "PNG"))]

    outcomes = dict(FacePipeline(engine, 2, assess=False).run(offered))

    for name, _ in offered:
        seen = outcomes[name]
        assert isinstance(seen, Seen)
        assert name in seen.notes[0]
        assert len(seen.faces) == 1


def test_nobody_and_many_people_are_told_apart(engine: FaceEngine, photograph: Callable[[str], bytes]) -> None:
    """No face gives no template; of several faces the largest is measured and encoded, and all are listed. A strip of
    40,000 by 33 pixels is looked at as well."""
    one = Image.fromarray(decode(photograph("D-0004-1.jpg")).pixels)
    wall = Image.new("RGB", (1600, 700), (150, 150, 150))
    for left, width in ((0, 300), (400, 520), (1100, 300)):
        wall.paste(one.resize((width, width * one.height // one.width)), (left, 0))
    offered = [
        ("nobody", photograph("no-face-1.png")),
        ("strip", _saved(np.zeros((NARROW[1], NARROW[0], 3), np.uint8), "PNG")),
        ("three", _saved(np.asarray(wall), "PNG")),
    ]

    outcomes = dict(FacePipeline(engine, 2).run(offered))

    nobody, strip, three = outcomes["nobody"], outcomes["strip"], outcomes["three"]
    for empty in (nobody, strip):
        assert isinstance(empty, Seen)
        assert (empty.faces, empty.face, empty.findings, empty.template) == ((), None, (), None)
    assert isinstance(three, Seen)
    assert len(three.faces) == 3
    assert three.face is three.faces[1]
    assert three.template is not None
    assert three.findings


def test_pictures_are_read_no_further_than_the_workers_need() -> None:
    """A feed of millions is never in memory: with two workers at most four batches are taken ahead."""
    taken: list[int] = []
    run = FacePipeline(Watcher(), 2).run(_endless(taken))

    first = next(run)

    assert first[0] == 0
    assert len(taken) == 2 * AHEAD * BATCH
    for _ in range(BATCH):
        next(run)
    assert len(taken) == (2 * AHEAD + 1) * BATCH
    run.close()


def test_closing_cancels_what_has_not_begun() -> None:
    """Pictures that wait when the caller stops are not looked at any more."""
    watcher = Watcher()
    run = FacePipeline(watcher, 1).run(_endless([]))
    next(run)
    watcher.free.clear()
    threading.Timer(0.05, watcher.free.set).start()

    run.close()

    assert watcher.runs <= 2 * BATCH
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("faces")]


def test_an_error_that_is_no_refusal_is_not_hidden() -> None:
    """A broken engine ends the run; it is not taken for a bad picture."""

    class Broken(Watcher):
        def detect(self, picture: DecodedPicture) -> tuple[Face, ...]:
            raise RuntimeError("no memory on the device")

    with pytest.raises(RuntimeError, match="no memory"):
        list(FacePipeline(Broken(), 2).run([("one", _plain())]))


def test_at_least_one_worker() -> None:
    """No worker would never end."""
    with pytest.raises(ValueError, match="at least 1"):
        FacePipeline(Watcher(), 0)


def test_limits_are_those_given() -> None:
    """A caller may take in smaller pictures only."""
    pipeline = FacePipeline(Watcher(), 1, limits=PictureLimits(size=10))

    (outcome,) = (outcome for _, outcome in pipeline.run([("one", _plain())]))

    assert isinstance(outcome, Refusal)
    assert outcome.rule == "picture.size"


def _plain() -> bytes:
    return _saved(np.full((64, 64, 3), 90, np.uint8), "PNG")


def _endless(taken: list[int]) -> Iterator[tuple[int, bytes]]:
    data, number = _plain(), 0
    while True:
        taken.append(number)
        yield number, data
        number += 1


def _saved(pixels: NDArray[np.generic], kind: str, mode: str = "") -> bytes:
    image, buffer = Image.fromarray(pixels), io.BytesIO()
    (image.convert(mode) if mode else image).save(buffer, kind)
    return buffer.getvalue()


def _changed(data: bytes, rng: np.random.Generator) -> bytes:
    """The bytes with up to ten of them changed, most of those near the start, and sometimes cut off."""
    changed = bytearray(data)
    for _ in range(rng.integers(1, 11)):
        changed[rng.integers(rng.choice((40, 300, len(changed))))] = rng.integers(256)
    return bytes(changed[: rng.integers(len(changed))] if rng.random() < 0.3 else changed)


def _moving() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), (shade, 0, 0)) for shade in (0, 200)]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()
