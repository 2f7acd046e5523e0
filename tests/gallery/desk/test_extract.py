"""Whoever asks the log never waits long for a build: an older snapshot answers until the new one is there."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits import analytics
from audits.checkpoint import SignedLog, open_log
from audits.events import SignedIn
from gallery.desk import extract
from gallery.desk.extract import Extract
from kernel_lib.errors import LogDamaged, NotFound

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SignedLog]:
    """A log of one sign-in."""
    with open_log(tmp_path / "audit", KEY) as log:
        log.append(SignedIn(actor_id="anna"))
        yield log


def extract_of(log: SignedLog, folder: Path, patience: float) -> Extract:
    """The extract of a log, as the service makes it."""
    return Extract(log, folder / "audit", folder / "analytics", patience=patience)


def test_an_answer_is_of_the_log_as_it_is_now(log: SignedLog, tmp_path: Path) -> None:
    """The entry before the question is in it."""
    kept = extract_of(log, tmp_path, 60)
    before = kept.ask("acts_by_person", {}).events
    log.append(SignedIn(actor_id="anna"))

    assert kept.ask("acts_by_person", {}).events == before + 1 == log.size


def test_an_older_snapshot_answers_while_a_build_takes_its_time(
    log: SignedLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says of how many entries it is; once the build is done, the answer is of all."""
    kept = extract_of(log, tmp_path, 0.05)
    old = kept.ask("acts_by_person", {}).events
    log.append(SignedIn(actor_id="boris"))
    may_go_on, build = threading.Event(), analytics.build

    def slow(*given: Any, **named: Any) -> analytics.Snapshot:
        may_go_on.wait(60)
        return build(*given, **named)

    monkeypatch.setattr(extract.analytics, "build", slow)
    meanwhile = [kept.ask("acts_by_person", {}).events for _ in range(3)]
    may_go_on.set()

    assert meanwhile == [old] * 3
    assert extract_of(log, tmp_path, 60).ask("acts_by_person", {}).events == log.size


def test_files_that_are_taken_away_or_overwritten_are_made_again(
    log: SignedLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a run of destruction does: the question waits and is answered, although the log has not grown."""
    monkeypatch.setattr(extract.analytics, "build", partial(analytics.build, part=1))
    kept = extract_of(log, tmp_path, 60)
    before = kept.ask("acts_by_person", {})
    part, snapshot = (
        tmp_path / "analytics" / "log.parts" / "000000000001.parquet",
        tmp_path / "analytics" / "log.duckdb",
    )

    for path in (part, snapshot):
        path.chmod(0o600)
        path.write_bytes(bytes(path.stat().st_size))
        assert kept.ask("acts_by_person", {}) == before
        path.unlink()
        assert kept.ask("acts_by_person", {}) == before


def test_a_question_that_cannot_be_asked_builds_nothing(log: SignedLog, tmp_path: Path) -> None:
    """An unknown name is refused before the log is read."""
    with pytest.raises(NotFound):
        extract_of(log, tmp_path, 60).ask("none", {})

    assert not (tmp_path / "analytics").exists()


def test_a_damaged_log_gives_no_answer(log: SignedLog, tmp_path: Path) -> None:
    """The asker is told the record."""
    path = next((tmp_path / "audit" / "segments").iterdir())
    path.write_bytes(path.read_bytes().replace(b"anna", b"hanna"))

    with pytest.raises(LogDamaged, match="record 1"):
        extract_of(log, tmp_path, 60).ask("acts_by_person", {})
