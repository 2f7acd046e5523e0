"""Two people, or one person twice, at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from gallery.casework import approval, examination
from gallery.casework.candidates import open_candidates
from kernel_lib.errors import Refused
from tests.gallery.casework.bench import Bench, decision


def _outcomes(*acts: Callable[[], object]) -> list[str]:
    def outcome(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(outcome, acts))


def test_one_of_two_examiners_gets_the_request(bench: Bench) -> None:
    """The other is told that it is taken."""
    request_id = bench.approved()

    outcomes = _outcomes(
        *(
            lambda name=name: examination.take(bench.casework, bench[name], request_id)
            for name in ("examiner1", "examiner2")
        )
    )

    assert outcomes == ["WrongState", "done"]


def test_a_request_is_decided_once(bench: Bench) -> None:
    """A double click is one approval and one recorded refusal."""
    request_id = bench.submitted()

    outcomes = _outcomes(
        *(lambda: approval.decide(bench.casework, bench["approver"], request_id, decision()) for _ in range(3))
    )

    assert outcomes == ["WrongState", "WrongState", "done"]
    assert [result for act, result in bench.log.told() if act == "request_approved"] == ["done"]


def test_a_search_runs_once(bench: Bench) -> None:
    """Opening the candidates twice at once gives one list."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())

    outcomes = _outcomes(*(lambda: open_candidates(bench.casework, bench["examiner1"], view.id) for _ in range(2)))

    assert outcomes == ["WrongState", "done"]
    assert bench.log.told().count(("search_started", "done")) == 1
