"""There is one way into the gallery; that feeds are signed, which F-04 asks for as well, is not so yet."""

import re
from pathlib import Path

from fastapi.dependencies.models import Dependant

import gallery
from gallery.service.app import routes_of
from tests.gallery.house import House


def test_pictures_enter_the_gallery_by_one_route(house: House) -> None:
    """Of all routes one takes a picture in and one the counts of a run; one module adds pictures."""
    enrolling = [route.path for route in routes_of(house.app) if "picture_enrolled" in _permissions(route.dependant)]
    root = Path(gallery.__file__).parent
    adding = {path.name for path in root.rglob("*.py") if re.search(r"gallery\.add_picture\(", path.read_text())}

    assert sorted(enrolling) == ["/enrolment-runs", "/enrolments"]
    assert adding == {"enrol.py"}


def _permissions(dependant: Dependant) -> set[str]:
    own = {getattr(dependant.call, "permission", "")}
    return own.union(*(_permissions(each) for each in dependant.dependencies))
