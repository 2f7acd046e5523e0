"""The monthly sample is drawn once, looked into, kept, and can be checked by whoever gets it."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from audits.events import RequestSubmitted, SearchCompleted
from audits.sampling import Plan, draw
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from tests.gallery.house import House

ASKED = {"share": 0.5, "least": 2}


@pytest.fixture
def month(house: House) -> str:
    """A month with twelve searches by three people, which has ended by the log."""
    log, now = house.parts.floor.log, house.clock()
    for number in range(12):
        request = f"request-{number}"
        log.append(RequestSubmitted(actor_id="q", object_id=request, details={"offence_id": "robbery"}))
        log.append(
            SearchCompleted(actor_id=f"examiner-{number % 3}", details={"request_id": request, "returned": number % 2})
        )
    log.checkpoint()
    house.clock.now += timedelta(days=40)
    log.append(RequestSubmitted(actor_id="q", object_id="after", details={"offence_id": "robbery"}))
    return now.strftime("%Y-%m")


def _draw(house: House, person: str, month: str, **other: float) -> dict[str, object]:
    answer = house.ask("POST", "/samples", person, json={"month": month, **ASKED, **other})
    assert answer.is_success, answer.text
    told: dict[str, object] = answer.json()
    return told


@pytest.mark.proves("I-06")
def test_the_sample_is_that_of_the_log_and_stays_drawn(house: House, month: str) -> None:
    """What the service keeps is what anybody draws from the log; later entries change nothing."""
    auditor = house.somebody(Role.AUDITOR)

    first = _draw(house, auditor, month)

    again = draw(house.settings.audit_dir, month, Plan(0.5, 2))
    assert first["seed"] == again.seed
    assert [each["sequence"] for each in first["drawn"]] == [each.sequence for each in again.drawn]  # type: ignore[attr-defined]  # JSON of the answer
    assert first["searches"] == 12
    assert len(again.drawn) >= 6
    assert _draw(house, house.somebody(Role.COMPLIANCE), month) == first
    event = next(each.event for each in house.entries() if each.event.act == "sample_drawn")
    assert (event.details["seed"], event.details["searches"], event.rule) == (again.seed, 12, "I-06")


@pytest.mark.proves("I-06")
def test_nobody_draws_a_month_twice_by_another_measure(house: House, month: str) -> None:
    """A second draw would be a choice between two."""
    auditor = house.somebody(Role.AUDITOR)
    _draw(house, auditor, month)

    answer = house.ask("POST", "/samples", auditor, json={"month": month, "share": 0.6, "least": 2})

    assert (answer.status_code, answer.json()["rule"]) == (409, "I-06")


@pytest.mark.proves("I-06")
def test_what_was_found_is_kept(house: House, month: str) -> None:
    """By auditor and compliance, with who and when; the log has the remark's hash alone."""
    auditor, officer = house.somebody(Role.AUDITOR), house.somebody(Role.COMPLIANCE)
    drawn = _draw(house, auditor, month)["drawn"]
    sequence = drawn[0]["sequence"]  # type: ignore[index]  # JSON of the answer
    at, breach = f"/samples/{month}/findings", {"sequence": sequence, "conclusion": "breach"}

    refused = house.ask("POST", at, auditor, json=breach)
    kept = house.ask("POST", at, auditor, json={**breach, "remark": "No ground was written."})
    other = house.ask("POST", at, officer, json={"sequence": sequence, "conclusion": "in_order"})

    assert (refused.status_code, kept.status_code, other.status_code) == (422, 200, 200)
    findings = _draw(house, auditor, month)["findings"]
    assert [(each["conclusion"], each["remark"]) for each in findings] == [  # type: ignore[attr-defined]  # JSON
        ("breach", "No ground was written."),
        ("in_order", ""),
    ]
    events = [each.event for each in house.entries() if each.event.act == "sample_concluded"]
    assert [event.result for event in events] == ["refused", "done", "done"]
    assert events[1].details["remark_sha256"] == sha256_hex(b"No ground was written.")


@pytest.mark.parametrize(("sequence", "drawn"), [(1, True), (1, False)])
def test_only_a_search_of_the_sample_is_concluded(house: House, month: str, sequence: int, drawn: bool) -> None:
    """Another entry, and a month that was not drawn, are refused."""
    auditor = house.somebody(Role.AUDITOR)
    if drawn:
        _draw(house, auditor, month)

    answer = house.ask(
        "POST", f"/samples/{month}/findings", auditor, json={"sequence": sequence, "conclusion": "in_order"}
    )

    assert (answer.status_code, answer.json()["rule"]) == (404, "I-06")


@pytest.mark.proves("I-07")
def test_an_exported_sample_can_be_checked_by_anybody(house: House, month: str, tmp_path: Path) -> None:
    """Each entry is proven up to a signed checkpoint; the seed is the file of its hash; findings go with them."""
    auditor = house.somebody(Role.AUDITOR)
    sample = _draw(house, auditor, month)

    content = house.ask("POST", f"/samples/{month}/files", auditor).content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    told = json.loads((tmp_path / "sample.json").read_text())
    assert told == sample
    assert sha256_hex((tmp_path / "seed.txt").read_bytes()) == told["seed"]
    for each in told["drawn"]:
        proof = tmp_path / "entries" / f"{each['sequence']:012d}.json"
        command = [
            sys.executable,
            "-I",
            str(tmp_path / "verify_log.py"),
            str(proof),
            "--key",
            str(tmp_path / "log.pub"),
        ]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
        assert each["hash"] in json.loads(proof.read_text())["record"]


def test_a_month_under_way_has_no_sample(house: House) -> None:
    """Its seed is not known yet."""
    asked = {"month": house.clock().strftime("%Y-%m")}

    answer = house.ask("POST", "/samples", house.somebody(Role.AUDITOR), json=asked)

    assert (answer.status_code, answer.json()["rule"]) == (422, "I-06")
    assert "month" in answer.json()["fields"]


def test_those_who_search_do_not_draw(house: House, month: str) -> None:
    """The sample is not drawn by the unit that is audited (I-06)."""
    assert house.ask("POST", "/samples", house.somebody(Role.EXAMINER), json={"month": month}).status_code == 403


@pytest.mark.proves("I-06")
def test_the_months_that_were_drawn_are_listed_with_how_far_each_was_looked_into(house: House, month: str) -> None:
    """The measure stands with each, so that it is opened by the one it was drawn by."""
    auditor = house.somebody(Role.AUDITOR)
    drawn = _draw(house, auditor, month)
    sequence = drawn["drawn"][0]["sequence"]  # type: ignore[index]  # JSON of the answer
    for _ in range(2):
        found = {"sequence": sequence, "conclusion": "in_order"}
        assert house.ask("POST", f"/samples/{month}/findings", auditor, json=found).is_success

    (line,) = house.ask("GET", "/samples", auditor).json()["samples"]

    assert (line["month"], line["looked_into"]) == (month, 1)
    assert {name: line[name] for name in ("share", "least", "searches")} == {
        name: drawn[name] for name in ("share", "least", "searches")
    }
