"""A writer that is killed again and again loses nothing that it acknowledged."""

from pathlib import Path

import pytest

from benchmarks.of_log import killed


@pytest.mark.proves("W-08", "I-09")
def test_ten_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """Eight threads, SIGKILL in the middle: each acknowledged event is there once, in a whole log."""
    figure = killed(tmp_path / "audit", 10)

    assert figure.value == 0
    assert "acknowledged" in figure.of
