"""Where a picture goes by its quality and pose, and what a record tells beside it (F-07 to F-09)."""

import io

import numpy as np
import pytest
from PIL import Image

from gallery.enrolment.portrait import look
from gallery.records.gallery import charges_of, event_of_picture
from gallery.rules.enrolment import EnrolmentRules, Route
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House, fake_faces

CLERK = Role.RECORDS_CLERK.value


def flat() -> bytes:
    """A picture with one face and no light and shade at all."""
    pixels = np.zeros((120, 100, 3), np.uint8)
    pixels[0, 0] = (10, 60, 0)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def test_each_finding_has_its_route() -> None:
    """Refused, kept unsearchable, wanted again, or only told: by the data of the rules."""
    rules = EnrolmentRules.load()

    assert rules.route("inter_eye_distance", "refused") is Route.REFUSE
    assert rules.route("inter_eye_distance", "caution") is Route.RECAPTURE
    assert rules.route("sharpness", "refused") is Route.UNSEARCHABLE
    assert rules.route("sharpness", "caution") is Route.TELL


def test_a_face_that_is_small_is_searched_and_wanted_again() -> None:
    """Twenty pixels between the eyes: enough for a template, too few to be content with."""
    small = look(picture(eyes=20), "frontal", fake_faces(), EnrolmentRules.load())

    assert small.vector is not None
    assert small.recapture == ("inter_eye_distance",)


@pytest.mark.proves("F-07", "F-08")
def test_whom_to_photograph_again_is_a_list(house: House) -> None:
    """A flat picture is kept, not searched and on the list; a profile alone is not; a good one takes its person off."""
    house.somebody(Role.RECORDS_CLERK)
    kept = house.enrol(CLERK, record(), flat()).json()
    house.enrol(CLERK, record(subject_number="S-2", booking_event="E-2", pose="left_profile"), picture(shade=91))
    tiny = house.enrol(CLERK, record(subject_number="S-3"), picture(eyes=5))
    before = house.ask("GET", "/recapture-list", CLERK).json()

    house.enrol(CLERK, record(booking_event="E-3"), picture(shade=92))
    after = house.ask("GET", "/recapture-list", CLERK).json()

    assert (kept["searchable"], kept["recapture"]) == (False, ["dynamic_range"])
    assert tiny.json()["rule"] == "F-07"
    assert (before["count"], before["done"]) == (1, [])
    assert (after["count"], after["lines"]) == (0, [])
    assert [(line["subject_number"], line["booking_event"]) for line in after["done"]] == [("S-1", "E-1")]
    assert (
        before["lines"][0].items()
        >= {
            "subject_number": "S-1",
            "booking_event": "E-1",
            "captured_on": "2026-10-01",
            "findings": ["dynamic_range"],
            "done_at": None,
        }.items()
    )


@pytest.mark.proves("F-02", "F-03")
def test_an_event_keeps_its_charges_and_what_its_authority_was_called(house: House) -> None:
    """Every charge of the record, each once, and the paragraph in words."""
    house.somebody(Role.RECORDS_CLERK)
    further = [{"offence_id": "murder", "charge_date": "2026-10-02", "age_at_offence": 36}]

    made = house.enrol(CLERK, record(further_charges=further), picture()).json()
    house.enrol(CLERK, record(further_charges=further, pose="left_profile"), picture(shade=91))

    with house.parts.ledger.reading() as connection:
        event = event_of_picture(connection, made["picture_id"])
        assert event is not None
        charged = [each.offence_id for each in charges_of(connection, event.id)]
    assert charged == ["robbery", "murder"]
    assert event.authority_cited.startswith("Identification of Criminals Act, s. 2(1)(a): ")
    assert "Foreign Interference and Security of Information Act" in event.authority_cited


@pytest.mark.proves("F-09")
def test_another_fingerprint_number_is_a_doubt_and_no_correction(house: House) -> None:
    """The clerk gets one ticket, whatever often the feed says so; the number on file stays."""
    house.somebody(Role.RECORDS_CLERK)
    house.enrol(CLERK, record(fps_number="F-1"), picture())

    for shade, event in ((91, "E-2"), (92, "E-3")):
        assert house.enrol(CLERK, record(fps_number="F-2", booking_event=event), picture(shade=shade)).is_success

    (ticket,) = house.ask("GET", "/identity-tickets", CLERK).json()["tickets"]
    assert ticket["subject_numbers"] == ["S-1"]
    assert "F-2" not in ticket["note"]
