"""One act, one transaction, one entry."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from audits.events import PictureViewed, ReportRun, SearchStarted, SignedIn, SignInRefused
from gallery.ledger import Ledger, Prepared, Visitor, mark_of
from gallery.records.database import Database
from gallery.records.runs import Run, add_run, run_by_id
from kernel_lib.errors import LogUnavailable, NotAllowed, PictureRefused, SignInRequired, Unacceptable
from tests.gallery.fakes import NOON, FakeLog, FixedClock, person


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A new records file."""
    return Database.open(tmp_path / "gallery" / "records.sqlite")


@pytest.fixture
def log() -> FakeLog:
    """A log in memory."""
    return FakeLog()


@pytest.fixture
def ledger(log: FakeLog, database: Database) -> Ledger:
    """A ledger over both."""
    return Ledger(log, database, FixedClock())


_ORPHAN = """
    INSERT INTO tickets (id, secret_sha256, session_id, page, expires_at) SELECT 'a', 'b', 'none', 'p', '2026'
"""


def test_an_act_is_written_marked_and_committed(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """The entry names the actor, and its sequence is the mark."""
    with ledger.act(person(), ReportRun, object_id="run-1") as act:
        _change(act.connection)
        act.note(files=2)

    event = log.entries[0].event
    assert (event.act, event.actor_id, event.role, event.object_id) == (
        "report_run",
        "account-1",
        "investigator",
        "run-1",
    )
    assert dict(event.details) == {"files": 2}
    assert act.sequence == 1
    with database.reading() as connection:
        assert mark_of(connection) == 1
        assert run_by_id(connection, "run-1") is not None


def test_a_refusal_changes_nothing_and_carries_its_entry(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """What was changed before the refusal is rolled back, and the refusal is in the log."""
    refused = NotAllowed("H-01", "None of your roles allows this.", "Ask.", fields={"role": "wrong"})

    with pytest.raises(NotAllowed) as caught:
        _change_and_raise(ledger, refused)

    assert caught.value.refusal.reference == 1
    event = log.entries[0].event
    assert (event.result, event.rule, event.reason) == ("refused", "H-01", "None of your roles allows this.")
    assert event.details["fields"] == ("role",)
    assert not _changed(database)


def test_a_picture_that_is_none_is_refused_as_unacceptable(ledger: Ledger, log: FakeLog) -> None:
    """Bytes that are not a picture are a refusal with a field, not a fault."""
    with pytest.raises(Unacceptable) as caught, ledger.act(person(), PictureViewed):
        raise PictureRefused("picture.empty", "The file is empty.", "Choose another.")

    assert caught.value.refusal.fields == {"picture": "The file is empty."}
    assert log.told() == [("picture_viewed", "refused")]


def test_an_unexpected_error_is_told_by_kind_only(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """The message of an unexpected error never reaches the log; nothing is changed."""
    with pytest.raises(ZeroDivisionError):
        _change_and_raise(ledger, ZeroDivisionError("Jane Doe"))

    event = log.entries[0].event
    assert event.result == "failed"
    assert dict(event.details) == {"error": "ZeroDivisionError"}
    assert not _changed(database)


def test_nothing_runs_when_the_log_cannot_be_written(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """An act whose entry cannot be written is rolled back and gives no result."""
    log.writable = False

    with pytest.raises(LogUnavailable), ledger.act(person(), ReportRun) as act:
        _change(act.connection)

    assert not _changed(database)


def test_a_commit_that_fails_is_told(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """The entry of an act that could not be committed is followed by one that says so."""
    with pytest.raises(IntegrityError):
        _leave_an_orphan(ledger)

    assert log.told() == [("report_run", "done"), ("report_run", "failed")]
    assert log.entries[1].event.details["abandoned_sequence"] == 1


def test_a_second_entry_comes_before_the_act_ends(ledger: Ledger, log: FakeLog) -> None:
    """A search is told to have started before anything is compared."""
    with ledger.act(person(), PictureViewed, case_id="case-1") as act:
        act.also(SearchStarted, references=3)
        assert log.told() == [("search_started", "done")]

    assert log.entries[0].event.case_id == "case-1"
    assert log.told()[-1] == ("picture_viewed", "done")


def test_a_counted_refusal_keeps_its_change(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """A refusal that also changes records is committed, recorded and raised."""
    with pytest.raises(SignInRequired) as caught:
        _change_and_refuse(ledger)

    assert caught.value.refusal.reference == 1
    assert log.told() == [("sign_in_refused", "refused")]
    assert log.entries[0].event.workstation == "desk"
    assert _changed(database)


def test_an_act_within_an_act_is_a_mistake(ledger: Ledger) -> None:
    """Acts take turns; nesting is told at once instead of waiting for ever."""
    with (
        pytest.raises(RuntimeError, match="an act within an act"),
        ledger.act(person(), ReportRun),
        ledger.act(person(), ReportRun),
    ):
        pass


def test_acts_of_many_threads_take_turns(ledger: Ledger, log: FakeLog, database: Database) -> None:
    """Each act has its own entry, in the order in which they were committed, and the mark is the last."""

    def act(number: int) -> int:
        with ledger.act(person(), ReportRun, object_id=f"run-{number}") as done:
            _change(done.connection, f"run-{number}")
        return done.sequence

    with ThreadPoolExecutor(8) as pool:
        sequences = list(pool.map(act, range(40)))

    assert sorted(sequences) == list(range(1, 41))
    with database.reading() as connection:
        assert mark_of(connection) == 40


def test_what_went_wrong_in_preparing_is_told_by_the_act(ledger: Ledger, log: FakeLog) -> None:
    """Long work is done before the turn; its refusal is the act's refusal."""
    prepared = Prepared(_refuse)

    with pytest.raises(NotAllowed), ledger.act(person(), ReportRun):
        prepared.demand()

    assert log.told() == [("report_run", "refused")]
    assert Prepared(lambda: 3).demand() == 3


def _refuse() -> None:
    raise NotAllowed("H-01", "None of your roles allows this.", "Ask.")


def _change(connection: Connection, run_id: str = "run-1") -> None:
    add_run(connection, Run(run_id, "audit", "0" * 64, "0" * 64, "account-1", NOON, "running", None, {}, None))


def _changed(database: Database) -> bool:
    with database.reading() as connection:
        return run_by_id(connection, "run-1") is not None


def _change_and_raise(ledger: Ledger, error: Exception) -> None:
    with ledger.act(person(), ReportRun) as act:
        _change(act.connection)
        raise error


def _change_and_refuse(ledger: Ledger) -> None:
    with ledger.act(Visitor("desk"), SignedIn, refused_as=SignInRefused) as act:
        _change(act.connection)
        act.refuse(SignInRequired("signin.wrong", "Wrong.", "Try again."))


def _leave_an_orphan(ledger: Ledger) -> None:
    with ledger.act(person(), ReportRun) as act:
        act.connection.execute(text("PRAGMA defer_foreign_keys = 1"))
        act.connection.execute(text(_ORPHAN))
