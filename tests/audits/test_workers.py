"""Several processes find in a log what one finds, in the same order, and one is enough where no other can start."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from audits import workers
from audits.segments import segment_path
from audits.verify import verify


@pytest.fixture(autouse=True)
def _split_small_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ALONE_BELOW", 2)


@pytest.mark.proves("W-08")
def test_several_processes_find_what_one_finds(whole: Path) -> None:
    """A whole log, and one with a changed record in the middle; progress is told to the end."""
    told: list[tuple[int, int]] = []
    good = verify(whole, processes=2, on_progress=lambda done, total: told.append((done, total)))
    path = segment_path(whole, 5)
    path.write_bytes(path.read_bytes().replace(b'"list_length":5', b'"list_length":6'))

    bad = verify(whole, processes=2)

    assert good.whole
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert bad == verify(whole, processes=1)
    assert [(fault.place, fault.kind) for fault in bad.faults] == [("000000000005.jsonl, line 2, sequence 6", "edited")]


def test_results_come_in_order() -> None:
    """Whoever is done first."""
    assert list(workers.in_order(abs, range(-9, 0), processes=2)) == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_one_process_is_enough_where_no_other_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done all the same."""

    def broken(*_: object) -> list[int]:
        raise BrokenProcessPool("no process")

    monkeypatch.setattr(workers, "_by_several", broken)

    assert list(workers.in_order(abs, range(-3, 0), processes=2)) == [3, 2, 1]
