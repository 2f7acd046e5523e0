"""What was planted in the simulated year is found by the questions of the audit."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from audits.analytics import Answer, Scalar, ask, build
from audits.segments import read
from gallery.simulation.planted import LIST
from gallery.simulation.year import Simulated


@pytest.fixture(scope="module")
def planted(simulated_small: Simulated) -> dict[str, Any]:
    """The list of what was planted."""
    listed: dict[str, Any] = json.loads((simulated_small.settings.data_dir / LIST).read_bytes())
    return listed


@pytest.fixture(scope="module")
def snapshot(simulated_small: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of the year's log."""
    target = tmp_path_factory.mktemp("asked") / "snapshot.duckdb"
    build(simulated_small.settings.audit_dir, target)
    return target


def _said(snapshot: Path, name: str, **parameters: Scalar) -> set[str]:
    answer: Answer = ask(snapshot, name, parameters)
    return {str(value) for row in answer.rows for value in row}


PATTERNS = {
    "acted on a lead without corroboration": "lead_id",
    "always agrees": "second_examiner",
    "approved within seconds": "request_id",
    "asked as a courtesy": "rule",
    "charge without a disclosure": "case_id",
    "examined without a certificate in force": "person",
    "late destruction": "run_id",
    "list without conclusion": "request_id",
    "locks within seconds": "examination_id",
    "passwords tried": "account",
    "search outside every shift": "person",
    "urgent and approved late": "request_id",
}


@pytest.mark.parametrize(("pattern", "key"), sorted(PATTERNS.items()))
def test_its_question_finds_what_was_planted(planted: dict[str, Any], snapshot: Path, pattern: str, key: str) -> None:
    """Every id of the pattern stands in the answer."""
    ids = planted["patterns"][pattern]

    said = _said(snapshot, ids[0]["question"])

    assert {each[key] for each in ids} <= said


def test_a_search_of_oneself_is_called_improper(planted: dict[str, Any], snapshot: Path) -> None:
    """The check of searches against consenting staff laid it before compliance, who answered."""
    assert planted["patterns"]["search of oneself"]
    assert "improper" in _said(snapshot, "staff_findings")


def test_a_case_that_was_searched_again_after_an_empty_list_is_found(
    planted: dict[str, Any], snapshot: Path, simulated_small: Simulated
) -> None:
    """Each of the cases, and of at least one of them that nobody was returned before."""
    wanted = {each["request_id"] for each in planted["patterns"]["searched again after an empty list"]}
    events = [entry.event for entry in read(simulated_small.settings.audit_dir)]
    cases = {each.case_id for each in events if each.act == "request_submitted" and each.object_id in wanted}

    rows = ask(snapshot, "repeated_searches").rows

    found = {str(row[0]): row[4] for row in rows}
    assert cases <= found.keys()
    assert any(found[str(case)] for case in cases)


def test_the_funnel_balances(snapshot: Path, simulated_small: Simulated) -> None:
    """What went in at the top came to a stage below, was declined, or waits; and the log counts the same."""
    funnel = dict(ask(snapshot, "request_funnel").rows)
    acts = Counter(
        entry.event.act for entry in read(simulated_small.settings.audit_dir) if entry.event.result == "done"
    )

    assert funnel["submitted"] == acts["request_submitted"]
    assert funnel["submitted"] >= funnel["approved"] + funnel["declined by the approver"]
    stages = ("approved", "searched", "examined", "verified", "lead or no lead given", "acknowledged")
    counts = [funnel[stage] for stage in stages]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] > 0


def test_nobody_is_refused_by_surprise(planted: dict[str, Any]) -> None:
    """Nobody was refused what the simulation took for allowed."""
    assert planted["refused_unmeant"] == {}
