"""From a booking picture to a reference, or to a refusal that changes nothing."""

import os
from typing import Any

import pytest

from gallery.records.gallery import picture_by_id
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value


@pytest.fixture(autouse=True)
def clerk(house: House) -> str:
    """A records clerk who is signed in."""
    return house.somebody(Role.RECORDS_CLERK)


def test_a_picture_becomes_a_searchable_reference(house: House) -> None:
    """It is stored encrypted, can be searched, and its one entry names the rule that made it eligible."""
    before = len(house.entries())

    answer = house.enrol(CLERK, record(), picture())

    assert answer.json() | {"picture_id": "", "lineage_id": ""} == {
        "picture_id": "",
        "lineage_id": "",
        "searchable": True,
        "already": False,
        "state": "eligible",
        "rule": "F-21.open_charge",
        "notes": [],
        "recapture": [],
        "encoded_by": "service",
    }
    assert _status(house)["eligible"] == 1
    assert house.parts.index.size == 1
    event = house.entries()[-1].event
    assert house.told(before) == [("picture_enrolled", "done")]
    assert (event.object_id, event.rule) == (answer.json()["picture_id"], "F-21.open_charge")
    stored = house.parts.images.get(answer.json()["lineage_id"], event.details["sha256"])
    assert stored == picture()


@pytest.mark.parametrize(
    "changed",
    [
        {"charge_date": "1990-01-05", "captured_at": "1990-01-05", "age_at_offence": 20},
        {"birth_year": 2010, "age_at_offence": 16},
    ],
)
def test_a_picture_that_may_not_be_searched_is_not_told_as_searchable(house: House, changed: dict[str, Any]) -> None:
    """A template alone makes nobody searchable: the answer says the state and its rule, now and again."""
    first = house.enrol(CLERK, record(**changed), picture()).json()
    again = house.enrol(CLERK, record(**changed), picture()).json()

    assert (first["searchable"], again["searchable"]) == (False, False)
    assert first["state"] != "eligible"
    assert first["rule"]
    assert (again["state"], again["rule"]) == (first["state"], first["rule"])
    assert house.entries()[-2].event.details["searchable"] is False


def test_the_same_feed_line_again_changes_nothing(house: House) -> None:
    """A feed that was cut off can be offered again from its start."""
    first = house.enrol(CLERK, record(), picture()).json()

    again = house.enrol(CLERK, record(), picture()).json()

    assert again == {**first, "already": True, "encoded_by": ""}
    assert _status(house)["pictures"] == 1
    assert house.entries()[-1].event.details["already"] is True


@pytest.mark.parametrize("changed", [{"subject_number": "S-2"}, {"booking_event": "E-2"}, {"capturing_officer": "x"}])
def test_the_same_picture_under_another_record_is_refused(house: House, changed: dict[str, Any]) -> None:
    """One picture belongs to one person and one event."""
    house.enrol(CLERK, record(), picture())

    answer = house.enrol(CLERK, record(**changed), picture())

    assert (answer.status_code, answer.json()["rule"]) == (422, "enrolment.duplicate")
    assert _status(house)["pictures"] == 1


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "picture.empty"),
        (b"this is no picture", "picture.format"),
        (picture()[:200], "picture.damaged"),
        (picture(faces=0), "enrolment.no_face"),
        (picture(faces=2), "enrolment.several_faces"),
        (picture(eyes=5), "F-07"),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused_and_leaves_nothing(house: House, data: bytes, rule: str) -> None:
    """One entry, no row, no file."""
    before = len(house.entries())

    answer = house.enrol(CLERK, record(), data)

    assert (answer.status_code, answer.json()["rule"]) == (422, rule)
    assert answer.json()["reference"] == before + 1
    assert house.told(before) == [("picture_refused", "refused")]
    assert _status(house)["pictures"] == 0
    assert house.parts.images.lineages() == frozenset()


@pytest.mark.proves("F-01")
def test_an_incomplete_record_is_refused_before_a_template_is_made(house: House) -> None:
    """The record is looked at first; the answer names every missing field."""
    answer = house.enrol(CLERK, record(ica_authority="", pose=""), b"not even a picture")

    assert answer.json()["rule"] == "F-01"
    assert set(answer.json()["fields"]) == {"ica_authority", "pose"}
    assert house.entries()[-1].event.details["fields"] == ("ica_authority", "pose")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"unknown": 1}', '{"charge_date": "yesterday"}'])
def test_a_record_that_is_not_of_the_format_is_refused(house: House, text: str) -> None:
    """Whatever comes in place of a record is a refusal with its entry."""
    before = len(house.entries())

    data = {"record": text, "feed": "none", "line": "1"}
    answer = house.ask("POST", "/enrolments", CLERK, files={"picture": ("p", picture())}, data=data)

    assert answer.status_code == 422
    assert [result for _, result in house.told(before)] == ["refused"]


@pytest.mark.proves("F-08")
def test_a_profile_is_kept_and_not_searched(house: House) -> None:
    """Its pose is kept with it, and only configured poses get a template (F-08)."""
    answer = house.enrol(CLERK, record(pose="left_profile"), picture()).json()

    with house.parts.ledger.reading() as connection:
        kept = picture_by_id(connection, answer["picture_id"])
    assert kept is not None
    assert kept.pose == "left_profile"
    assert not answer["searchable"]
    assert answer["notes"] == ["Pictures of this pose are kept and not searched."]
    assert (house.parts.index.size, _status(house)["pictures"], _status(house)["eligible"]) == (0, 1, 0)


def test_an_old_charge_is_held_and_not_searched(house: House) -> None:
    """Eligibility is computed at once, with its rule."""
    house.enrol(CLERK, record(charge_date="2010-10-01"), picture())

    assert house.entries()[-1].event.details["eligibility"] == "ineligible"
    assert (_status(house)["pictures"], _status(house)["eligible"]) == (1, 0)


def test_a_picture_whose_review_is_overdue_is_not_searched_until_it_is_reviewed(house: House) -> None:
    """Fail closed: an old answer is not relied on; the review at the next start gives a new one."""
    house.enrol(CLERK, record(), picture())
    house.clock.forward(days=91)
    house.sign_in(CLERK)
    overdue = _status(house)["eligible"]
    house.close()

    house.open()
    house.sign_in(CLERK)

    assert (overdue, _status(house)["eligible"]) == (0, 1)
    reviews = [each.event for each in house.entries() if each.event.act == "eligibility_changed"]
    version = house.parts.rules.eligibility.version
    assert [dict(event.details) for event in reviews] == [{"rule_version": version, "people": 1, "changed": 0}]


def test_an_event_keeps_its_authority(house: House) -> None:
    """A second picture of an event cannot bring another authority with it."""
    house.enrol(CLERK, record(), picture())

    answer = house.enrol(CLERK, record(ica_authority="2(1)(c)"), picture(shade=91))

    assert set(answer.json()["fields"]) == {"booking_event"}


def test_a_full_disk_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service says that it is unavailable; no row and no file is left, and the next try works."""
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_space)
        answer = house.enrol(CLERK, record(), picture())

    assert (answer.status_code, answer.json()["rule"]) == (503, "service.unavailable")
    assert _status(house)["pictures"] == 0
    assert house.parts.images.lineages() == frozenset()
    assert house.enrol(CLERK, record(), picture()).status_code == 200


def test_the_index_takes_from_the_records_what_it_misses(house: House) -> None:
    """After a crash before the index was kept, the next start finds every reference again, without a rebuild."""
    house.enrol(CLERK, record(), picture())
    snapshot = house.parts.index.snapshot_id
    house.crash()

    house.open()

    assert house.parts.index.snapshot_id == snapshot
    starts = [each.event.details for each in house.entries() if each.event.act == "service_started"]
    told = [(start["index_rebuilt"], start["index_added"], start["index_removed"]) for start in starts]
    assert told == [(True, 0, 0), (False, 1, 0)]


def test_the_counts_of_a_run_are_recorded(house: House) -> None:
    """The label of a run is free text, so the log keeps its hash."""
    run = {"run_id": "Monday's feed", "offered": 3, "enrolled": 2, "already": 0, "refused": 1}

    answer = house.ask("POST", "/enrolment-runs", CLERK, json=run)

    event = house.entries()[-1].event
    assert answer.json()["sequence"] == len(house.entries())
    assert (event.act, event.details["offered"], event.details["refused"]) == ("report_run", 3, 1)
    assert "Monday" not in str(event.details)


def _status(house: House) -> dict[str, Any]:
    status: dict[str, Any] = house.ask("GET", "/status", CLERK).json()
    return status


def _no_space(descriptor: int) -> None:
    raise OSError(28, "No space left on device")
