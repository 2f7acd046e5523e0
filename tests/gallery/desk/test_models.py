"""The desk of face models: what is registered, a report, a change, and each way in which they are refused (F-11)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kernel_lib.faces.engine import FaceEngine
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import MODEL, picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, CropEncoder, House, fake_faces

CLERK, COMPLIANCE = Role.RECORDS_CLERK.value, Role.COMPLIANCE.value
OTHER = "another"
OTHER_ID = f"another-{MODEL}"


def _engine(*, casework: bool) -> FaceEngine:
    faces = fake_faces()
    models = tuple(replace(each, casework=casework) for each in faces.models)
    return FaceEngine(faces._detector, CropEncoder(OTHER_ID), faces._limits, models)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[House]:
    """A service with two eligible pictures and another model that could be opened."""
    with closing(House(tmp_path)) as house:
        house.somebody(Role.RECORDS_CLERK)
        house.somebody(Role.COMPLIANCE)
        for place in range(2):
            told = record(subject_number=f"S-{place}", booking_event=f"E-{place}")
            assert house.enrol(CLERK, told, picture(shade=90 + place)).is_success
        house.parts.models.contenders.opened[OTHER] = _engine(casework=True)
        yield house


def _ask(house: House, method: str, path: str, who: str, **body: Any) -> dict[str, Any]:
    told: dict[str, Any] = house.ask(method, path, who, json=body).json()
    return told


@pytest.mark.proves("W-19")
def test_a_report_waits_for_the_templates_of_the_other_model(held: House) -> None:
    """First refused; then templates are made beside, nothing leaves search, and the report is kept and logged."""
    early = _ask(held, "POST", "/models/impacts", COMPLIANCE, model=OTHER)
    made = _ask(held, "POST", "/retemplating", ADMIN, model=OTHER)
    filed = _ask(held, "POST", "/models/impacts", COMPLIANCE, model=OTHER)

    assert (early["rule"], early["reason"][:6]) == ("F-11", "2 of 2")
    assert (made["made"], made["waiting"], made["model"]) == (2, 0, OTHER_ID)
    assert held.parts.index.size == 2
    assert (filed["old"]["model_id"], filed["new"]["model_id"]) == (MODEL, OTHER_ID)
    assert filed["old"]["snapshot_sha256"] != filed["new"]["snapshot_sha256"]
    assert (filed["new"]["pictures"], filed["replayed"], filed["without"]) == (2, 0, 0)
    entry = held.entries()[-1].event
    assert (entry.act, entry.details["sha256"]) == ("model_impact_filed", filed["sha256"])
    assert _ask(held, "GET", "/models", COMPLIANCE)["reports"] == [filed]


def test_where_nobody_searched_no_report_is_needed(held: House) -> None:
    """The change is noted with both ids, holds from the next start on, and can be taken back until then."""
    first = held.ask("POST", "/models/switches", ADMIN, json={"model": OTHER})
    again = _ask(held, "POST", "/models/switches", ADMIN, model=OTHER)

    assert first.is_success
    assert again["rule"] == "F-11"
    told = [each.event for each in held.entries() if each.event.act == "model_changed"]
    assert [(each.result, each.details["old_model"], each.details["new_model"]) for each in told] == [
        ("done", MODEL, OTHER_ID),
        ("refused", OTHER_ID, OTHER_ID),
    ]


def test_a_model_without_a_licence_is_not_taken_into_use(held: House) -> None:
    """It may be tried and weighed; the change is refused (U-26)."""
    held.parts.models.contenders.opened[OTHER] = _engine(casework=False)

    refused = held.ask("POST", "/models/switches", ADMIN, json={"model": OTHER})

    assert (refused.status_code, refused.json()["rule"]) == (403, "F-11")


def test_what_is_not_registered_or_in_use_already_is_refused(held: House) -> None:
    """An unknown name is not found; the model in use is neither weighed nor made anew beside itself."""
    held.parts.models.contenders.opened["same"] = fake_faces()

    unknown = held.ask("POST", "/retemplating", ADMIN, json={"model": "nobody"})
    beside = held.ask("POST", "/retemplating", ADMIN, json={"model": "same"})
    weighed = held.ask("POST", "/models/impacts", COMPLIANCE, json={"model": "same"})

    assert [each.status_code for each in (unknown, beside, weighed)] == [404, 409, 409]


def test_former_templates_stay_until_every_picture_has_one_of_the_model_in_use(held: House) -> None:
    """Nothing is former before a change; where pictures wait, nothing is removed."""
    gone = _ask(held, "DELETE", "/models/former-templates", ADMIN)

    assert gone == {"removed": 0}
    assert held.parts.index.size == 2
