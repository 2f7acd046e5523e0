"""Pictures as they may be disclosed: masked beyond recognition, or watermarked. Always drawn anew, without metadata."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from gallery.rules.disclosure import DisclosureRules
from kernel_lib.faces.image import decode

Box = tuple[float, float, float, float]

_CELL = 40
_NARROWEST, _LONGEST = 480, 1600
_MARGIN = 0.35


def masked(data: bytes, rules: DisclosureRules) -> bytes:
    """Return a PNG that keeps a few grey cells of a picture and nothing else; no operation brings it back.

    Raises:
        PictureRefused: the bytes are no picture.
    """
    picture = Image.fromarray(_cells(_image(data), rules)).resize(
        (rules.mask_columns * _CELL, rules.mask_rows * _CELL), Image.Resampling.NEAREST
    )
    drawn = picture.convert("RGB")
    _line(drawn, "masked", drawn.height // 2, _CELL // 2)
    return _png(drawn)


def watermarked(data: bytes, words: Sequence[str]) -> bytes:
    """Return a PNG of a picture, 480 to 1600 pixels wide, with lines of words across it and below it (C-11)."""
    picture = _image(data)
    width = min(max(picture.width, _NARROWEST), _LONGEST)
    picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
    size = width // 36
    framed = Image.new("RGB", (width, picture.height + 2 * size * len(words)), "white")
    framed.paste(picture)
    for place, line in enumerate(words):
        for middle in (picture.height * (place + 1) // (len(words) + 1), picture.height + size * (2 * place + 1)):
            _line(framed, line, middle, size)
    return _png(framed)


def others_masked(data: bytes, boxes: Sequence[Box], rules: DisclosureRules) -> bytes:
    """Return a PNG of a picture in which the faces in `boxes` (left, top, width, height) are masked (A-20, E-16)."""
    picture = _image(data).convert("RGB")
    for left, top, width, height in boxes:
        area = (
            max(0, int(left - width * _MARGIN)),
            max(0, int(top - height * _MARGIN)),
            min(picture.width, int(left + width * (1 + _MARGIN)) + 1),
            min(picture.height, int(top + height * (1 + _MARGIN)) + 1),
        )
        if area[0] < area[2] and area[1] < area[3]:
            size = (area[2] - area[0], area[3] - area[1])
            cells = Image.fromarray(_cells(picture.crop(area), rules))
            picture.paste(cells.resize(size, Image.Resampling.NEAREST).convert("RGB"), area)
    return _png(picture)


# Private


def _image(data: bytes) -> Image.Image:
    return Image.fromarray(decode(data).pixels)


def _cells(picture: Image.Image, rules: DisclosureRules) -> NDArray[np.uint8]:
    small = picture.convert("L").resize((rules.mask_columns, rules.mask_rows), Image.Resampling.BOX)
    step = 256 / rules.mask_levels
    return (np.floor(np.asarray(small) / step) * step + step / 2).astype(np.uint8)


def _line(picture: Image.Image, words: str, middle: int, size: int) -> None:
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    while size > 6 and draw.textlength(words, font) > picture.width * 0.96:
        size -= 1
        font = ImageFont.load_default(size)
    draw.text((picture.width // 2, middle), words, "white", font, anchor="mm", stroke_width=2, stroke_fill="black")


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
