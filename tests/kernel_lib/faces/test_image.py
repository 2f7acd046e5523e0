"""Any bytes become an upright picture or a refusal that says what to do."""

import hashlib
import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFile, PngImagePlugin

from kernel_lib.errors import PictureRefused
from kernel_lib.faces.image import PictureLimits, decode


def _gradient(width: int = 96, height: int = 64) -> Image.Image:
    rows, columns = np.mgrid[0:height, 0:width]
    return Image.fromarray(np.stack([columns * 2, rows * 3, (rows + columns)], axis=-1).astype(np.uint8))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _bomb() -> bytes:
    """A PNG of 20,000 x 20,000 pixels whose header is all that may ever be read."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 60_001 * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _text_bomb() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "a" * (PngImagePlugin.MAX_TEXT_CHUNK + 1), zip=True)
    return _saved(_gradient(), "PNG", pnginfo=notes)


def _animated(kind: str) -> bytes:
    frames = [_gradient(), _gradient().rotate(180)]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:])


def _broken_chunk(at: bytes, offset: int) -> bytes:
    data = bytearray(_saved(_gradient(400, 400), "PNG"))
    start = data.index(at) + offset
    data[start : start + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "picture.empty"),
    "text named .jpg": (lambda: b"This is a shopping list.\n" * 40, "picture.format"),
    "a script": (lambda: b"#!/bin/sh\nexit 0\n", "picture.format"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "picture.format"),
    "only the first bytes of a JPEG": (lambda: b"\xff\xd8\xff\xe0", "picture.format"),
    "a truncated JPEG": (lambda: _saved(_gradient(400, 400), "JPEG")[:-900], "picture.damaged"),
    "a truncated PNG": (lambda: _saved(_gradient(400, 400), "PNG")[:-900], "picture.damaged"),
    "a PNG whose data are spoilt": (lambda: _broken_chunk(b"IDAT", 200), "picture.damaged"),
    "a PNG whose size is spoilt": (lambda: _broken_chunk(b"IHDR", 4), "picture.format"),
    "a PNG with a text bomb": (_text_bomb, "picture.damaged"),
    "1 x 1 pixel": (lambda: _saved(Image.new("RGB", (1, 1)), "PNG"), "picture.side"),
    "a line": (lambda: _saved(Image.new("RGB", (4000, 4)), "PNG"), "picture.side"),
    "a bomb of 20,000 x 20,000 pixels": (_bomb, "picture.pixels"),
    "more than 50 million pixels": (lambda: _saved(Image.new("1", (8000, 6300)), "PNG"), "picture.pixels"),
    "an animated GIF": (lambda: _animated("GIF"), "picture.format"),
    "a still GIF": (lambda: _saved(_gradient().convert("P"), "GIF"), "picture.format"),
    "an animated WebP": (lambda: _animated("WEBP"), "picture.moving"),
    "an animated PNG": (lambda: _animated("PNG"), "picture.moving"),
    "a TIFF of two pages": (lambda: _animated("TIFF"), "picture.moving"),
    "a TIFF of measured values": (lambda: _saved(Image.new("F", (64, 64)), "TIFF"), "picture.format"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_bytes_are_refused_with_advice(case: str) -> None:
    """Each kind of bad file is refused under its rule, with a reason and a next step in words."""
    make, rule = REFUSED[case]

    with pytest.raises(PictureRefused) as refusal:
        decode(make())

    assert refusal.value.rule == rule
    assert refusal.value.reason.endswith(".")
    assert refusal.value.next_step.endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_spoilt_files_are_pictures_or_refusals(kind: str) -> None:
    """Two hundred random changes of a file give a picture or a refusal, and nothing else."""
    whole = _saved(_gradient(), kind)
    random = np.random.default_rng(11)
    outcomes = set()

    for _ in range(200):
        data = bytearray(whole)
        for place in random.integers(0, min(len(data), 400), 3):
            data[place] = random.integers(0, 256)
        try:
            outcomes.add(decode(bytes(data)).pixels.dtype.name)
        except PictureRefused as refusal:
            outcomes.add(refusal.rule)

    assert outcomes <= {
        "uint8",
        "picture.damaged",
        "picture.format",
        "picture.pixels",
        "picture.side",
        "picture.moving",
    }
    assert len(outcomes) > 1


def test_a_file_over_the_limit_is_refused_unread() -> None:
    """Size is checked before anything looks at the bytes."""
    with pytest.raises(PictureRefused) as refusal:
        decode(b"\0" * 11, PictureLimits(size=10))

    assert refusal.value.rule == "picture.size"


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {"quality": 95}), ("PNG", {}), ("WEBP", {"lossless": True}), ("TIFF", {}), ("BMP", {})],
)
def test_each_allowed_format_gives_rgb(kind: str, options: dict[str, object]) -> None:
    """Five formats are read into the pixels that were saved, read-only."""
    image = _gradient()

    picture = decode(_saved(image, kind, **options))

    assert (picture.format, picture.width, picture.height) == (kind, 96, 64)
    assert not picture.pixels.flags.writeable
    difference = np.abs(picture.pixels.astype(int) - np.asarray(image).astype(int))
    assert difference.mean() < (3 if kind == "JPEG" else 0.001)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_comes_out_upright(orientation: int, kind: str) -> None:
    """Whatever way the camera stored it, the decoded picture equals the upright one."""
    upright = _gradient()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, object] = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}

    picture = decode(_saved(stored, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else options)))

    assert picture.pixels.shape == (64, 96, 3)
    assert np.abs(picture.pixels.astype(int) - np.asarray(upright).astype(int)).mean() < 2
    assert picture.exif_orientation == orientation
    assert bool(picture.notes) is (orientation > 1)


@pytest.mark.parametrize(
    ("image", "kind", "word"),
    [
        (Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", "CMYK"),
        (Image.fromarray(np.full((64, 64), 40_000, np.uint16)), "PNG", "16 bits"),
        (Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG", "see-through"),
    ],
    ids=["CMYK", "16-bit", "transparent"],
)
def test_what_was_converted_is_noted(image: Image.Image, kind: str, word: str) -> None:
    """A conversion that loses something is said in words."""
    picture = decode(_saved(image, kind))

    assert any(word in note for note in picture.notes)
    assert picture.pixels.shape == (64, 64, 3)


def test_16_bit_grey_keeps_its_brightness() -> None:
    """40,000 of 65,535 is 156 of 255."""
    picture = decode(_saved(Image.fromarray(np.full((64, 64), 40_000, np.uint16)), "PNG"))

    assert set(np.unique(picture.pixels)) == {156}


@pytest.mark.parametrize("quality", [30, 50, 75, 90])
def test_jpeg_quality_is_read_from_the_table(quality: int) -> None:
    """The estimate is within two of the quality that the picture was saved at."""
    picture = decode(_saved(_gradient(), "JPEG", quality=quality))

    assert picture.jpeg_quality is not None
    assert abs(picture.jpeg_quality - quality) <= 2


def test_the_hash_is_of_the_bytes_as_received(photograph: Callable[[str], bytes]) -> None:
    """Whoever holds the original can check that it is the one that was read."""
    data = photograph("D-0002-1.jpg")

    assert decode(data).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_refused_whatever_other_libraries_allow(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A library that is loaded for reports makes Pillow accept truncated files in the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = _saved(_gradient(640, 480), kind)

    with pytest.raises(PictureRefused) as refused:
        decode(data[: len(data) // 2])

    assert refused.value.rule == "picture.damaged"
