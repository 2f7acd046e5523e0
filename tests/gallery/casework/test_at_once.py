"""Two people, or one person twice, at the same moment."""

from gallery.casework import approval, examination
from gallery.casework.candidates import open_candidates
from tests.gallery.casework.at_once import outcomes
from tests.gallery.casework.bench import Bench, decision


def test_one_of_two_examiners_gets_the_request(bench: Bench) -> None:
    """The other is told that it is taken."""
    request_id = bench.approved()

    found = outcomes(
        *(
            lambda name=name: examination.take(bench.casework, bench[name], request_id)
            for name in ("examiner1", "examiner2")
        )
    )

    assert found == ["WrongState", "done"]


def test_a_request_is_decided_once(bench: Bench) -> None:
    """A double click is one approval and one recorded refusal."""
    request_id = bench.submitted()

    found = outcomes(
        *(lambda: approval.decide(bench.casework, bench["approver"], request_id, decision()) for _ in range(3))
    )

    assert found == ["WrongState", "WrongState", "done"]
    assert [result for act, result in bench.log.told() if act == "request_approved"] == ["done"]


def test_a_search_runs_once(bench: Bench) -> None:
    """Opening the candidates twice at once gives one list."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())

    found = outcomes(*(lambda: open_candidates(bench.casework, bench["examiner1"], view.id) for _ in range(2)))

    assert found == ["WrongState", "done"]
    assert bench.log.told().count(("search_started", "done")) == 1
