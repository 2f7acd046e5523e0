"""The audit log for those who look after it."""

from datetime import timedelta

import duckdb
import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.fakes import NOON
from tests.gallery.house import House

AUDITOR = Role.AUDITOR.value


@pytest.fixture(autouse=True)
def auditor(house: House) -> str:
    """An auditor who is signed in."""
    return house.somebody(Role.AUDITOR)


def test_the_state_of_the_log_is_that_of_its_files(house: House) -> None:
    """Size, root and checkpoint agree, and the start's own verification is shown."""
    status = house.ask("GET", "/log", AUDITOR).json()

    assert status["events"] == status["checkpoint_size"] == len(house.entries())
    assert status["whole"] is True
    assert status["faults"] == []


def test_verification_recomputes_the_log_and_records_its_verdict(house: House) -> None:
    """The entry holds what was found, and the page's line shows when."""
    house.clock.forward(minutes=5)

    status = house.ask("POST", "/log/verification", AUDITOR).json()

    event = house.entries()[-1].event
    assert (event.act, event.details["whole"], event.details["faults"]) == ("log_verified", True, 0)
    assert status["verified_at"].startswith((NOON + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"))


def test_a_changed_byte_is_found_and_its_place_told(house: House) -> None:
    """Verification says where, and the verdict is in the log."""
    path = next((house.settings.audit_dir / "segments").glob("*.jsonl"))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"administrator", b"administratoR", 1))

    status = house.ask("POST", "/log/verification", AUDITOR).json()

    tail = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + tail)
    assert status["whole"] is False
    assert "line" in status["faults"][0]["place"]


def test_the_latest_entries_come_newest_first_without_details(house: House) -> None:
    """A line names act, actor's id, result and rule; reading is itself recorded."""
    events = house.ask("GET", "/log/recent", AUDITOR).json()["events"]

    assert [event["sequence"] for event in events] == sorted((event["sequence"] for event in events), reverse=True)
    assert set(events[0]) == {"sequence", "time", "act", "actor_id", "role", "object_id", "result", "rule"}
    assert house.told()[-1] == ("log_read", "done")


def test_a_question_is_answered_from_the_log_as_it_is_now(house: House) -> None:
    """What was done a moment ago is in the answer, and the asking is in the log with the statement's hash."""
    first = house.ask("POST", "/questions/acts_by_person", AUDITOR, json={"parameters": {}}).json()
    second = house.ask("POST", "/questions/acts_by_person", AUDITOR, json={"parameters": {}}).json()

    assert second["events"] == first["events"] + 1
    event = house.entries()[-1].event
    assert (event.act, event.object_id, event.details["sql_sha256"]) == (
        "question_asked",
        "acts_by_person",
        second["sql_sha256"],
    )


@pytest.mark.parametrize(
    ("name", "parameters", "status"),
    [
        ("no_such_question", {}, 404),
        ("..%2F..%2Fsecrets", {}, 404),
        ("acts_by_person", {"unknown": 1}, 422),
        ("case_history", {}, 422),
        ("acts_by_person", {"first_day": "yesterday"}, 422),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    house: House, name: str, parameters: dict[str, object], status: int
) -> None:
    """An unknown name or parameter is a refusal with one entry."""
    before = len(house.entries())

    answer = house.ask("POST", f"/questions/{name}", AUDITOR, json={"parameters": parameters})

    assert answer.status_code == status
    assert [result for _, result in house.told(before)] == ["refused"]


def test_every_question_is_listed_with_its_statement(house: House) -> None:
    """An auditor reads what is run."""
    questions = house.ask("GET", "/questions", AUDITOR).json()["questions"]

    assert len(questions) >= 15
    assert all(question["sql"] and question["sentence"] for question in questions)


def test_the_snapshot_is_a_database_of_the_log(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It holds every entry up to its making, and no user name."""
    expected = len(house.entries())

    content = house.ask("GET", "/analytics/snapshot", AUDITOR).content

    path = tmp_path_factory.mktemp("snapshot") / "log.duckdb"
    path.write_bytes(content)
    with duckdb.connect(path, read_only=True) as connection:
        assert connection.execute("select count(*) from events").fetchall() == [(expected,)]
    assert b"records_clerk" not in content
