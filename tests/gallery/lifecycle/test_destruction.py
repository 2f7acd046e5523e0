"""A picture that is due goes from every store, with a certificate that anybody can check; two people release it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from audits.note import LogKey
from gallery.lifecycle.certificate import CertificateRefused, check
from gallery.lifecycle.scan import print_of, scan
from gallery.lifecycle.stores import PictureFiles
from gallery.records import gallery
from gallery.records.destructions import Line
from gallery.records.sealed_values import sealed_forms
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

NUMBER, FPS, EVENT, OFFICER = "S-marker-7Q2ZK4", "FPS-88X31P", "E-marker-93HVT", "officer-marker-551"
MARKERS = (NUMBER, FPS, EVENT, OFFICER)
CHARGE = {"subject_number": NUMBER, "booking_event": EVENT, "offence_id": "robbery"}


@pytest.fixture
def desks(house: House) -> tuple[str, str]:
    """A records clerk and a compliance officer, with two people's pictures in the gallery."""
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    mine = record(subject_number=NUMBER, fps_number=FPS, booking_event=EVENT, capturing_officer=OFFICER)
    assert house.enrol(clerk, mine, picture()).json()["searchable"]
    assert house.enrol(clerk, record(), picture(shade=120)).json()["searchable"]
    return clerk, officer


def _dismiss(house: House, clerk: str) -> None:
    ended = {"disposition": "dismissed", "happened": "2026-10-02"}
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": ended}).is_success


def _run(house: House, clerk: str, officer: str) -> dict[str, Any]:
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run['id']}/sample", person)
        assert house.ask("POST", f"/destruction-runs/{run['id']}/release", person).is_success
    house.parts.works.carry_on()
    finished: dict[str, Any] = house.ask("GET", f"/destruction-runs/{run['id']}", clerk).json()
    return finished


@pytest.mark.records("sqlite")
@pytest.mark.proves("F-32", "F-33", "I-10")
def test_a_dismissed_charge_is_destroyed_everywhere_with_a_certificate(house: House, desks: tuple[str, str]) -> None:
    """Markers and template are in no file of the data folder; the log keeps the lineage; the other picture stays."""
    clerk, officer = desks
    numbers = sorted(house.parts.index.numbers)
    template = print_of(house.parts.index.vector_of(numbers[0]).tobytes())
    folder = house.settings.data_dir
    house.parts.index.save()
    with house.parts.ledger.reading() as connection:
        sealed = {each: tuple(sealed_forms(connection, each)) for each in MARKERS}
    before = {each.marker for each in scan([folder], [*MARKERS, template], sealed)}

    _dismiss(house, clerk)
    due = house.ask("GET", "/destruction-due", officer).json()
    finished = _run(house, clerk, officer)

    assert (due["due"], due["lines"][0]["rule"]) == (1, "F-22.dismissed")
    assert before == {1, 2, 3, 4, 5}
    assert (finished["state"], finished["counts"]) == ("finished", {"done": 1})
    assert list(scan([folder], [*MARKERS, template], sealed)) == []
    assert sorted(house.parts.index.numbers) == numbers[1:]
    named = next(each.event.details for each in house.entries() if each.event.act == "lineage_destroyed")
    (lineage,) = named["lineages_1"]
    content = house.ask("GET", f"/destruction-certificates/{lineage}", officer).content
    key = LogKey.parse((house.settings.audit_dir / "log.pub").read_text(), "log.pub")
    checked = check(content, key)
    assert checked.statement["lineage_id"] == lineage
    assert {each["result"] for each in checked.statement["stores"]} >= {"verified empty"}
    again = house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture())
    assert (again.status_code, again.json()["rule"]) == (422, "F-32")


@pytest.mark.proves("F-32")
def test_a_certificate_that_was_changed_anywhere_does_not_hold(house: House, desks: tuple[str, str]) -> None:
    """A word, a store, a number, a proof or the key: each change is told, and a number still held proves nothing."""
    clerk, officer = desks
    _dismiss(house, clerk)
    _run(house, clerk, officer)
    told = next(each.event.details for each in house.entries() if each.event.act == "lineage_destroyed")
    (lineage,) = told["lineages_1"]
    content = house.ask("GET", f"/destruction-certificates/{lineage}", officer).content
    key = LogKey.parse((house.settings.audit_dir / "log.pub").read_text(), "log.pub")
    whole = json.loads(content)

    def changed(**values: Any) -> bytes:
        return json.dumps({**whole, **values}).encode()

    statement = whole["certificate"]
    proof = whole["absences"][0]
    wrong = [
        changed(certificate={**statement, "rule": "F-22.acquitted"}),
        changed(certificate={**statement, "stores": []}),
        changed(certificate={**statement, "numbers": [2]}),
        changed(absences=[]),
        changed(absences=[{**proof, "record": ""}]),
        changed(absences=[{**proof, "path": ["00" * 32]}]),
        changed(signature="AAAA"),
        changed(signed_by="leadbook+00000000+AAAA"),
        content[:-40],
        b"[]",
    ]
    assert check(content, key).statement == statement
    for each in wrong:
        with pytest.raises(CertificateRefused):
            check(each, key)
    assert (statement["numbers"], statement["rule"]) == ([1], "F-22.dismissed")
    assert NUMBER.encode() not in content


@pytest.mark.proves("F-33")
def test_two_people_of_two_desks_release_a_run_that_each_has_looked_at(house: House, desks: tuple[str, str]) -> None:
    """Without a look, twice by one, or by two of one desk: nothing is destroyed. Stopped, it needs both again."""
    clerk, officer = desks
    house.parts.works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    _dismiss(house, clerk)
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    at = f"/destruction-runs/{run}"
    unseen = house.ask("POST", f"{at}/release", clerk)
    second = house.ask("POST", "/destruction-runs", officer, json={})
    for person in (clerk, officer):
        house.ask("GET", f"{at}/sample", person)
    first = house.ask("POST", f"{at}/release", clerk).json()
    twice = house.ask("POST", f"{at}/release", clerk)
    early = house.parts.works.carry_on()
    both = house.ask("POST", f"{at}/release", officer).json()
    stopped = house.ask("POST", f"{at}/stop", officer, json={"reason": "A hold may be missing."}).json()
    meanwhile = house.parts.works.carry_on()
    given_up = house.ask("POST", f"{at}/giving-up", clerk, json={"reason": "Proposed again tomorrow."}).json()
    anew = house.ask("POST", "/destruction-runs", clerk, json={})

    assert [unseen.status_code, second.status_code, twice.status_code] == [409, 409, 409]
    assert (first["state"], both["state"], stopped["state"]) == ("proposed", "released", "stopped")
    assert (stopped["released_by_records"], stopped["released_by_compliance"]) == (False, False)
    assert (early, meanwhile, given_up["state"], anew.json()["planned"]) == (0, 0, "discarded", 1)
    assert len(house.parts.index.held) == 2


@pytest.mark.proves("F-32")
@pytest.mark.parametrize("place", ["files", "rows", "index"])
def test_a_store_that_cannot_be_emptied_keeps_the_certificate_back(
    house: House, desks: tuple[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No certificate while a disk refuses; the next round goes on where it stopped, and nothing is done twice."""
    clerk, officer = desks
    works = house.parts.works
    works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    _dismiss(house, clerk)
    refusing = {
        "files": (type(house.parts.images), "destroy_all"),
        "rows": (type(house.parts.floor.database), "rewrite"),
    }
    holder, name = refusing.get(place, (type(house.parts.index), "remove"))

    def refuse(*arguments: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(holder, name, refuse)
        with pytest.raises(OSError, match="no space left"):
            _run(house, clerk, officer)
        run = house.ask("GET", "/destruction-runs", clerk).json()["runs"][0]
    issued = works.carry_on()

    assert run["counts"] == {"removed": 1}
    assert (issued, works.carry_on()) == (1, 0)
    acts = [each.event.act for each in house.entries()]
    assert acts.count("lineage_destroyed") == 1


@pytest.mark.proves("F-32")
def test_a_store_that_still_holds_something_fails_the_item_and_is_named(house: House, desks: tuple[str, str]) -> None:
    """The certificate is not made; after the cause is gone two people let it be tried again."""
    clerk, officer = desks
    _dismiss(house, clerk)
    with house.parts.ledger.reading() as connection:
        lineage = next(iter(house.parts.images.lineages() - set(_others(house, connection))))
    works = house.parts.works
    works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    folder = house.settings.gallery_dir / "pictures" / lineage
    true, kept_back = works.stores.files, _Leaving(works.stores.files, folder)
    works.stores = replace(works.stores, files=kept_back)  # type: ignore[arg-type]  # a store that leaves a file behind

    failed = _run(house, clerk, officer)
    works.stores = replace(works.stores, files=true)
    missing = house.ask("GET", f"/destruction-certificates/{lineage}", officer)
    again = house.ask("POST", f"/destruction-runs/{failed['id']}/second-try", clerk).json()
    for person in (clerk, officer):
        house.ask("POST", f"/destruction-runs/{failed['id']}/release", person)
    issued = works.carry_on()

    assert (failed["counts"], failed["stores"]) == ({"failed": 1}, {"original, derivatives and key": 1})
    assert (missing.status_code, again["state"], issued) == (404, "stopped", 1)
    assert not folder.exists()


@pytest.mark.proves("F-35", "F-25")
def test_a_hold_laid_after_release_keeps_a_picture_but_not_from_the_law(house: House, desks: tuple[str, str]) -> None:
    """What is due is looked at again as it goes: a hold keeps it, an election to a contravention does not wait."""
    clerk, officer = desks
    house.parts.works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    _dismiss(house, clerk)
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        house.ask("POST", f"/destruction-runs/{run}/release", person)
    mark = {"kind": "hold", "since": "2026-11-01", "look_again_on": "2027-11-01", "ground": "litigation"}
    where = {"subject_number": NUMBER, "booking_event": EVENT, "note": "Civil action, file 12."}
    house.ask("POST", "/standing-marks", clerk, json={**mark, **where})
    house.parts.works.carry_on()
    waiting = house.ask("GET", f"/destruction-runs/{run}", clerk).json()
    house.ask("POST", "/elections", clerk, json={"charge": CHARGE, "election": "contravention"})
    due = house.ask("GET", "/destruction-due", clerk).json()
    anew = house.ask("POST", "/destruction-runs", clerk, json={}).json()

    assert anew["planned"] == 1
    assert (waiting["state"], waiting["counts"]) == ("finished", {"waiting": 1})
    assert len(house.parts.index.held) == 2
    assert [(each["rule"], each["due"]) for each in due["lines"]] == [("F-25.attorney_general_election", 1)]


@dataclass(frozen=True)
class _Leaving:
    """Files that a full disk or a mistake left behind."""

    true: PictureFiles
    folder: Path
    name: str = "original, derivatives and key"

    def remove(self, lines: Sequence[Line]) -> None:
        """Remove, and leave one file."""
        self.true.remove(lines)
        self.folder.mkdir(exist_ok=True)
        (self.folder / "left.sealed").write_bytes(b"left")

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Look as the true store does."""
        return self.true.left(lines)


def _others(house: House, connection: Connection) -> list[str]:
    other = gallery.subject_numbered(connection, "demo", "S-1")
    assert other is not None
    return [each.lineage_id for each in gallery.pictures_of(connection, other.id)]
