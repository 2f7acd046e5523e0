"""Who examines next is the system's choice, apart from everybody with a part in the request."""

import pytest
from sqlalchemy import text

from gallery.casework.assignment import assign_waiting
from gallery.desk import work
from gallery.records.examinations import examinations_of
from kernel_lib.vocabulary import CertificateScope, Role
from tests.gallery.casework.bench import Bench


def _places(bench: Bench, request_id: str) -> list[int]:
    with bench.ledger.reading() as connection:
        return [each.place for each in examinations_of(connection, request_id)]


@pytest.mark.proves("D-08")
def test_another_certified_examiner_is_assigned_at_the_lock(bench: Bench) -> None:
    """Neither the first examiner nor anybody else with a part (D-08)."""
    request_id = bench.examined()

    name, _ = bench.verifier_of(request_id)
    assert name in {"examiner2", "examiner3"}
    assert ("verification_assigned", "done") in bench.log.told()


def test_the_least_loaded_is_chosen(bench: Bench) -> None:
    """Two requests go to two examiners (D-08)."""
    names = {bench.verifier_of(bench.examined())[0] for _ in range(2)}

    assert names == {"examiner2", "examiner3"}


@pytest.mark.proves("D-08")
def test_without_an_eligible_examiner_the_request_waits_until_one_appears(bench: Bench) -> None:
    """The investigator reads that it waits; whoever opens the work list next finds it given out (D-08)."""
    with bench.ledger.unrecorded() as connection:
        for name in ("examiner2", "examiner3"):
            connection.execute(
                text("UPDATE accounts SET state = 'disabled' WHERE id = :who"), {"who": bench[name].account_id}
            )
    request_id = bench.examined()
    waiting = work.listed(bench.casework, bench["investigator"]).others[0]
    assert (_places(bench, request_id), waiting.detail) == ([1], "It waits for a second examiner.")

    bench.join("examiner4", (Role.EXAMINER,), (CertificateScope.EXAMINATION,))
    mine = work.listed(bench.casework, bench["examiner4"]).mine

    assert _places(bench, request_id) == [1, 2]
    assert [item.page.split("=")[0] for item in mine] == ["/review?examination"]


def test_training_that_ran_out_or_is_too_little_does_not_verify(bench: Bench) -> None:
    """A certificate in review is not enough for the examination, and an expired one is none (B-01)."""
    with bench.ledger.unrecorded() as connection:
        connection.exec_driver_sql("UPDATE certificates SET expires = '2026-01-02' WHERE scope = 'examination'")
    bench.join("reviewer", (Role.EXAMINER,), (CertificateScope.REVIEW,))
    request_id = bench.examined()

    assert _places(bench, request_id) == [1]


def test_nothing_is_given_out_twice(bench: Bench) -> None:
    """A second look at the waiting list changes nothing."""
    request_id = bench.examined()

    with bench.ledger.act(bench["investigator"], work.WorkListed) as act:
        assert assign_waiting(act, bench.casework, "demo") == 0
    assert _places(bench, request_id) == [1, 2]
