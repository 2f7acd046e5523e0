"""PostgreSQL stops in the middle: a clear refusal, nothing lost or told wrongly, and the service goes on afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from audits.verify import verify
from gallery.enrolment.feeds import FromFeed
from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.opened import signed_line
from tests.gallery.house import ADMIN, House
from tests.gallery.postgres import Server, serving

pytestmark = [pytest.mark.records("postgres"), pytest.mark.proves("I-09")]

CLERK = Role.RECORDS_CLERK.value
_OFFERED = 36


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of these tests' own, which they stop and start."""
    with serving() as server:
        yield server


@pytest.fixture
def house(server: Server, tmp_path: Path) -> Iterator[House]:
    """A service whose records stand there, with a clerk."""
    house = House(tmp_path, database_url=server.fresh())
    house.somebody(Role.RECORDS_CLERK)
    yield house
    house.close()


def test_while_the_server_is_away_everything_is_refused_and_then_goes_on(server: Server, house: House) -> None:
    """Acts, reading, signing in and the chores; no file stays of what was refused, and the log is whole."""
    assert _enrol(house, 1).is_success
    second, before = _opened(house, 2), len(house.entries())

    server.crash()
    answers = [_enrol(house, 2, second), house.ask("GET", "/status", CLERK)]
    answers += [house.sign_in(ADMIN), house.sign_in(ADMIN, "wrong")]
    told = house.told(before)
    chores = keep_house(house.parts)
    server.start()

    assert {_refusal(each) for each in answers} == {(503, "records.unavailable")}
    assert "the database may have stopped" in answers[0].json()["next_step"]
    assert not chores
    assert told == []
    assert len(house.parts.images.lineages()) == 1
    assert _enrol(house, 2).is_success
    assert house.ask("GET", "/status", CLERK).json()["pictures"] == house.parts.index.size == 2
    assert keep_house(house.parts)
    _start_again(house)
    assert house.ask("GET", "/status", CLERK).json()["pictures"] == house.parts.index.size == 2
    assert "log_recovered" not in [act for act, _ in house.told()]
    assert verify(house.settings.audit_dir).whole


def test_a_server_that_dies_under_people_at_work_loses_nothing_acknowledged(server: Server, house: House) -> None:
    """Three at work over a crash and a start: each answer is done or 503; what was answered is there, once."""
    sources = [_opened(house, number) for number in range(_OFFERED)]
    answers: dict[int, httpx.Response] = {}
    under_way, back = threading.Event(), threading.Event()

    def work(place: int) -> None:
        for number in range(place, _OFFERED, 3):
            answers[number] = _enrol(house, number, sources[number])
            if number >= _OFFERED // 3:
                under_way.set()
            if not answers[number].is_success:
                back.wait(60)

    people = [threading.Thread(target=work, args=(place,)) for place in range(3)]
    for each in people:
        each.start()
    assert under_way.wait(60)
    server.crash()
    server.start()
    back.set()
    for each in people:
        each.join()
    _start_again(house)

    acknowledged = {f"S-{number}" for number, each in answers.items() if each.is_success}
    with psycopg.connect(house.database_url) as connection:
        (pictures,) = connection.execute("SELECT count(*) FROM pictures").fetchone() or (0,)
    assert {_refusal(each) for each in answers.values() if not each.is_success} == {(503, "records.unavailable")}
    assert len(acknowledged) > _OFFERED // 3
    assert len(acknowledged) <= pictures <= len(acknowledged) + 3
    assert house.parts.index.size == pictures
    assert all(_enrol(house, number, sources[number]).is_success for number in answers)
    assert house.parts.index.size == len(answers)
    assert verify(house.settings.audit_dir).whole


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("away", [True, False])
def test_a_commit_without_an_answer_is_told_as_what_it_was(
    server: Server, house: House, monkeypatch: pytest.MonkeyPatch, committed: bool, away: bool
) -> None:
    """The connection breaks at the commit, before or after it: nobody says done or not done before it is known."""
    engine = house.parts.floor.database._engine

    def lose(connection: Any) -> None:
        monkeypatch.undo()
        if committed:
            connection.commit()
        connection.driver_connection.close()
        if away:
            server.crash()
        raise psycopg.OperationalError("the connection is lost")

    house.ask("GET", "/status", CLERK)
    before = len(house.entries())
    monkeypatch.setattr(engine.dialect, "do_commit", lose)
    answer = house.ask("POST", "/accounts", ADMIN, json=_account("new"))
    told_at_once = house.told(before)
    if away:
        server.start()
    there = house.ask("GET", "/accounts/new", ADMIN)

    done, failed = ("account_changed", "done"), ("account_changed", "failed")
    assert answer.is_success is (committed and not away)
    assert answer.is_success or _refusal(answer) == (503, "records.unavailable")
    assert (done in told_at_once, failed in told_at_once) == (True, not committed and not away)
    assert (failed in house.told(before)) is (not committed)
    assert there.is_success is committed
    assert verify(house.settings.audit_dir).whole


def test_a_full_disk_of_the_server_changes_nothing(server: Server, house: House) -> None:
    """The server's own answer for no space left is a 503; no file stays, and with room again the same is taken in."""
    with psycopg.connect(house.database_url) as connection:
        (place,) = connection.execute("SELECT pg_relation_filepath('subjects')").fetchone() or ("",)
    rows = server.data / place
    kept = rows.with_name("kept")
    house.parts.floor.database._engine.dispose()
    rows.rename(kept)
    rows.symlink_to("/dev/full")

    answer = _enrol(house, 1)
    rows.unlink()
    kept.rename(rows)
    house.parts.floor.database._engine.dispose()

    assert _refusal(answer) == (503, "records.unavailable")
    assert house.told()[-1][1] == "failed"
    assert house.parts.images.lineages() == frozenset()
    assert _enrol(house, 1).is_success
    assert house.parts.index.size == 1


def _opened(house: House, number: int) -> FromFeed:
    """Open a feed of one line, while the records can be reached."""
    return signed_line(house.parts.ledger, *_booking(number))


def _enrol(house: House, number: int, source: FromFeed | None = None) -> httpx.Response:
    return house.offer(CLERK, *_booking(number), source or _opened(house, number))


def _booking(number: int) -> tuple[dict[str, Any], bytes]:
    told = record(subject_number=f"S-{number}", booking_event=f"E-{number}")
    return told, picture(shade=number % 200, eyes=40 + number // 200)


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["rule"]


def _account(name: str) -> dict[str, object]:
    return {"username": name, "display_name": name, "service": "demo", "roles": ["analyst"]}


def _start_again(house: House) -> None:
    house.close()
    house.open()
