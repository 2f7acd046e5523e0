"""Bytes of an unknown file → an upright RGB picture, or a refusal that says what to do."""

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from kernel_lib.errors import PictureRefused

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP")
_ORIENTATION = 0x0112
_BITS_PER_SAMPLE = 258
_PNG_DEPTH_AT = 24
_FAULTS = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
# A warning from a decoder means a file that is not as its format says; where warnings are errors it arrives raised.
_DAMAGE = (*_FAULTS, Warning)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LUMA_TABLE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=np.float64,
).ravel()
"""Luminance quantisation of ITU-T T.81, table K.1: what JPEG quality is counted from."""


@dataclass(frozen=True)
class PictureLimits:
    """What is taken in: `size` in bytes, `pixels` as width x height, `side` the shortest side in pixels."""

    size: int = 50 * 1024 * 1024
    pixels: int = 50_000_000
    side: int = 32


@dataclass(frozen=True, eq=False)
class DecodedPicture:
    """An upright picture. `pixels` is (height, width, 3) uint8 RGB, read-only; `sha256` is of the original bytes.

    `exif_orientation` (1 to 8) was already applied. `jpeg_quality` is estimated from the quantisation table, None for
    other formats. `notes` says in words what was converted.
    """

    pixels: NDArray[np.uint8]
    sha256: str
    format: str
    width: int
    height: int
    exif_orientation: int
    jpeg_quality: int | None
    notes: tuple[str, ...]


def decode(data: bytes, limits: PictureLimits = PictureLimits()) -> DecodedPicture:
    """Read a still picture; nothing is decoded before its size is checked.

    Raises:
        PictureRefused: rule `picture.empty`, `picture.size`, `picture.format`, `picture.pixels`, `picture.side`,
            `picture.moving` or `picture.damaged`.
    """
    _check_size(data, limits)
    # Another library (weasyprint, when it is loaded) turns this on for the whole process; half a picture is none.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    image = _opened(data)
    _check_dimensions(image, limits)
    notes: list[str] = []
    _check_still(image, notes)
    try:
        orientation = _orientation(image)
        image.load()
        pixels = _upright(_in_rgb(image, data, notes), _orientation(image))
        quality = _jpeg_quality(image)
    except _BOMB as error:
        raise _too_many_pixels(limits) from error
    except _DAMAGE as error:
        raise _damaged() from error
    if orientation != 1:
        notes.append(f"The camera stored the picture turned (orientation {orientation}); it is shown upright.")
    return DecodedPicture(
        pixels=pixels,
        sha256=hashlib.sha256(data).hexdigest(),
        format="JPEG" if image.format == "MPO" else str(image.format),
        width=pixels.shape[1],
        height=pixels.shape[0],
        exif_orientation=orientation,
        jpeg_quality=quality,
        notes=tuple(notes),
    )


# Private


def _check_size(data: bytes, limits: PictureLimits) -> None:
    if not data:
        raise PictureRefused("picture.empty", "The file is empty.", "Choose the file again, or ask for a new copy.")
    if len(data) > limits.size:
        raise PictureRefused(
            "picture.size",
            f"The file has {len(data) / 2**20:.0f} MB; at most {limits.size / 2**20:.0f} MB are taken in.",
            "Export a still of the scene, or crop the picture, and keep the original with the exhibit.",
        )


def _opened(data: bytes) -> Image.Image:
    if data[:4] == b"GIF8":
        raise _wrong_format("A GIF keeps at most 256 colours and may move")
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _wrong_format("The file is not a picture of a known format, whatever its name says") from error
    except _BOMB as error:
        raise _too_many_pixels(PictureLimits()) from error
    except _DAMAGE as error:
        raise _damaged() from error


def _check_dimensions(image: Image.Image, limits: PictureLimits) -> None:
    width, height = image.size
    if width * height > limits.pixels:
        raise _too_many_pixels(limits)
    if min(width, height) < limits.side:
        raise PictureRefused(
            "picture.side",
            f"The picture is {width} x {height} pixels; each side needs at least {limits.side}.",
            "Ask for the original picture instead of a thumbnail.",
        )


def _check_still(image: Image.Image, notes: list[str]) -> None:
    try:
        frames = int(getattr(image, "n_frames", 1))
    except _DAMAGE as error:
        raise _damaged() from error
    if frames < 2:
        return
    if image.format != "MPO":
        raise PictureRefused(
            "picture.moving",
            f"The file holds {frames} pictures; one still picture is expected.",
            "Save the one picture that shows the face as a file of its own.",
        )
    notes.append("The camera stored further pictures in the file; only the first is used.")


def _orientation(image: Image.Image) -> int:
    value = image.getexif().get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(image: Image.Image, orientation: int) -> NDArray[np.uint8]:
    turn = _TURNS.get(orientation)
    pixels = np.asarray(image if turn is None else image.transpose(turn), dtype=np.uint8)
    pixels.setflags(write=False)
    return pixels


def _in_rgb(image: Image.Image, data: bytes, notes: list[str]) -> Image.Image:
    """Any mode as 8-bit RGB; every loss is noted."""
    mode = image.mode
    if mode == "F":
        raise _wrong_format("The picture holds measured values (floating point), not colours")
    if mode.startswith("I"):
        notes.append("The picture had 16 bits a pixel; it is used with 8.")
        return Image.fromarray((np.asarray(image).astype(np.int64).clip(0, 65535) >> 8).astype(np.uint8)).convert("RGB")
    if image.format == "PNG" and data[_PNG_DEPTH_AT] == 16:
        notes.append("The picture had 16 bits a channel; it is used with 8.")
    if mode in ("CMYK", "YCCK"):
        notes.append("The picture was in printing colours (CMYK); it is used in RGB, so its colours are approximate.")
    if mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        notes.append("The picture had see-through parts; they are shown grey.")
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, (128, 128, 128, 255)), layer).convert("RGB")
    if b"sRGB" not in image.info.get("icc_profile", b"sRGB"):
        notes.append("The picture carries a colour profile that was not applied; its colours are approximate.")
    return image if mode == "RGB" else image.convert("RGB")


def _jpeg_quality(image: Image.Image) -> int | None:
    """Quality (1 to 100) at which the IJG encoder would write the picture's luminance table."""
    tables = getattr(image, "quantization", None)
    if not tables or 0 not in tables or len(tables[0]) != _LUMA_TABLE.size:
        return None
    table = np.sort(np.asarray(tables[0], dtype=np.float64))
    factor = float(np.mean(100 * table / np.sort(_LUMA_TABLE)))
    quality = (200 - factor) / 2 if factor <= 100 else 5000 / factor
    return int(min(max(round(quality), 1), 100))


def _wrong_format(reason: str) -> PictureRefused:
    return PictureRefused(
        "picture.format", f"{reason}.", "Send a still picture as JPEG, PNG, WebP, TIFF or BMP, from the original."
    )


def _too_many_pixels(limits: PictureLimits) -> PictureRefused:
    return PictureRefused(
        "picture.pixels",
        f"The picture has more than {limits.pixels / 1e6:.0f} million pixels.",
        "Crop the part that shows the face, and keep the original with the exhibit.",
    )


def _damaged() -> PictureRefused:
    return PictureRefused(
        "picture.damaged", "The file is damaged or not whole.", "Ask for a new copy of the original file."
    )
