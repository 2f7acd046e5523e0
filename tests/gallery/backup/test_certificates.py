"""A certificate of destruction outlives the records that held it: a restore of an older backup brings it back."""

from dataclasses import replace
from pathlib import Path

import pytest

from audits.note import LogKey
from gallery.command.restore import Asked, restore
from gallery.lifecycle.certificate import check
from gallery.lifecycle.certificate_folder import FOLDER, CertificateFolder, read
from kernel_lib.errors import LogDamaged
from kernel_lib.vocabulary import Role
from tests.gallery.backup.kept import back_up
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CHARGE = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}


def _enrolled(house: House) -> tuple[str, str]:
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    mine = record(subject_number="S-1", booking_event="E-1")
    assert house.enrol(clerk, mine, picture()).is_success
    return clerk, officer


def _destroyed(house: House, clerk: str, officer: str) -> str:
    """Dismiss the charge, destroy under two releases, and return the lineage."""
    (lineage,) = house.parts.images.lineages()
    ended = {"disposition": "dismissed", "happened": "2026-10-02"}
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": ended}).is_success
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        assert house.ask("POST", f"/destruction-runs/{run}/release", person).is_success
    house.parts.works.carry_on()
    return lineage


def _restored(house: House, asked: Asked) -> House:
    asked.into.parent.mkdir(exist_ok=True)
    restore(asked, house.settings.cache_dir, house.clock)
    return House(asked.into.parent, fresh=False, clock=house.clock, passwords=house.passwords)


@pytest.mark.proves("M-10", "F-32")
def test_a_certificate_made_after_a_backup_is_there_when_it_was_restored(house: House, tmp_path: Path) -> None:
    """Its file is the same to the byte and verifies, its run is finished, and the picture is refused as destroyed."""
    clerk, officer = _enrolled(house)
    asked = back_up(house, tmp_path / "old.backup")
    lineage = _destroyed(house, clerk, officer)
    before = house.ask("GET", f"/destruction-certificates/{lineage}", officer).content

    back = _restored(house, asked)
    try:
        after = back.ask("GET", f"/destruction-certificates/{lineage}", officer).content
        runs = back.ask("GET", "/destruction-runs", officer).json()["runs"]
        again = back.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture())
        repeated = [each.event.details for each in back.entries() if each.event.act == "destruction_repeated"]

        assert after == before
        assert check(after, house.parts.floor.log.public_key).statement["lineage_id"] == lineage
        assert [(run["state"], run["counts"]) for run in runs] == [("finished", {"done": 1})]
        assert (again.status_code, again.json()["rule"]) == (422, "F-32")
        assert [each.get("certificates", each.get("lineages")) for each in repeated] == [1, 1]
        back.close()
        back.open()
        assert sum(each.event.act == "destruction_repeated" for each in back.entries()) == len(repeated)
    finally:
        back.close()


@pytest.mark.proves("M-10", "F-32")
def test_a_run_that_was_planned_when_the_backup_was_made_ends_with_its_certificates(
    house: House, tmp_path: Path
) -> None:
    """The older records know the run as proposed; it is finished once each line is certified."""
    clerk, officer = _enrolled(house)
    house.parts.works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    ended = {"disposition": "dismissed", "happened": "2026-10-02"}
    house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": ended})
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    asked = back_up(house, tmp_path / "old.backup")
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        house.ask("POST", f"/destruction-runs/{run}/release", person)
    house.parts.works.carry_on()

    back = _restored(house, asked)
    try:
        view = back.ask("GET", f"/destruction-runs/{run}", officer).json()
        assert (view["state"], view["counts"]) == ("finished", {"done": 1})
        assert back.parts.works.carry_on() == 0
    finally:
        back.close()


@pytest.mark.proves("F-32")
def test_certificates_are_copied_out_written_for_older_runs_and_their_forgery_is_seen(
    house: House, tmp_path: Path
) -> None:
    """Folder and copy hold the same after a start; a lost file is written again; one changed letter is refused."""
    clerk, officer = _enrolled(house)
    lineage = _destroyed(house, clerk, officer)
    folder = replace(house.parts.works.folder, publish_dir=tmp_path / "published")
    (path,) = folder.files()
    content = path.read_bytes()

    folder.gather()
    (tmp_path / "published" / FOLDER / path.name).rename(tmp_path / "copy")
    path.unlink()
    written = folder.write_missing(house.parts.floor.database)

    assert written == 1
    assert path.read_bytes() == (tmp_path / "published" / FOLDER / path.name).read_bytes() == content
    assert [line.lineage_id for line in read(path, folder.public).lines] == [lineage]
    path.write_bytes(content.replace(lineage.encode(), lineage.replace("0", "1").encode()))
    with pytest.raises(LogDamaged, match=FOLDER):
        read(path, folder.public)


@pytest.mark.proves("F-32", "M-10")
def test_no_certificate_is_issued_while_its_copy_cannot_be_written(house: House, tmp_path: Path) -> None:
    """The publication folder fails: the lines wait as removed; when it takes the copy they are certified."""
    clerk, officer = _enrolled(house)
    blocked = tmp_path / "published"
    blocked.write_text("a file where the folder should be")
    works = house.parts.works
    works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    works.folder = replace(works.folder, publish_dir=blocked)

    with pytest.raises(OSError, match="published"):
        _destroyed(house, clerk, officer)
    (run,) = house.ask("GET", "/destruction-runs", officer).json()["runs"]
    blocked.unlink()
    issued = works.carry_on()

    assert run["counts"] == {"removed": 1}
    assert issued == 1
    assert len(list((blocked / FOLDER).iterdir())) == 1


def test_a_folder_that_holds_none_gives_none(house: House, tmp_path: Path) -> None:
    """Nothing was destroyed yet: no file, nothing to bring back."""
    public: LogKey = house.parts.floor.log.public_key
    folder = CertificateFolder(tmp_path, None, house.parts.floor.keys.signing, public)

    folder.gather()

    assert folder.files() == ()
    assert list(folder.unknown(house.parts.floor.database)) == []
