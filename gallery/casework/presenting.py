"""A stored picture as it goes to a screen: made anew, without metadata, and no larger than a screen needs."""

import io

from PIL import Image

from kernel_lib.faces.image import DecodedPicture

LONGEST_SIDE = 2000
"""Pixels on the longer side of what is sent; the original stays as it is."""
JPEG_QUALITY = 92
MEDIA_TYPE = "image/jpeg"


def presented(picture: DecodedPicture) -> bytes:
    """Return a JPEG of a picture. Metadata could name a person or tell a date, so none is carried over (C-05).

    The same picture gives the same bytes on one installation.
    """
    image = Image.fromarray(picture.pixels)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()
