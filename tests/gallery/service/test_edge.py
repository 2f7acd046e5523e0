"""The edge: whatever comes in or goes wrong, the answer is a refusal that a person can read."""

import logging
import os
from typing import Any

import pytest

from gallery.accounts.people import People
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from kernel_lib.wire.model import RefusalReply
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import ADMIN, House


@pytest.mark.parametrize(
    ("method", "path", "status", "rule"),
    [
        ("GET", "/nowhere", 404, "route.unknown"),
        ("GET", "/docs", 404, "route.unknown"),
        ("GET", "/openapi.json", 404, "route.unknown"),
        ("GET", "/../../etc/passwd", 404, "route.unknown"),
        ("DELETE", "/me", 404, "route.unknown"),
        ("POST", "/accounts", 422, "request.fields"),
    ],
)
def test_what_no_route_takes_is_a_refusal_with_one_entry(
    house: House, method: str, path: str, status: int, rule: str
) -> None:
    """An unknown path, a wrong method and a missing body all look alike to the client's error tree."""
    house.sign_in(ADMIN)
    before = len(house.entries())

    answer = house.ask(method, path, ADMIN)

    told = RefusalReply.model_validate_json(answer.content)
    assert (answer.status_code, told.rule, told.reference) == (status, rule, before + 1)
    assert house.told(before) == [("access_refused", "refused")]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff\xfe", b'{"username": "' + b"a" * 5000 + b'"}'])
def test_a_body_that_cannot_be_read_is_refused(house: House, body: bytes) -> None:
    """Bytes that are no JSON, another value, or too long a text."""
    house.sign_in(ADMIN)

    answer = _post(house, body)

    assert answer.status_code == 422
    assert RefusalReply.model_validate_json(answer.content).reference is not None


def test_too_much_is_refused_while_it_arrives(house: House) -> None:
    """JSON ends at one megabyte, pictures at fifty; each is one entry and nothing is stored."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.sign_in(ADMIN)
    before = len(house.entries())

    text = _post(house, b'"' + b"a" * (1 << 20) + b'"')
    image = house.enrol(clerk, record(), bytes(51 << 20))

    assert [(each.status_code, each.json()["rule"]) for each in (text, image)] == [(413, "upload.size")] * 2
    assert house.told(before) == [("access_refused", "refused")] * 2


def test_the_largest_picture_is_not_refused_for_its_size(house: House) -> None:
    """Fifty megabytes pass the edge and stay in memory; what they hold is another matter."""
    clerk = house.somebody(Role.RECORDS_CLERK)

    answer = house.enrol(clerk, record(), bytes(50 << 20))

    assert answer.json()["rule"].startswith("picture.")


def test_an_unexpected_error_tells_nothing_but_its_entry(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Status 500, the number of the entry, and neither in the answer nor in the service's output what was said."""
    house.sign_in(ADMIN)
    monkeypatch.setattr(People, "_named", _explode)

    with caplog.at_level(logging.ERROR):
        answer = house.ask("GET", "/accounts/jane.doe", ADMIN)

    assert answer.status_code == 500
    assert answer.json()["reference"] == len(house.entries())
    assert house.told()[-1] == ("account_viewed", "failed")
    assert "KeyError" in caplog.text
    assert "jane.doe" not in caplog.text + answer.text + str(house.entries()[-1].event)


@pytest.mark.proves("I-09")
def test_nothing_runs_when_the_log_cannot_be_written(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acts, refusals and reading alike answer 503; no record is changed and no session opened."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.somebody(Role.AUDITOR)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_space)
        answers = [
            house.sign_in(ADMIN),
            house.sign_in(ADMIN, "wrong"),
            house.enrol(clerk, record(), picture()),
            house.ask("GET", "/log/recent", Role.AUDITOR.value),
            house.ask("GET", "/accounts/admin", clerk),
            house.ask("GET", "/me", secret="lbs_forged"),
        ]

    assert [(each.status_code, each.json()["rule"]) for each in answers] == [(503, "service.unavailable")] * 6
    assert house.ask("GET", "/status", clerk).json()["pictures"] == 0
    assert house.sign_in(ADMIN).status_code == 200


def test_records_that_cannot_be_committed_give_no_result(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that refuses to commit leaves the entry, and another that says it was not carried out."""
    from sqlalchemy import event
    from sqlalchemy.exc import OperationalError

    def refuse(connection: Any) -> None:
        raise OperationalError("COMMIT", {}, OSError("database or disk is full"))

    house.sign_in(ADMIN)
    engine = house.parts.floor.database._engine
    event.listen(engine, "commit", refuse)
    body = {"username": "new", "display_name": "New", "service": "demo", "roles": ["analyst"]}

    answer = house.ask("POST", "/accounts", ADMIN, json=body)

    event.remove(engine, "commit", refuse)
    assert (answer.status_code, answer.json()["rule"]) == (503, "records.unavailable")
    assert house.told()[-2:] == [("account_changed", "done"), ("account_changed", "failed")]
    assert house.ask("GET", "/accounts/new", ADMIN).status_code == 404


def _post(house: House, body: bytes) -> Any:
    headers = {"authorization": f"Bearer {house.sessions[ADMIN]}", "content-type": "application/json"}
    return house.client.request("POST", "/accounts", content=body, headers=headers)


def _explode(*_: object) -> None:
    raise KeyError("jane.doe")


def _no_space(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_an_unexpected_error_outside_any_act_is_recorded_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that fails goes unrecorded."""
    house.sign_in(ADMIN)
    monkeypatch.setattr(type(house.parts.sessions), "me", _explode)

    answer = house.ask("GET", "/me", ADMIN)

    event = house.entries()[-1].event
    assert (answer.status_code, answer.json()["reference"]) == (500, len(house.entries()))
    assert (event.result, dict(event.details)) == ("failed", {"route": "GET /me", "error": "KeyError"})


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_stored_picture_is_told_as_such_with_what_a_clerk_may_do(house: House, damage: str) -> None:
    """No number, name or face in the answer; the failure is on record; other pictures can be asked for as before."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    mine = house.enrol(clerk, record(), picture()).json()["picture_id"]
    other = house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=120)).json()
    (stored,) = (
        path
        for path in house.settings.gallery_dir.rglob("*.sealed")
        if path.stem == sha256_hex(picture()) and path.is_file()
    )
    if damage == "changed":
        stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    else:
        stored.unlink()

    answer = house.ask("GET", f"/gallery-pictures/{mine}/type10", clerk)

    told = answer.json()
    assert (answer.status_code, told["rule"], told["reference"]) == (500, "picture.damaged", len(house.entries()))
    assert "restore it from a backup" in told["next_step"]
    assert mine not in answer.text
    assert house.told()[-1] == ("exported", "failed")
    assert house.ask("GET", f"/gallery-pictures/{other['picture_id']}/type10", clerk).is_success


def test_names_that_somebody_made_up_do_not_reach_the_log(house: House) -> None:
    """A hundred unknown fields are one refusal and one entry without their names."""
    house.sign_in(ADMIN)
    body = {f"Jane Doe {number}": 1 for number in range(150)}

    answer = house.ask("POST", "/accounts", ADMIN, json=body)

    assert answer.status_code == 422
    assert answer.json()["reference"] == len(house.entries())
    assert "Jane" not in str(house.entries()[-1].event)
