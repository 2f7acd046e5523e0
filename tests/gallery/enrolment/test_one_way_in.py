"""There is one way into the gallery, and it takes what a registered records system signed (F-04)."""

import re
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant

import gallery
from gallery.service.app import routes_of
from tests.gallery.house import House


@pytest.mark.proves("F-04")
def test_pictures_enter_the_gallery_by_one_route(house: House) -> None:
    """Of all routes one takes a picture in, two read signed feeds, one the counts of a run; one module adds them."""
    enrolling = [route.path for route in routes_of(house.app) if "picture_enrolled" in _permissions(route.dependant)]
    root = Path(gallery.__file__).parent
    adding = {path.name for path in root.rglob("*.py") if re.search(r"gallery\.add_picture\(", path.read_text())}

    assert sorted(enrolling) == ["/enrolment-runs", "/enrolments", "/feeds", "/feeds/preview"]
    assert adding == {"enrol.py"}


def _permissions(dependant: Dependant) -> set[str]:
    own = {getattr(dependant.call, "permission", "")}
    return own.union(*(_permissions(each) for each in dependant.dependencies))
