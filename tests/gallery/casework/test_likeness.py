"""Whoever decides sees earlier requests with the same or a similar picture (A-26)."""

import io

import numpy as np
import pytest
from PIL import Image

from gallery.casework import intake, probe
from kernel_lib.wire.casework import EarlierSearch, FaceChoice
from tests.gallery.casework.bench import Bench, complete


def _textured(seed: int) -> Image.Image:
    """A picture with large shapes of its own, in whose first pixel the fake detector reads one face."""
    small = np.random.default_rng(seed).integers(0, 255, (9, 12, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((240, 180), Image.Resampling.BICUBIC)


def _bytes(image: Image.Image) -> bytes:
    image = image.copy()
    image.putpixel((0, 0), (10, 60, 90))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _submitted(bench: Bench, data: bytes) -> str:
    request_id = intake.open_request(bench.casework, bench["investigator"], complete()).id
    probe.offer(bench.casework, bench["investigator"], request_id, "still.png", data)
    choice = FaceChoice(face=0, why="The person at the counter.")
    probe.choose(bench.casework, bench["investigator"], request_id, choice)
    return intake.submit(bench.casework, bench["investigator"], request_id).id


def _earlier(bench: Bench, request_id: str, name: str = "approver") -> tuple[EarlierSearch, ...]:
    return intake.get(bench.casework, bench[name], request_id).earlier


@pytest.mark.proves("A-26")
def test_a_cropped_and_reduced_copy_is_a_similar_picture(bench: Bench) -> None:
    """The earlier request is listed before approval, in words that say how sure that is."""
    image = _textured(1)
    first = _submitted(bench, _bytes(image))

    second = _submitted(bench, _bytes(image.crop((14, 9, 232, 170)).resize((160, 120))))

    assert [(each.request_id, each.likeness) for each in _earlier(bench, second)] == [(first, "similar picture")]


@pytest.mark.proves("A-26")
def test_the_same_bytes_are_the_same_picture_and_come_first(bench: Bench) -> None:
    """Each earlier request is listed once."""
    image = _textured(2)
    similar = _submitted(bench, _bytes(image.resize((200, 150))))
    same = _submitted(bench, _bytes(image))

    again = _submitted(bench, _bytes(image))

    found = [(each.request_id, each.likeness) for each in _earlier(bench, again)]
    assert found == [(same, "same picture"), (similar, "similar picture")]


def test_another_picture_is_not_listed(bench: Bench) -> None:
    """Two unlike pictures have nothing to do with each other."""
    _submitted(bench, _bytes(_textured(3)))

    assert _earlier(bench, _submitted(bench, _bytes(_textured(4)))) == ()


def test_the_requester_is_not_told(bench: Bench) -> None:
    """Earlier searches are for who decides (A-26)."""
    image = _textured(5)
    _submitted(bench, _bytes(image))

    assert _earlier(bench, _submitted(bench, _bytes(image)), "investigator") == ()


def test_a_draft_is_not_an_earlier_search(bench: Bench) -> None:
    """What nobody submitted was never searched."""
    image = _textured(6)
    draft = intake.open_request(bench.casework, bench["investigator"], complete()).id
    probe.offer(bench.casework, bench["investigator"], draft, "still.png", _bytes(image))

    assert _earlier(bench, _submitted(bench, _bytes(image))) == ()


def test_a_list_of_requests_leaves_similar_pictures_to_the_page_of_each(bench: Bench) -> None:
    """Every fingerprint of a service is compared for one request at a time only."""
    image = _textured(7)
    _submitted(bench, _bytes(image))
    second = _submitted(bench, _bytes(image.resize((200, 150))))

    listed = {each.id: each for each in intake.listed(bench.casework, bench["approver"])}

    assert listed[second].earlier == ()
    assert len(_earlier(bench, second)) == 1
