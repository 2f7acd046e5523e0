"""A peer that cannot be measured gives a line that says why, and leaves nothing running."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.peers import child
from benchmarks.peers.catalogue import named
from benchmarks.peers.child import Job, measured_apart
from benchmarks.peers.templates import Case, made


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A small gallery."""
    return made(tmp_path / "case", "like faces", 300, 16, 4)


def test_leadbook_is_measured_in_a_process_of_its_own(case: Case) -> None:
    """With the product's environment, as the command does it."""
    found = measured_apart(Job(named("leadbook"), "like faces", 300), case, 10, 100)

    assert found.why == ""
    assert found.all is not None
    assert found.all.recall == 1
    assert found.opened_s is not None


def test_a_peer_that_fails_says_its_last_words(case: Case) -> None:
    """An unknown peer cannot be loaded."""
    unknown = replace(named("leadbook"), name="nobody")

    found = measured_apart(Job(unknown, "like faces", 300), case, 10, 100)

    assert found.all is None
    assert "nobody" in found.why


def test_a_peer_that_takes_too_long_is_stopped(case: Case) -> None:
    """The limit holds, and the line says so."""
    started = time.monotonic()

    found = measured_apart(Job(named("leadbook"), "like faces", 300), case, 10, 0.05)

    assert found.why == "not finished in 0 s"
    assert time.monotonic() - started < 20


def test_an_environment_that_is_not_there_is_told(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the peers were not installed."""
    monkeypatch.setattr(child, "PEERS", tmp_path / "nowhere" / "python")

    found = measured_apart(Job(named("numpy"), "like faces", 300), case, 10, 100)

    assert found.why == "it could not be started: No such file or directory"
