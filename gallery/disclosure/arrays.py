"""Photo arrays in a pack: what was shown in which order, what was said when, and the chain that seals it (W-17, E-14).

Fillers are third parties: masked, unless a recorded basis covers them and their picture may still be used (E-16).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from gallery.disclosure.contents import PackContents, RequestPart
from gallery.disclosure.file import File, json_file, plain
from gallery.disclosure.masking import masked, watermarked
from gallery.disclosure.persons import Shown, covers_third_parties
from gallery.disclosure.scrub import Scrub
from gallery.disclosure.showings import ArrayPart, PlacePart
from gallery.rules.disclosure import DisclosureRules


def array_files(
    within: str,
    contents: PackContents,
    part: RequestPart,
    scrub: Scrub,
    rules: DisclosureRules,
    words: Sequence[str],
) -> Iterator[File]:
    """Give each array's record, and each of its pictures as it may be shown."""
    covered = covers_third_parties(contents, rules)
    for number, array in enumerate(part.arrays, start=1):
        yield json_file(f"{within}/array-{number}.json", told_array(within, number, array, scrub))
        for place, each in enumerate(array.places, start=1):
            if each.picture is None:
                continue
            is_clear = _is_clear(each, part, scrub, covered=covered)
            drawn = watermarked(each.picture, words) if is_clear else masked(each.picture, rules)
            yield File(picture_path(within, number, place), drawn)


def told_array(within: str, number: int, array: ArrayPart, scrub: Scrub) -> dict[str, Any]:
    """Return an array as JSON. A step that names a masked person is `masked`: its hash stays, its text does not."""
    held = plain(array, but=("places", "steps"))
    places = [
        {
            **plain(each, but=("picture", "may_be_shown")),
            "place": place,
            "file": picture_path(within, number, place) if each.picture is not None else "",
        }
        for place, each in enumerate(array.places, start=1)
    ]
    steps = [_step(plain(each), scrub) for each in array.steps]
    return {**held, "places": places, "steps": steps}


def picture_path(within: str, number: int, place: int) -> str:
    """Return where the picture at a place of an array lies; both count from 1."""
    return f"{within}/array-{number}-place-{place:02d}.png"


# Private


def _step(step: dict[str, Any], scrub: Scrub) -> dict[str, Any]:
    body = scrub.record(step["body"])
    return {**step, "body": body, "masked": body != step["body"]}


def _is_clear(place: PlacePart, part: RequestPart, scrub: Scrub, *, covered: bool) -> bool:
    if place.filler:
        return covered and place.may_be_shown
    person: Shown | None = scrub.persons.get(part.lead.subject_id) if part.lead else None
    return person is not None and person.is_clear
