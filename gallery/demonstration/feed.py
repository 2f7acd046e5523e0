"""The booking feed of the demonstration: `bookings.jsonl` and `pictures/`, as a records system would hand it over.

Nobody shown was booked for anything: each line is marked as demonstration and names the offence `demonstration`. The
feed also holds pictures that must be refused; what is expected of each stands in `expected.json` beside the feed,
which no part of the product reads.
"""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from gallery.casework.presenting import presented
from gallery.demonstration.photographs import CREDITS, Photograph, Photographs
from kernel_lib.faces.image import decode
from kernel_lib.hashing import sha256_hex

BOOKINGS = "bookings.jsonl"
EXPECTED = "expected.json"
PICTURES = "pictures"
SERVICE = "demo"
OFFENCE = "demonstration"
ICA_AUTHORITY = "2(1)(a)"
OFFICER = "DEMO-01"
ACCEPTED = "accepted"
_FIRST_DAY = date(2026, 9, 1)
_PAIR_HEIGHT = 600


@dataclass(frozen=True)
class Booking:
    """One line of the feed. Field names are those of `kernel_lib.wire.gallery.BookingRecord`, and `picture`."""

    picture: str
    subject_number: str
    booking_event: str
    captured_at: date
    fps_number: str = ""
    ica_authority: str = ICA_AUTHORITY

    def line(self) -> str:
        """One JSON object, as the feed holds it."""
        return json.dumps(
            {
                "picture": self.picture,
                "service": SERVICE,
                "subject_number": self.subject_number,
                "fps_number": self.fps_number,
                "booking_event": self.booking_event,
                "ica_authority": self.ica_authority,
                "offence_id": OFFENCE,
                "charge_date": self.captured_at.isoformat(),
                "captured_at": self.captured_at.isoformat(),
                "capturing_officer": OFFICER,
                "pose": "frontal",
                "demonstration": True,
            },
            sort_keys=True,
        )


@dataclass(frozen=True)
class Offer:
    """A booking, its picture's bytes, and what enrolment must say: `accepted` or the kind of refusal."""

    booking: Booking
    data: bytes
    expected: str


@dataclass(frozen=True)
class Feed:
    """A feed folder as built."""

    folder: Path
    offers: tuple[Offer, ...]

    @property
    def expected(self) -> dict[str, str]:
        """What enrolment must say of each picture, by file name."""
        return {offer.booking.picture: offer.expected for offer in self.offers}


def build_feed(photographs_dir: Path, target: Path) -> Feed:
    """Write the feed folder anew; the same photographs give the same bytes.

    Raises:
        SettingsError: a photograph is missing from the cache or is another picture.
    """
    listed = Photographs.listed()
    accepted = tuple(_accepted(listed, photographs_dir))
    offers = (*accepted, *_to_be_refused(listed, photographs_dir, accepted))
    if target.exists():
        shutil.rmtree(target)
    (target / PICTURES).mkdir(parents=True)
    for offer in offers:
        (target / PICTURES / offer.booking.picture).write_bytes(offer.data)
    lines = [offer.booking.line() for offer in offers]
    (target / BOOKINGS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (target / CREDITS).write_text(listed.credits(), encoding="utf-8")
    feed = Feed(target, offers)
    (target / EXPECTED).write_text(json.dumps(feed.expected, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return feed


def expected_refusals(folder: Path) -> dict[str, str]:
    """The pictures of a built feed that must be refused, with the kind of refusal."""
    expected: dict[str, str] = json.loads((folder / EXPECTED).read_text(encoding="utf-8"))
    return {picture: kind for picture, kind in expected.items() if kind != ACCEPTED}


def subjects_by_picture(folder: Path) -> dict[str, str]:
    """Subject number by SHA-256 of what an examiner is sent of each picture that must be accepted.

    Examiners never get the original file: its metadata could name the person (C-05).
    """
    refused = expected_refusals(folder)
    lines = (folder / BOOKINGS).read_text(encoding="utf-8").splitlines()
    bookings = [json.loads(line) for line in lines]
    return {
        sha256_hex(presented(decode((folder / PICTURES / booking["picture"]).read_bytes()))): booking["subject_number"]
        for booking in bookings
        if booking["picture"] not in refused
    }


# Private


def _accepted(listed: Photographs, photographs_dir: Path) -> Iterator[Offer]:
    for number, photograph in enumerate(listed.used_as("reference"), start=1):
        booking = Booking(
            picture=photograph.file,
            subject_number=str(photograph.subject),
            booking_event=f"DEMO-E{number:03}",
            captured_at=_FIRST_DAY + timedelta(days=3 * number),
            fps_number=f"DEMO-{number:06}" if number % 2 else "",
        )
        yield Offer(booking, photograph.read(photographs_dir), ACCEPTED)


def _to_be_refused(listed: Photographs, photographs_dir: Path, accepted: tuple[Offer, ...]) -> Iterator[Offer]:
    first = accepted[0]
    day = _FIRST_DAY + timedelta(days=60)
    empty = listed.used_as("refused")[0]
    unenrolled = listed.named("D-0007-1.jpg")
    yield Offer(Booking(empty.file, "D-0101", "DEMO-E101", day), empty.read(photographs_dir), "no_face")
    pair = (listed.named("D-0003-1.jpg"), listed.named("D-0004-1.jpg"))
    yield Offer(
        Booking("two-faces-1.png", "D-0102", "DEMO-E102", day), _side_by_side(pair, photographs_dir), "two_faces"
    )
    yield Offer(
        Booking("no-authority-1.jpg", "D-0103", "DEMO-E103", day, ica_authority=""),
        unenrolled.read(photographs_dir),
        "missing_authority",
    )
    again = replace(first.booking, picture=f"again-{first.booking.picture}", booking_event="DEMO-E104", captured_at=day)
    yield Offer(again, first.data, "duplicate")


def _side_by_side(pair: tuple[Photograph, ...], photographs_dir: Path) -> bytes:
    """Two people in one picture, as PNG."""
    halves = []
    for photograph in pair:
        with Image.open(io.BytesIO(photograph.read(photographs_dir))) as image:
            width = round(image.width * _PAIR_HEIGHT / image.height)
            halves.append(np.asarray(image.convert("RGB").resize((width, _PAIR_HEIGHT))))
    buffer = io.BytesIO()
    Image.fromarray(np.hstack(halves)).save(buffer, "PNG")
    return buffer.getvalue()
