"""Without a log that can be written, nobody is searched for (I-09)."""

import pytest

from gallery.casework import candidates, examination
from kernel_lib.errors import LogUnavailable
from tests.gallery.casework.bench import Bench


@pytest.mark.proves("I-09")
def test_a_search_refuses_to_run_while_the_log_cannot_be_written(bench: Bench) -> None:
    """Nothing is compared, kept or shown; once the log can be written again, the same search runs (I-09)."""
    taken = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], taken.id, bench.notes())
    told = bench.log.told()

    bench.log.writable = False
    with pytest.raises(LogUnavailable):
        candidates.open_candidates(bench.casework, bench["examiner1"], taken.id)
    kept = _searches(bench)
    bench.log.writable = True

    assert (kept, bench.log.told()) == (0, told)
    assert candidates.open_candidates(bench.casework, bench["examiner1"], taken.id).letters
    assert _searches(bench) == 1


def _searches(bench: Bench) -> int:
    with bench.ledger.reading() as connection:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM searches").scalar_one()
    return count
