"""Codes of a second factor by time, six digits each half minute (RFC 6238), and the picture that a device reads."""

import base64
import os
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

import cv2
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
STEP_SECONDS = 30
_DIGITS = 6
_STEPS_AWAY = 1
"""How many steps a device's clock may go before or after the service's."""


def new_secret() -> bytes:
    """Return 160 bits of chance, as much as RFC 4226 recommends."""
    return os.urandom(SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """Return the code of one step since 1970."""
    # SHA-1 is what devices compute; HMAC does not rest on its collision resistance (RFC 4226, appendix B.2).
    return TOTP(secret, _DIGITS, SHA1(), STEP_SECONDS).generate(step * STEP_SECONDS).decode()  # noqa: S303  # as above


def step_of(secret: bytes, code: str, now: datetime, after: int) -> int | None:
    """Return the step whose code this is, later than the one used last; None when it is none."""
    present = int(now.timestamp()) // STEP_SECONDS
    steps = range(max(after + 1, present - _STEPS_AWAY), present + _STEPS_AWAY + 1)
    return next((step for step in steps if secrets.compare_digest(code_at(secret, step), code)), None)


def base32(secret: bytes) -> str:
    """Return a secret as it is typed into a device."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, account: str, issuer: str) -> str:
    """Return the address that a device takes the secret from."""
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': base32(secret), 'issuer': issuer})}"


def qr_svg(text: str) -> str:
    """Return a text as a QR code, drawn as one path of a picture that scales."""
    dark = cv2.QRCodeEncoder.create().encode(text) == 0
    size = dark.shape[0] + 4
    squares = "".join(f"M{x + 2} {y + 2}h1v1h-1z" for y, row in enumerate(dark) for x, on in enumerate(row) if on)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="240" height="240" role="img" '
        f'aria-label="QR code" shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{squares}" fill="#000"/></svg>'
    )
