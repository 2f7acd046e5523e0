"""A service leaves with everything that is its own, by two people's word, and anybody can check what went out."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from audits.note import LogKey
from gallery.leaving.certificate import ExitRefused
from gallery.leaving.checking import check_exit
from gallery.leaving.folder import UNFINISHED, place_for, write_exit
from gallery.records.held import booking_events, charges, subjects
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

WHERE = "To the encrypted disk 7 of the records desk, kept by the superintendent."
OTHERS = "S-of-another-service-441"


@pytest.fixture
def desks(house: House) -> tuple[str, str]:
    """A records clerk and a compliance officer, two people's pictures, and a person of another service."""
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    assert house.enrol(clerk, record(), picture()).is_success
    assert house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=120)).is_success
    with house.parts.ledger.unrecorded() as connection:
        other = {"id": "other", "service": "elsewhere", "number": OTHERS, "fps_number": ""}
        connection.execute(insert(subjects).values(**other, made_at=house.clock()))
        event = {"id": "theirs", "subject_id": "other", "number": OTHERS, "ica_authority": "", "demonstration": False}
        connection.execute(insert(booking_events).values(**event, capturing_officer=OTHERS, made_at=house.clock()))
        charge = {"id": OTHERS, "booking_event_id": "theirs", "offence_id": OTHERS, "offences_version": "1"}
        connection.execute(insert(charges).values(**charge, charged_on=house.clock().date()))
    return clerk, officer


def _proposed(house: House, clerk: str) -> str:
    answer = house.ask("POST", "/exits", clerk, json={"service": "demo", "destination": WHERE})
    assert answer.is_success, answer.text
    return f"/exits/{answer.json()['id']}"


def _sent(house: House, clerk: str, officer: str) -> tuple[str, bytes]:
    at = _proposed(house, clerk)
    for person in (clerk, officer):
        assert house.ask("POST", f"{at}/release", person).is_success
    return at, house.ask("POST", f"{at}/files", clerk, json={}).content


def _key(house: House) -> LogKey:
    return LogKey.parse((house.settings.audit_dir / "log.pub").read_text(), "log.pub")


@pytest.mark.proves("G-10", "M-13")
def test_a_service_takes_out_everything_of_its_own_and_nothing_of_others(
    house: House, desks: tuple[str, str], tmp_path: Path
) -> None:
    """JSON lines, original bytes, an index, its own log entries with proofs; checked with the public key alone."""
    clerk, officer = desks
    at, content = _sent(house, clerk, officer)
    out = tmp_path / "leaving"

    checked = write_exit(place_for(out, house.settings.data_dir), [content], _key(house))

    told = checked.statement
    assert (told["service"], told["destination"], told["lineages"], told["originals"]) == ("demo", WHERE, 2, 2)
    lines = ("subjects.jsonl", "events.jsonl", "charges.jsonl", "states.jsonl", "pictures.jsonl")
    assert [told["counts"][name] >= 2 for name in lines] == [True] * 5
    numbers = {json.loads(line)["number"] for line in (out / "subjects.jsonl").read_text().splitlines()}
    assert numbers == {record()["subject_number"], "S-2"}
    rows = list(csv.DictReader((out / "index.csv").read_text().splitlines()))
    assert {(out / row["file"]).read_bytes() for row in rows} == {picture(), picture(shade=120)}
    assert all(sha256_hex((out / row["file"]).read_bytes()) == row["sha256"] for row in rows)
    assert not any(OTHERS.encode() in each.read_bytes() for each in out.rglob("*") if each.is_file())
    program = [
        sys.executable,
        "-I",
        str(out / "verify_log.py"),
        str(out / "log"),
        "--key",
        str(out / "log" / "log.pub"),
    ]
    assert subprocess.run(program, check=False, capture_output=True).stdout.startswith(b"HOLDS: ")
    entries = [json.loads(line) for line in (out / "log/entries.jsonl").read_text().splitlines()]
    assert "exit_made" in json.dumps(entries)
    assert check_exit(out, _key(house)) == checked
    body = {"certificate_sha256": checked.sha256, "files": told["files"], "bytes": told["bytes"]}
    assert house.ask("POST", f"{at}/verified", clerk, json=body).is_success
    assert house.ask("POST", f"{at}/files", clerk, json={}).status_code == 404
    logged = [each.event for each in house.entries() if each.event.act.startswith("exit_")]
    assert WHERE not in repr(logged)
    assert {each.act for each in logged} >= {"exit_proposed", "exit_released", "exit_made", "exit_verified"}


@pytest.mark.proves("G-10")
def test_two_people_of_different_duties_release_what_was_proposed_and_only_that(
    house: House, desks: tuple[str, str]
) -> None:
    """One alone, another service's, without where it goes, by a notebook, changed or too late: nothing goes out."""
    clerk, officer = desks
    others = house.ask("POST", "/exits", clerk, json={"service": "elsewhere", "destination": WHERE})
    unsaid = house.ask("POST", "/exits", clerk, json={"service": "demo", "destination": "disk"})
    at = _proposed(house, clerk)
    first = house.ask("POST", f"{at}/release", clerk).json()
    page = house.ask("POST", "/sessions/tickets", officer, json={"page": "requests"}).json()
    token = house.client.request("POST", "/tokens", json={"ticket": page["ticket"]}).json()["token"]
    by_notebook = house.ask("POST", f"{at}/release", secret=token)
    refused = [house.ask("POST", f"{at}/{act}", clerk, json={}).status_code for act in ("release", "files")]
    both = house.ask("POST", f"{at}/release", officer).json()
    assert house.enrol(clerk, record(subject_number="S-3", booking_event="E-3"), picture(shade=60)).is_success
    changed = house.ask("POST", f"{at}/files", clerk, json={})
    at = _proposed(house, clerk)
    house.clock.now = house.clock.now + house.parts.casework.rules.sharing.exit_stands + timedelta(seconds=1)
    house.sign_in(clerk)
    late = house.ask("GET", "/exits", clerk)

    assert (others.status_code, unsaid.status_code, others.json()["rule"]) == (403, 422, "G-10")
    assert (first["released_by_records"], first["released_by_compliance"], refused) == (True, False, [409, 409])
    assert (by_notebook.status_code, by_notebook.json()["rule"]) == (403, "G-10")
    assert both["released_by_compliance"]
    assert (changed.status_code, late.status_code) == (409, 404)
    assert "exit_made" not in {each.event.act for each in house.entries() if each.event.result == "done"}


@pytest.mark.proves("G-10")
def test_a_proposal_and_its_releases_survive_a_crash_until_they_lapse_or_another_voids_them(
    house: House, desks: tuple[str, str]
) -> None:
    """One release before the service dies and one after; another proposal ends it; at the rule's end it is gone."""
    clerk, officer = desks
    at = _proposed(house, clerk)
    house.ask("POST", f"{at}/release", clerk)

    house.crash()
    house.open()
    held = house.ask("GET", "/exits", officer).json()
    both = house.ask("POST", f"{at}/release", officer).json()
    house.crash()
    house.open()
    sent = house.ask("POST", f"{at}/files", clerk, json={})
    newer = _proposed(house, officer)
    voided = house.ask("POST", f"{at}/files", clerk, json={})
    stands = house.ask("GET", "/exits", clerk).json()
    house.clock.now = datetime.fromisoformat(stands["stands_until"])
    house.sign_in(officer)
    lapsed = house.ask("POST", f"{newer}/release", officer)

    assert (held["released_by_records"], held["released_by_compliance"]) == (True, False)
    assert both["released_by_records"]
    assert both["released_by_compliance"]
    assert sent.is_success
    assert b"certificate.json" in sent.content
    assert (voided.status_code, stands["released_by_records"]) == (404, False)
    assert (lapsed.status_code, lapsed.json()["rule"]) == (404, "G-10")


@pytest.mark.proves("M-13")
def test_a_folder_that_is_not_whole_is_never_named_and_never_passes(
    house: House, desks: tuple[str, str], tmp_path: Path
) -> None:
    """A cut stream and a full disk leave nothing; a changed, added or missing file and another key are told."""
    content = _sent(house, *desks)[1]
    key, out = _key(house), tmp_path / "leaving"

    def full() -> Iterator[bytes]:
        yield content[: len(content) // 2]
        raise OSError(28, "No space left on device")

    for pieces in ([content[: len(content) // 2]], [content[:-6000]], [b""], full()):
        with pytest.raises(ExitRefused):
            write_exit(out, pieces, key)
        assert list(tmp_path.glob("leaving*")) == []
    write_exit(out, [content], key)
    for path in sorted(each for each in out.rglob("*") if each.is_file()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if whole else b"x")
        with pytest.raises(ExitRefused):
            check_exit(out, key)
        path.unlink()
        with pytest.raises(ExitRefused):
            check_exit(out, key)
        path.write_bytes(whole)
    check_exit(out, key)
    (out / "more.jsonl").write_text("{}\n")
    with pytest.raises(ExitRefused, match=r"more\.jsonl"):
        check_exit(out, key)


def test_an_exit_goes_to_a_new_folder_outside_the_data_and_any_work_tree(tmp_path: Path) -> None:
    """Inside the data folder, in a work tree, over something, or beside an interrupted one: refused in words."""
    data, tree = tmp_path / "data", tmp_path / "tree"
    for folder in (data, tree / ".git", tmp_path / "full/inside", tmp_path / f"again{UNFINISHED}"):
        folder.mkdir(parents=True)

    assert place_for(tmp_path / "new", data) == tmp_path / "new"
    for wrong in (data / "out", tmp_path, tree / "out", tmp_path / "full", tmp_path / "again", tmp_path / "no/where"):
        with pytest.raises(ExitRefused):
            place_for(wrong, data)
