"""Real models on real photographs: finding, encoding, masking, cropping."""

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gallery.demonstration.photographs import Photographs
from kernel_lib.faces.detection import Face, overlap
from kernel_lib.faces.encoding import Template, similarity
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, decode

Picture = Callable[[str], DecodedPicture]
SHOWN = [row.file for row in Photographs.listed().photograph if row.subject]


def _png(pixels: NDArray[np.uint8]) -> DecodedPicture:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return decode(buffer.getvalue())


def _wall(pixels: NDArray[np.uint8], places: Sequence[tuple[int, int]], size: tuple[int, int]) -> DecodedPicture:
    """A picture pasted several times (left, top) on a grey wall of a size (width, height)."""
    wall = np.full((size[1], size[0], 3), 150, np.uint8)
    for left, top in places:
        wall[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
    return _png(wall)


@pytest.mark.parametrize("file", SHOWN)
def test_the_one_face_of_each_photograph_is_found(file: str, engine: FaceEngine, picture: Picture) -> None:
    """Every labelled photograph shows one person, and one face is found, with its landmarks inside its box."""
    (face,) = engine.detect(picture(file))

    x, y, width, height = face.box
    assert face.detector_score > 0.85
    assert (face.landmarks >= (x, y)).all()
    assert (face.landmarks <= (x + width, y + height)).all()
    assert face.landmarks[0, 0] < face.landmarks[1, 0]


def test_no_face_is_found_where_there_is_none(engine: FaceEngine, picture: Picture) -> None:
    """A cat is not a person."""
    assert engine.detect(picture("no-face-1.png")) == ()


def test_genuine_and_impostor_scores_are_apart(engine: FaceEngine, picture: Picture) -> None:
    """On the labelled photographs every genuine pair scores above 0.5 and every impostor pair below 0.35."""
    templates = {file: _template(engine, picture(file)) for file in SHOWN}
    pairs = [
        (left[:6] == right[:6], similarity(templates[left], templates[right])) for left, right in combinations(SHOWN, 2)
    ]

    genuine = [score for same, score in pairs if same]
    impostor = [score for same, score in pairs if not same]

    assert len(genuine) >= 8
    assert min(genuine) > 0.5
    assert max(impostor) < 0.35


def test_a_batch_gives_what_single_runs_give(engine: FaceEngine, picture: Picture) -> None:
    """A template does not depend on what was encoded beside it."""
    faces = [(shown, engine.detect(shown)[0]) for shown in map(picture, SHOWN[:5])]

    together = engine.encode_all(faces)
    alone = [engine.encode(shown, face) for shown, face in faces]

    for left, right in zip(together, alone, strict=True):
        np.testing.assert_allclose(left.vector, right.vector, atol=1e-6)


def test_a_template_has_unit_length_and_names_its_model(engine: FaceEngine, picture: Picture) -> None:
    """128 float32 numbers of length one, read-only, with the model's name and hash."""
    template = _template(engine, picture("D-0004-1.jpg"))

    assert template.vector.shape == (128,)
    assert template.vector.dtype == np.float32
    assert not template.vector.flags.writeable
    assert np.linalg.norm(template.vector) == pytest.approx(1, abs=1e-6)
    assert template.model_id == engine.model_id == f"sface-2021dec@{engine.model_hashes['sface-2021dec'][:12]}"
    assert engine.casework


def test_templates_of_two_models_are_never_compared(engine: FaceEngine, picture: Picture) -> None:
    """Comparing across models is an error, not a low score."""
    template = _template(engine, picture("D-0004-1.jpg"))

    with pytest.raises(ValueError, match="one model"):
        similarity(template, Template(template.vector, "another@0"))


def test_nothing_to_encode_gives_nothing(engine: FaceEngine) -> None:
    """An empty batch is an empty answer."""
    assert engine.encode_all([]) == ()


def test_threads_share_the_engine(engine: FaceEngine, picture: Picture) -> None:
    """Eight runs at once give what one run gives."""
    shown = picture("D-0003-1.jpg")
    expected = _template(engine, shown).vector

    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: _template(engine, shown).vector, range(8)))

    for vector in vectors:
        np.testing.assert_allclose(vector, expected, atol=1e-6)


@pytest.mark.parametrize("width", [14, 40, 120, 480, 1100])
def test_small_and_large_faces_are_found_in_a_large_picture(width: int, engine: FaceEngine, picture: Picture) -> None:
    """In a picture of 3,000 x 2,000 pixels faces from 14 to 1,100 pixels wide are found where they are."""
    source = picture("D-0002-1.jpg")
    (whole,) = engine.detect(source)
    factor = width / whole.box[2]
    size = (round(source.width * factor), round(source.height * factor))
    person = np.asarray(cv2.resize(source.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)[:1900]

    found = engine.detect(_wall(person, [(400, 60)], (3400, 2000)))

    expected = tuple(value * factor + shift for value, shift in zip(whole.box, (400, 60, 0, 0), strict=True))
    assert any(overlap(face.box, expected) > 0.5 for face in found)


def test_faces_are_counted_from_left_to_right(engine: FaceEngine, picture: Picture) -> None:
    """Five copies of a person, two of them across the edges of tiles, are five faces in order."""
    person = np.asarray(cv2.resize(picture("D-0004-1.jpg").pixels, (125, 150)), dtype=np.uint8)
    places = [(30, 900), (590, 100), (1100, 560), (1500, 300), (2300, 1100)]

    faces = engine.detect(_wall(person, places, (2560, 1440)))

    assert [face.index for face in faces] == [0, 1, 2, 3, 4]
    for (left, top), face in zip(places, faces, strict=True):
        assert left < face.box[0] < left + 125
        assert top < face.box[1] < top + 150


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_face_is_found_when_asked_for(turn: int, engine: FaceEngine, picture: Picture) -> None:
    """A picture on its side gives the same template once its rotation is looked at."""
    upright = picture("D-0003-1.jpg")
    turned = _png(np.ascontiguousarray(np.rot90(upright.pixels, turn // 90)))

    best = max(engine.detect(turned, turns=(0, 90, 180, 270)), key=lambda face: face.detector_score)

    assert best.turn == turn
    assert similarity(engine.encode(turned, best), _template(engine, upright)) > 0.95


def test_a_face_that_fills_the_picture_is_found(engine: FaceEngine, picture: Picture) -> None:
    """A crop to the very edge of the face still gives a face, looked at in a smaller size."""
    source = picture("D-0002-1.jpg")
    x, y, width, height = (int(value) for value in engine.detect(source)[0].box)

    faces = engine.detect(_png(source.pixels[y : y + height, x : x + width]))

    assert len(faces) == 1


def test_other_faces_are_masked_beyond_recognition(engine: FaceEngine, picture: Picture) -> None:
    """After masking only the kept face can be encoded as before; the other resembles nobody (A-20)."""
    left, right = (_scaled(picture(file)) for file in ("D-0003-1.jpg", "D-0004-1.jpg"))
    both = _png(np.hstack([left, right]))
    keep, other = engine.detect(both)
    templates = [engine.encode(both, face) for face in (keep, other)]

    masked = _png(engine.mask_others(both, keep, (keep, other)))

    found = engine.detect(masked)
    assert similarity(engine.encode(masked, found[0]), templates[0]) > 0.99
    assert all(similarity(engine.encode(masked, face), templates[1]) < 0.3 for face in found)
    assert (both.pixels[_rows(keep)] == masked.pixels[_rows(keep)]).all()


def test_a_crop_shows_one_face_without_metadata(engine: FaceEngine, picture: Picture) -> None:
    """A crop is a PNG of the face with room around it, other faces masked, and nothing else in the file."""
    left, right = (_scaled(picture(file)) for file in ("D-0003-1.jpg", "D-0004-1.jpg"))
    both = _png(np.hstack([left, right]))
    faces = engine.detect(both)

    data = engine.crop(both, faces[0], 0.5, faces)

    crop = decode(data)
    assert crop.format == "PNG"
    assert crop.width == pytest.approx(faces[0].box[2] + faces[0].box[3], abs=40)
    assert b"Exif" not in data
    assert similarity(_template(engine, crop), engine.encode(both, faces[0])) > 0.95


def _template(engine: FaceEngine, shown: DecodedPicture) -> Template:
    return engine.encode(shown, engine.detect(shown)[0])


def _scaled(source: DecodedPicture) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(source.pixels, (500, 640), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _rows(face: Face) -> tuple[slice, slice]:
    x, y, width, height = (int(value) for value in face.box)
    return slice(y, y + height), slice(x, x + width)
