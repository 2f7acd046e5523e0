"""Runs of reports."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.house import House

STARTED = {"report": "audit_period", "notebook_sha256": "a" * 64, "parameters_sha256": "b" * 64}
DRAFT: dict[str, Any] = {"status": "draft", "files": {"report.html": "c" * 64}}


def test_a_run_is_recorded_from_start_to_end(house: House) -> None:
    """Both entries name the run; the second holds the hash of every file."""
    compliance = house.somebody(Role.COMPLIANCE)
    run_id = house.ask("POST", "/reports", compliance, json=STARTED).json()["run_id"]

    ended = house.ask("POST", f"/reports/{run_id}/end", compliance, json=DRAFT)

    first, second = (entry.event for entry in house.entries()[-2:])
    assert ended.json()["sequence"] == len(house.entries())
    assert (first.object_id, first.details["state"]) == (run_id, "running")
    assert (second.object_id, second.details["state"]) == (run_id, "draft")
    assert second.details["file_hashes"] == ("report.html " + "c" * 64,)


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        ({**DRAFT, "files": {"a": "not a hash"}}, 422, "report.files"),
        ({**DRAFT, "files": {str(number): "c" * 64 for number in range(41)}}, 422, "report.files"),
        ({**DRAFT, "status": "released"}, 422, "request.fields"),
    ],
)
def test_an_end_that_does_not_hold_is_refused(house: House, body: dict[str, Any], status: int, rule: str) -> None:
    """Only drafts and failures end here, and each file has its hash."""
    compliance = house.somebody(Role.COMPLIANCE)
    run_id = house.ask("POST", "/reports", compliance, json=STARTED).json()["run_id"]

    answer = house.ask("POST", f"/reports/{run_id}/end", compliance, json=body)

    assert (answer.status_code, answer.json()["rule"]) == (status, rule)
    assert house.ask("POST", f"/reports/{run_id}/end", compliance, json=DRAFT).status_code == 200


def test_a_run_ends_once_and_by_whoever_started_it(house: House) -> None:
    """Somebody else's run is not to be found, and an ended one stays as it is."""
    compliance, auditor = house.somebody(Role.COMPLIANCE), house.somebody(Role.AUDITOR)
    run_id = house.ask("POST", "/reports", compliance, json=STARTED).json()["run_id"]

    others = house.ask("POST", f"/reports/{run_id}/end", auditor, json=DRAFT)
    house.ask("POST", f"/reports/{run_id}/end", compliance, json=DRAFT)
    again = house.ask("POST", f"/reports/{run_id}/end", compliance, json=DRAFT)

    assert (others.status_code, again.status_code) == (404, 409)
