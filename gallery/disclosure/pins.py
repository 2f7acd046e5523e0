"""Pins that examiners set on pictures: numbers drawn over the picture, and a table that says what each is for."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from gallery.disclosure.contents import ExaminationPart, RequestPart
from gallery.disclosure.file import File, json_file
from gallery.disclosure.masking import watermarked
from gallery.disclosure.persons import Shown
from kernel_lib.faces.image import decode
from kernel_lib.vocabulary import Side

_CROP = "crop_with_others_masked"


def pins_of(examination: ExaminationPart) -> list[dict[str, Any]]:
    """Return every pin of the locked versions, numbered from 1 in the order in which they were locked."""
    locked = [json.loads(version.body) for version in examination.versions]
    held = [pin for body in locked for pin in _found(body)]
    once = list({json.dumps(pin, sort_keys=True): pin for pin in held}.values())
    return [{"pin": number, **pin} for number, pin in enumerate(once, start=1)]


def drawn_pins(
    within: str,
    part: RequestPart,
    examination: ExaminationPart,
    persons: Mapping[str, Shown],
    words: Sequence[str],
) -> Iterator[File]:
    """Give the table of an examination's pins, and each picture that may be shown with its pins drawn over it.

    Pins on a masked person stay in the table and are drawn on nothing (E-16).
    """
    pins = pins_of(examination)
    if not pins:
        return
    within = f"{within}/examination-{examination.place}-pins"
    for name, picture, shown in _pictures(persons, part, examination, pins):
        path = f"{within}-{name}.png"
        yield File(path, watermarked(_drawn(picture, shown), words))
        for pin in shown:
            pin["drawn_on"] = path
    yield json_file(f"{within}.json", {"pins": pins})


def pinned_paths(
    within: str, part: RequestPart, examination: ExaminationPart, persons: Mapping[str, Shown]
) -> list[str]:
    """Return where the pictures with pins drawn over them lie, in the order in which they are drawn."""
    found = _pictures(persons, part, examination, pins_of(examination))
    return [f"{within}/examination-{examination.place}-pins-{name}.png" for name, _, _ in found]


# Private


def _found(body: Any) -> list[dict[str, Any]]:
    """Pins may stand in the notes on the probe and in the conclusion, wherever the version keeps them."""
    if isinstance(body, Mapping):
        own = [dict(pin) for pin in body.get("pins") or ()]
        return own + [pin for key, held in body.items() if key != "pins" for pin in _found(held)]
    return []


def _pictures(
    persons: Mapping[str, Shown], part: RequestPart, examination: ExaminationPart, pins: list[dict[str, Any]]
) -> Iterator[tuple[str, bytes, list[dict[str, Any]]]]:
    crop = next(
        (
            step.picture
            for probe in part.probes
            for step in reversed(probe.derivatives)
            if probe.replaced_at is None and step.operation == _CROP and step.picture is not None
        ),
        None,
    )
    on_probe = [pin for pin in pins if pin["side"] == Side.PROBE and pin["picture"] == 1]
    if crop is not None and on_probe:
        yield "probe", crop, on_probe
    places = sorted({(str(pin["letter"]), int(pin["picture"])) for pin in pins if pin["side"] != Side.PROBE})
    for letter, shown in places:
        picture = _candidate(persons, part, examination.letters.get(letter, {}), shown)
        if picture is not None:
            name = f"{letter.lower()}-{shown}"
            yield name, picture, [pin for pin in pins if (pin["letter"], pin["picture"]) == (letter, shown)]


def _candidate(persons: Mapping[str, Shown], part: RequestPart, letter: Mapping[str, Any], shown: int) -> bytes | None:
    """The picture of a candidate that was shown under a number, when its person is shown in the clear."""
    order = letter.get("pictures") or ()
    if not 1 <= shown <= len(order):
        return None
    for candidate in (each for search in part.searches for each in search.candidates):
        if candidate.place == letter["place"] and persons[candidate.subject_id].is_clear:
            place = int(order[shown - 1])
            return candidate.pictures[place - 1].picture
    return None


def _drawn(data: bytes, pins: Sequence[Mapping[str, Any]]) -> bytes:
    picture = Image.fromarray(decode(data).pixels)
    draw, radius = ImageDraw.Draw(picture), max(7, picture.width // 40)
    font = ImageFont.load_default(radius + 2)
    for pin in pins:
        x, y = float(pin["x"]), float(pin["y"])
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="white", outline="black", width=2)
        draw.text((x, y), str(pin["pin"]), "black", font, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
