"""A template is searched by its own model alone; after a change eligible pictures get new ones (F-11)."""

from typing import Any

import pytest

from gallery.records.gallery import reference_numbers
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.vocabulary import Role
from tests.gallery import house as houses
from tests.gallery.casework.bench import MODEL, picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, CropEncoder, House, fake_faces

CLERK = Role.RECORDS_CLERK.value
OTHER = f"another-{MODEL}"


def other_faces() -> FaceEngine:
    """Return the fake engine with another recogniser."""
    faces = fake_faces()
    return FaceEngine(faces._detector, CropEncoder(OTHER), faces._limits, faces.models)


@pytest.mark.proves("F-11")
def test_another_model_searches_nothing_until_eligible_pictures_have_its_templates(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four pictures two are eligible; a run that is cut off goes on; old templates are gone afterwards."""
    house.somebody(Role.RECORDS_CLERK)
    for place, changed in enumerate(({}, {}, {"charge_date": "2010-10-01"}, {"pose": "left_profile"})):
        made = house.enrol(CLERK, record(subject_number=f"S-{place}", **changed), picture(shade=90 + place))
        assert made.is_success
    house.close()
    monkeypatch.setattr(houses, "fake_faces", other_faces)

    house.open()
    house.sign_in(ADMIN)
    empty = house.parts.index.size
    foreseen = _ask(house, "GET")
    first = _ask(house, "POST", limit=1)
    house.crash()
    house.open()
    house.sign_in(ADMIN)
    held = house.parts.index.size
    second = _ask(house, "POST", after=first["after"])
    again = _ask(house, "POST")

    assert (empty, held, house.parts.index.size) == (0, 1, 2)
    assert (foreseen["waiting"], foreseen["model"]) == (2, OTHER)
    assert [(each["made"], each["failed"], each["waiting"]) for each in (first, second, again)] == [
        (1, 0, 1),
        (1, 0, 0),
        (0, 0, 0),
    ]
    with house.parts.ledger.reading() as connection:
        assert len(reference_numbers(connection, OTHER)) == 2
        assert len(reference_numbers(connection, MODEL)) == 1
    told = [dict(each.event.details) for each in house.entries() if each.event.act == "retemplated"]
    assert [each["made"] for each in told] == [1, 1, 0]


def _ask(house: House, method: str, **asked: Any) -> dict[str, Any]:
    answer = house.ask(method, "/retemplating", ADMIN, **({"json": asked} if method == "POST" else {}))
    found: dict[str, Any] = answer.json()
    return found
