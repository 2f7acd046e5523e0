"""Blocks shared out among threads."""

import threading

import pytest

from gallery.index.shares import Shares


@pytest.mark.parametrize(("blocks", "threads"), [(0, 2), (1, 4), (255, 2), (1000, 1), (1000, 2), (100_000, 3)])
def test_every_block_is_in_one_share_and_answers_keep_their_order(blocks: int, threads: int) -> None:
    """However many threads take part."""
    spans = Shares(blocks, threads).each(lambda begin, end: range(begin, end))

    assert [block for span in spans for block in span] == list(range(blocks))


def test_a_failure_in_any_share_reaches_the_caller_after_all_have_stopped() -> None:
    """Nobody is still writing into the caller's arrays."""
    running = threading.Semaphore(0)

    def task(begin: int, end: int) -> None:
        del end
        if begin:
            raise MemoryError
        running.release()

    with pytest.raises(MemoryError):
        Shares(10_000, 3).each(task)

    assert running.acquire(blocking=False)
