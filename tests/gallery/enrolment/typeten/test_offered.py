"""Transactions come in by signed feeds: faces to the gallery, marks to their own, and out again without loss."""

from typing import Any

import pytest

from gallery.enrolment.typeten.transaction import read
from gallery.records.gallery import event_of_picture, picture_by_id
from gallery.records.marks import marks_of
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.typeten.transactions import FACE, MARK, written
from tests.gallery.house import House

CLERK, COMPLIANCE = Role.RECORDS_CLERK.value, Role.COMPLIANCE.value


@pytest.mark.proves("F-05", "F-10", "G-13")
def test_a_face_comes_in_by_its_transaction_and_goes_out_without_loss(house: House) -> None:
    """It is searched like any other; picture and transaction share one lineage; the export has every field."""
    house.somebody(Role.RECORDS_CLERK)
    sent = written(FACE)

    made = house.enrol(CLERK, record(), sent).json()
    again = house.enrol(CLERK, record(), sent).json()
    out = house.ask("GET", f"/gallery-pictures/{made['picture_id']}/type10", CLERK)

    assert (made["searchable"], again) == (True, {**made, "already": True, "notes": [], "encoded_by": ""})
    assert out.content == sent
    with house.parts.ledger.reading() as connection:
        kept = picture_by_id(connection, made["picture_id"])
    assert kept is not None
    assert kept.transaction_sha256
    assert house.parts.images.get(kept.lineage_id, kept.sha256) == read(sent).picture
    house.parts.images.destroy(kept.lineage_id)
    assert house.parts.images.lineages() == frozenset()


@pytest.mark.proves("G-13")
def test_a_picture_that_came_plain_goes_out_as_a_right_transaction(house: House) -> None:
    """With agency, hash and pose; parsed again it says what the records say, and the picture is the one held."""
    house.somebody(Role.RECORDS_CLERK)
    made = house.enrol(CLERK, record(pose="left_angled"), picture()).json()

    out = house.ask("GET", f"/gallery-pictures/{made['picture_id']}/type10", CLERK)
    back = read(out.content)

    expected = {3: "FACE", 4: "ON00000DM", 5: "20261001", 6: "100", 7: "120", 11: "PNG", 20: "A", 21: "-45"}
    assert {number: back.value(number) for number in expected} == expected
    assert back.picture == picture()
    assert house.entries()[-1].event.act == "exported"
    assert house.ask("GET", "/gallery-pictures/unknown/type10", CLERK).status_code == 404


@pytest.mark.proves("F-06")
def test_a_mark_goes_to_a_gallery_of_its_own_and_never_gets_a_template(house: House) -> None:
    """Even with a face in its picture: no reference, no picture of the gallery, own store, own permission."""
    house.somebody(Role.RECORDS_CLERK)
    house.somebody(Role.COMPLIANCE)
    face = house.enrol(CLERK, record(), picture(shade=91)).json()

    alone = house.enrol(CLERK, record(booking_event="E-9"), written(MARK, picture(shade=93)))
    made = house.enrol(CLERK, record(), written(MARK)).json()
    again = house.enrol(CLERK, record(), written(MARK)).json()
    without = house.enrol(COMPLIANCE, record(booking_event="E-2"), written(MARK, picture(shade=92)))

    assert (made["searchable"], made["already"], again["already"]) == (False, False, True)
    assert (alone.status_code, alone.json()["rule"]) == (422, "F-06")
    assert (without.status_code, without.json()["rule"]) == (403, "H-01")
    assert house.ask("GET", "/status", CLERK).json()["pictures"] == 1
    assert house.parts.index.size == 1
    assert made["lineage_id"] in house.parts.marks.images.lineages()
    assert made["lineage_id"] not in house.parts.images.lineages()
    assert house.ask("GET", f"/gallery-pictures/{made['picture_id']}/type10", CLERK).status_code == 404
    with house.parts.ledger.reading() as connection:
        event = event_of_picture(connection, face["picture_id"])
        assert event is not None
        (mark,) = marks_of(connection, event.id)
    assert (mark.kind, mark.codes) == ("TATTOO", ["TAT L ARM"])
    house.close()
    house.open()
    assert house.parts.marks.images.lineages() == {made["lineage_id"]}


@pytest.mark.proves("F-05")
@pytest.mark.parametrize(
    ("changed", "sent", "fields"),
    [
        ({}, {20: (("X",),)}, {"10.020 POS"}),
        ({}, {5: (("20261002",),)}, {"10.005 PHD"}),
        ({"pose": "left_profile"}, {}, {"10.020 POS"}),
        ({"pose": "left_angled"}, {20: (("A",),), 21: (("30",),)}, {"10.020 POS"}),
        ({}, {4: (("ON99999XX",),)}, {"10.004 SRC"}),
    ],
)
def test_a_rejected_record_says_which_fields(
    house: House, changed: dict[str, Any], sent: dict[int, Any], fields: set[str]
) -> None:
    """Wrong by the profile, or against the booking record; nothing is kept."""
    house.somebody(Role.RECORDS_CLERK)

    answer = house.enrol(CLERK, record(**changed), written({**FACE, **sent}))

    assert (answer.status_code, answer.json()["rule"]) == (422, "F-05")
    assert set(answer.json()["fields"]) == fields
    assert house.parts.images.lineages() == frozenset()
