"""Reports that the service runs for people: real processes and kernels over small notebooks, and a real socket."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from gallery.reporting.catalogue import Catalogue
from kernel_lib.vocabulary import Role
from kernel_lib.wire.reports import ReportDeskView, ReportJobView
from tests.gallery.house import House
from tests.gallery.reporting.served import served
from tests.notebooks.test_run import CLOSING, HOLDING, write_report

ORDER = {"report": "small", "parameters": {"day": "2026-11-01"}, "language": "fr"}
WAITING = "import time\nprint('begun')\ntime.sleep(600)"
_PATIENCE = 60.0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service of compliance staff, whose reports are three small notebooks."""
    folder = tmp_path_factory.mktemp("jobs")
    for name, cells in (
        ("small", (HOLDING, CLOSING)),
        ("broken", (HOLDING, 'checks.expect("Two is two", 2, 3)\nchecks.close()')),
        ("waiting", (HOLDING, WAITING, CLOSING)),
    ):
        write_report(folder / "notebooks", *cells, name=name)
    with closing(House(folder / "house")) as house:
        for username in ("compliance", "second"):
            house.somebody(Role.COMPLIANCE, username=username)
        house.somebody(Role.ANALYST)
        house.somebody(Role.AUDITOR)
        reporting, catalogue = house.parts.reporting, Catalogue(folder / "notebooks")
        reporting.jobs.catalogue = catalogue
        object.__setattr__(reporting, "runs", replace(reporting.runs, catalogue=catalogue))
        with served(house), closing(reporting.jobs):
            yield house


def order(house: House, who: str = "compliance", **changes: Any) -> ReportJobView:
    """Order a report; return its job."""
    answer = house.ask("POST", "/report-jobs", who, json={**ORDER, **changes})
    assert answer.is_success, answer.text
    return ReportJobView.model_validate_json(answer.content)


def job(house: House, job_id: str, who: str = "compliance") -> ReportJobView:
    """Look at a job."""
    return ReportJobView.model_validate_json(house.ask("GET", f"/report-jobs/{job_id}", who).content)


def until(house: House, job_id: str, part: str = "") -> ReportJobView:
    """Wait until a job has ended, or has come to a part."""
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        seen = job(house, job_id)
        if seen.state != "running" or (part and seen.part == part):
            return seen
        time.sleep(0.1)
    raise AssertionError("the report did not end in time")


def desk(house: House, who: str = "compliance") -> ReportDeskView:
    """Look at every run."""
    return ReportDeskView.model_validate_json(house.ask("GET", "/reports", who).content)


@pytest.mark.proves("W-24", "J-01", "H-02")
def test_a_report_is_run_by_the_service_proposed_from_its_folder_and_released_by_another(house: House) -> None:
    """The session of the run has ended; its page is given out; who ran it cannot release it; then it is out."""
    ended = until(house, order(house).id)
    assert (ended.state, ended.done, ended.message) == ("done", ended.total, "")
    (run,) = [each for each in desk(house).runs if each.run_id == ended.run_id]
    assert (run.state, run.language, run.parameters, run.own) == ("draft", "fr", {"day": "2026-11-01"}, True)
    assert run.checks == ("One is one",)
    page = house.ask("GET", f"/reports/{run.run_id}/files/report.html", "second").content
    assert b"<html" in page

    proposed = house.ask("POST", f"/reports/{run.run_id}/release-proposal", "compliance")
    alone = house.ask("POST", f"/reports/{run.run_id}/release", "compliance")
    released = house.ask("POST", f"/reports/{run.run_id}/release", "second")

    assert proposed.is_success, proposed.text
    assert (alone.status_code, alone.json()["rule"]) == (403, "H-02")
    assert released.json()["state"] == "released"
    assert {each.run_id: each.state for each in desk(house, "analyst").runs} == {run.run_id: "released"}
    acts = [act for act, _ in house.told()]
    assert acts.count("signed_in") - acts.count("signed_out") == len(house.sessions)
    assert acts.index("report_asked") < acts.index("report_run") < acts.index("release_proposed")


@pytest.mark.proves("W-24")
def test_a_report_that_fails_says_where_and_shows_nothing(house: House) -> None:
    """The part and the words of its own check are told; no file of it is given out."""
    ended = until(house, order(house, report="broken").id)

    assert ended.state == "failed"
    assert "Two is two" in ended.message
    (run,) = [each for each in desk(house).runs if each.run_id == ended.run_id]
    assert (run.state, run.files) == ("failed", ())
    assert run.failure is not None
    assert (run.failure.part, run.failure.kind) == ("Part 2", "ReportError")
    assert house.ask("GET", f"/reports/{run.run_id}/files/report.html", "compliance").status_code == 404
    assert house.ask("POST", f"/reports/{run.run_id}/release-proposal", "compliance").status_code == 409


@pytest.mark.proves("W-24")
def test_a_report_under_way_is_seen_by_its_person_alone_and_can_be_stopped(house: House) -> None:
    """A second one of the same person waits; a stopped one ends in the records, and its folder is never shown."""
    begun = order(house, report="waiting")
    assert until(house, begun.id, part="Part 2").part == "Part 2"
    more = house.ask("POST", "/report-jobs", "compliance", json=ORDER)
    other = house.ask("GET", f"/report-jobs/{begun.id}", "second")
    assert (more.status_code, more.json()["rule"], other.status_code) == (409, "report.busy", 404)
    assert [each.id for each in desk(house).jobs] == [begun.id]
    assert desk(house, "second").jobs == ()

    assert house.ask("POST", f"/report-jobs/{begun.id}/stop", "compliance").is_success
    ended = until(house, begun.id)

    assert (ended.state, ended.message) == ("stopped", "It was stopped. Nothing of it is kept as a report.")
    (run,) = [each for each in desk(house).runs if each.run_id == ended.run_id]
    assert (run.state, run.files) == ("failed", ())
    assert house.ask("POST", f"/report-jobs/{begun.id}/stop", "compliance").json()["rule"] == "report.ended"
    assert desk(house).jobs == ()


@pytest.mark.parametrize(
    ("who", "changes", "status", "rule", "field"),
    [
        ("compliance", {"report": "gossip"}, 404, "report.unknown", ""),
        ("auditor", {}, 403, "H-01", ""),
        ("compliance", {"parameters": {}}, 422, "report.parameters", "day"),
        ("compliance", {"parameters": {"day": "tomorrow"}}, 422, "report.parameters", "day"),
        ("compliance", {"language": "de"}, 422, "request.fields", ""),
    ],
)
def test_an_order_at_fault_runs_nothing_and_says_why(
    house: House, who: str, changes: dict[str, Any], status: int, rule: str, field: str
) -> None:
    """An unknown name, a role that may not, a parameter that is missing or mistyped."""
    answer = house.ask("POST", "/report-jobs", who, json={**ORDER, **changes})

    assert (answer.status_code, answer.json()["rule"]) == (status, rule), answer.text
    assert field in {"", *answer.json()["fields"]}
    assert desk(house).jobs == ()
