"""The evaluation on file in casework: named by the capsule, told beside a similarity, an empty list and a lead."""

import json
from dataclasses import replace
from typing import Any

import pytest

from gallery.casework import lead
from gallery.casework.accuracy import accuracy, deployed
from gallery.records.evaluations import Evaluation, add_evaluation
from gallery.records.examinations import examination_by_id
from gallery.records.ids import new_id
from gallery.records.searches import search_by_id
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench, probe_vector
from tests.gallery.evaluation.test_standing import _evaluation


def _on_file(bench: Bench, people: int = 120, **changed: Any) -> str:
    """Put an evaluation of what the bench deploys on file; return its hash."""
    made = _evaluation(people)
    with bench.ledger.unrecorded() as connection:
        build = {**deployed(connection, bench.casework).body(), **changed}
        text = canonical_json({**json.loads(made.body), "build": build}).decode()
        filed: Evaluation = replace(
            made,
            id=new_id(),
            number=people,
            body=text,
            sha256=sha256_hex(text.encode()),
            filed_by=bench["approver"].account_id,
        )
        add_evaluation(connection, filed)
    return filed.sha256


def _capsule(bench: Bench, examination_id: str) -> dict[str, Any]:
    with bench.ledger.reading() as connection:
        found = examination_by_id(connection, examination_id)
        assert found is not None
        capsule: dict[str, Any] = json.loads(search_by_id(connection, str(found.search_id)).capsule)
    return capsule


@pytest.mark.proves("C-02")
def test_a_capsule_names_the_evaluation_on_file_by_its_hash(bench: Bench) -> None:
    """Or says that there is none, or that it is out of date."""
    none = _capsule(bench, bench.opened().id)
    sha256 = _on_file(bench)
    current = _capsule(bench, bench.opened().id)

    assert none["evaluation"] is None
    assert current["evaluation"] == {"sha256": sha256, "out_of_date": []}


@pytest.mark.proves("L-01")
def test_an_evaluation_of_another_model_is_out_of_date_and_says_so(bench: Bench) -> None:
    """Nothing is told from it."""
    _on_file(bench, models={"another": "0" * 64})

    capsule = _capsule(bench, bench.opened().id)

    assert capsule["evaluation"]["out_of_date"] == ["the face models changed"]
    with bench.ledger.reading() as connection:
        standing = accuracy(connection, bench.casework)
    assert "It is out of date: the face models changed." in standing.state()
    assert standing.meaning(0.2).startswith("What this similarity means is not known")


@pytest.mark.proves("C-06")
def test_each_similarity_after_the_lock_comes_with_what_it_means(bench: Bench) -> None:
    """By counts of the evaluation that was on file when the search ran; nothing of it is there before the lock."""
    _on_file(bench)
    opened = bench.opened()

    view = bench.conclude("examiner1", opened, "S-001")

    assert "searches for people" not in opened.model_dump_json()
    assert [each.rank for each in view.revealed] == [1, 2, 3, 4]
    assert view.revealed[3].meaning == (
        "In the evaluation on file 40 of 120 searches for people who were not there had somebody at or above this "
        "similarity."
    )
    assert "only 0 of 120" in view.revealed[0].meaning


@pytest.mark.proves("W-05", "C-03")
def test_an_empty_list_says_what_it_means(bench: Bench) -> None:
    """With a valid evaluation in counts, without one that it is not known."""
    bench.encoder.vector = probe_vector((0.1, 0.05))

    unknown = bench.opened()
    _on_file(bench)
    known = bench.opened()

    assert unknown.empty_list
    assert "is not known: no evaluation of accuracy is on file." in unknown.empty_meaning
    assert "was listed in 360 of 480 searches" in known.empty_meaning


@pytest.mark.proves("E-02")
def test_a_lead_tells_the_error_counts_of_the_evaluation_that_its_search_named(bench: Bench) -> None:
    """A newer evaluation does not change what was known then."""
    sha256 = _on_file(bench)
    lead_id = bench.lead()
    _on_file(bench, people=140)
    given = Acknowledgement(initials="AB", accepted=True)

    view = lead.acknowledge(bench.casework, bench["investigator"], lead_id, given)

    assert view.reveal is not None
    told = dict(view.reveal.facts)["Known error rates"]
    assert sha256 in told
    assert "Of 480 searches for people who were there, 120 missed them" in told
