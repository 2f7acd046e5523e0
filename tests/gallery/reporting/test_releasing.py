"""The release of a report: two people, the files of the run and no others, unchanged for good."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from gallery.lifecycle.compliance import DestructionReport
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from tests.gallery.house import House

FILES = {"report.html": b"<html></html>", "manifest.json": b"{}"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A service in which three people have to do with reports."""
    with closing(House(tmp_path)) as house:
        house.somebody(Role.COMPLIANCE)
        house.somebody(Role.COMPLIANCE, username="second")
        yield house


def draft(house: House, report: str = "board_monthly", files: dict[str, bytes] = FILES) -> str:
    """Record a run that left files; return its id."""
    body = {"report": report, "notebook_sha256": "0" * 64, "parameters_sha256": "0" * 64}
    run_id = str(house.ask("POST", "/reports", "compliance", json=body).json()["run_id"])
    hashes = {name: sha256_hex(content) for name, content in files.items()}
    house.ask("POST", f"/reports/{run_id}/end", "compliance", json={"status": "draft", "files": hashes})
    return run_id


def packed(files: dict[str, bytes]) -> dict[str, tuple[str, bytes, str]]:
    """Return files as the zip file of a form."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as bundle:
        for name, content in files.items():
            bundle.writestr(name, content)
    return {"files": ("report.zip", held.getvalue(), "application/zip")}


@pytest.mark.proves("J-01", "H-02")
def test_a_report_goes_out_by_two_people_and_stays_as_it_was(house: House) -> None:
    """Proposed by one, released by another, listed and given out byte for byte; a second release is refused."""
    run_id = draft(house)
    proposed = house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=packed(FILES))

    alone = house.ask("POST", f"/reports/{run_id}/release", "compliance")
    released = house.ask("POST", f"/reports/{run_id}/release", "second")
    again = house.ask("POST", f"/reports/{run_id}/release", "second")

    assert proposed.json()["state"] == "final"
    assert (alone.status_code, alone.json()["rule"]) == (403, "H-02")
    assert released.json()["state"] == "released"
    assert again.status_code == 409
    (listed,) = house.ask("GET", "/releases", "compliance").json()["releases"]
    assert (listed["run_id"], listed["state"]) == (run_id, "released")
    got = {name: house.ask("GET", f"/releases/{run_id}/{name}", "compliance").content for name in FILES}
    assert got == FILES
    assert ("report_released", "done") in house.told()


def test_other_files_than_the_run_left_are_refused(house: House) -> None:
    """A changed file, one more, one less, a path, or no zip file at all."""
    run_id = draft(house)
    offered = (
        packed({**FILES, "report.html": b"changed"}),
        packed({**FILES, "more.html": b"x"}),
        packed({"manifest.json": FILES["manifest.json"]}),
        packed({**FILES, "../report.html": b"x"}),
        {"files": ("report.zip", b"no zip", "application/zip")},
    )

    answers = [house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=each) for each in offered]

    assert [answer.status_code for answer in answers] == [422] * 5


@pytest.mark.proves("J-01")
def test_a_kept_file_that_changed_on_the_disk_is_found(house: House) -> None:
    """It is neither released nor given out."""
    run_id = draft(house)
    house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=packed(FILES))
    kept = house.settings.gallery_dir / "released" / sha256_hex(FILES["report.html"])
    kept.chmod(0o600)
    kept.write_bytes(b"other")

    released = house.ask("POST", f"/reports/{run_id}/release", "second")
    given = house.ask("GET", f"/releases/{run_id}/report.html", "second")

    assert (released.status_code, released.json()["rule"]) == (409, "release.changed")
    assert (given.status_code, given.json()["rule"]) == (409, "release.changed")


@pytest.mark.proves("F-34")
def test_late_destruction_keeps_the_annual_report_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is explained; other reports go out."""

    def late(_report: DestructionReport, _connection: object, _service: str) -> tuple[str, ...]:
        return ("F-23",)

    monkeypatch.setattr(DestructionReport, "unexplained", late)
    annual, board = draft(house, "annual_transparency"), draft(house)

    refused = house.ask("POST", f"/reports/{annual}/release-proposal", "compliance", files=packed(FILES))
    other = house.ask("POST", f"/reports/{board}/release-proposal", "compliance", files=packed(FILES))

    assert (refused.status_code, refused.json()["rule"]) == (409, "F-34")
    assert other.is_success


@pytest.mark.proves("K-01")
def test_a_report_of_the_assessment_waits_for_its_open_questions(house: House) -> None:
    """Proposed or not, the page names the rule; nothing is taken in."""
    run_id = draft(house, "privacy_impact")

    refused = house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=packed(FILES))

    assert (refused.status_code, refused.json()["rule"]) == (409, "K-01")
    reports = {each["name"]: each["blocks"] for each in house.ask("GET", "/reports", "compliance").json()["reports"]}
    assert [each["rule"] for each in reports["privacy_impact_public"]] == ["K-01", "K-01"]
    assert reports["board_monthly"] == []
    assert house.ask("GET", "/releases", "compliance").json()["releases"] == []


@pytest.mark.proves("J-01")
def test_a_released_report_is_replaced_by_a_newer_one_of_the_same_words(house: House) -> None:
    """Both stay as they were, and the list says which of them holds."""
    first, second = draft(house), draft(house)
    for run_id in (first, second):
        house.clock.now += timedelta(minutes=1)
        house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance", files=packed(FILES))
        assert house.ask("POST", f"/reports/{run_id}/release", "second").is_success

    runs = {each["run_id"]: each["state"] for each in house.ask("GET", "/reports", "second").json()["runs"]}

    assert runs == {first: "replaced", second: "released"}


def test_a_draft_whose_folder_is_not_here_is_not_proposed_from_it(house: House) -> None:
    """Without its files nothing is taken in, and none of them is shown."""
    run_id = draft(house)

    proposed = house.ask("POST", f"/reports/{run_id}/release-proposal", "compliance")
    shown = house.ask("GET", f"/reports/{run_id}/files/report.html", "compliance")

    assert (proposed.status_code, shown.status_code) == (404, 404)


@pytest.mark.proves("H-06", "J-01")
@pytest.mark.parametrize(
    ("manifest", "status", "rule"),
    [
        (b'{"gaps": ["what the year brought."]}', 409, "H-06"),
        (b'{"gaps": []}', 200, None),
        (b"no manifest", 422, "release.files"),
    ],
)
def test_a_report_with_parts_that_nobody_wrote_is_not_proposed(
    house: House, manifest: bytes, status: int, rule: str | None
) -> None:
    """The refusal counts them and names the first."""
    files = {**FILES, "manifest.json": manifest}

    answer = house.ask(
        "POST", f"/reports/{draft(house, files=files)}/release-proposal", "compliance", files=packed(files)
    )

    assert (answer.status_code, answer.json().get("rule")) == (status, rule)
