"""A picture that is due goes from every store, with a certificate that anybody can check; two people release it."""

from typing import Any

import pytest

from audits.note import LogKey
from gallery.lifecycle.certificate import check
from gallery.lifecycle.scan import print_of, scan
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


@pytest.mark.proves("F-32", "F-33", "I-10")
def test_a_dismissed_charge_is_destroyed_everywhere_with_a_certificate(house: House, desks: tuple[str, str]) -> None:
    """Markers and template are in no file of the data folder; the log keeps the lineage; the other picture stays."""
    clerk, officer = desks
    with house.parts.ledger.reading() as connection:
        numbers = sorted(house.parts.index.numbers)
        assert connection is not None
    template = print_of(house.parts.index.vector_of(numbers[0]).tobytes())
    folder = house.settings.data_dir
    house.parts.index.save()
    before = {each.marker for each in scan([folder], [*MARKERS, template])}

    _dismiss(house, clerk)
    due = house.ask("GET", "/destruction-due", officer).json()
    finished = _run(house, clerk, officer)

    assert (due["due"], due["lines"][0]["rule"]) == (1, "F-22.dismissed")
    assert before == {1, 2, 3, 4, 5}
    assert (finished["state"], finished["counts"]) == ("finished", {"done": 1})
    assert list(scan([folder], [*MARKERS, template])) == []
    assert sorted(house.parts.index.numbers) == numbers[1:]
    named = next(each.event.details for each in house.entries() if each.event.act == "lineage_destroyed")
    (lineage,) = named["lineages_1"]
    content = house.ask("GET", f"/destruction-certificates/{lineage}", officer).content
    key = LogKey.parse((house.settings.audit_dir / "log.pub").read_text(), "log.pub")
    checked = check(content, key)
    assert checked.statement["lineage_id"] == lineage
    assert {each["result"] for each in checked.statement["stores"]} >= {"verified empty"}
