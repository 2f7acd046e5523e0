"""What the built service can be asked to do, read from its live route table and from the code that compares faces."""

import re
from pathlib import Path

import pytest
from fastapi import UploadFile
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

import gallery
from gallery.service.app import routes_of
from tests.gallery.house import House

UNWANTED = {"stream", "live", "camera", "rtsp", "watch", "watchlist", "watchlists", "batch", "bulk", "subscribe"}
PICTURES = {
    "/arrays/{array_id}/fillers": 1,
    "/enrolments": 1,
    "/feeds": 3,
    "/feeds/preview": 3,
    "/known-tasks/{task_id}/picture": 1,
    "/reports/{run_id}/release-proposal": 1,
    "/requests/{request_id}/further": 1,
    "/requests/{request_id}/probe": 1,
    "/staff-consent": 1,
}
"""Every route that takes a file, with how many: a filler of a photo array, a booking picture, the three files that a
signed feed begins with, a test of examiners, the packed files of a report, the probe of one request or another picture
of the same person, the picture that a member of staff gives of themselves."""

COMPARING = {
    "casework/candidates.py": "one examination, which only one approved request has",
    "casework/known_tasks_decided.py": "one test picture, which belongs to no case and never becomes a lead",
}
"""Every module that starts a search, and of what."""


@pytest.mark.proves("B-03")
def test_no_route_takes_a_stream_a_watch_list_or_a_batch(house: House) -> None:
    """All routes are plain HTTP; none is named so, and none takes more than one picture (B-03)."""
    every = [each.original_route for each in iter_route_contexts(house.app.routes)]
    words = {word for route in routes_of(house.app) for word in re.split(r"[^a-z]+", route.path.lower())}

    assert all(isinstance(route, APIRoute) for route in every)
    assert not words & UNWANTED
    assert {
        route.path: _uploads(route.dependant) for route in routes_of(house.app) if _uploads(route.dependant)
    } == PICTURES


@pytest.mark.proves("B-03")
def test_a_search_starts_in_two_places_with_one_picture_each() -> None:
    """No other code of the service starts one; replay compares again what was searched already (B-03)."""
    root = Path(gallery.__file__).parent

    starting = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if "SearchStarted" in path.read_text()}

    assert starting == set(COMPARING)


def _uploads(dependant: Dependant) -> int:
    found = [str(each.field_info.annotation) for each in dependant.body_params]
    assert not [each for each in found if re.search(r"(list|tuple|Sequence)\[.*Upload", each)]
    return sum(UploadFile.__name__ in each for each in found)
