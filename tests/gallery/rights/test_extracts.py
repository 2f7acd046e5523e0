"""The extract for statistics and research identifies no young person (F-50)."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

NUMBER, EVENT, FPS, OFFICER = "S-YOUNG-17", "E-YOUNG-17", "FPS-YOUNG-17", "officer-young-17"
CHARGE = {"subject_number": NUMBER, "booking_event": EVENT, "offence_id": "robbery"}
ENDED = {"disposition": "acquitted", "happened": "2026-11-10"}


def _application(**changed: Any) -> dict[str, Any]:
    checked = {"check": "photo_identification", "checked_on": "2026-11-20"}
    whole = {"kind": "access", "subject_number": NUMBER, "received_on": "2026-11-20", "identity": checked}
    return {**whole, "applicant": "counsel", **changed}


@pytest.mark.proves("F-50", "F-49")
def test_no_value_of_the_extract_identifies_a_young_person(house: House, tmp_path: Path) -> None:
    """After booking, an acquittal, an application, its report and the list: every value of every table is looked at."""
    clerk, auditor = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.AUDITOR)
    young = {"subject_number": NUMBER, "booking_event": EVENT, "fps_number": FPS, "capturing_officer": OFFICER}
    enrolled = house.enrol(clerk, record(**young, age_at_offence=16, birth_year=2010), picture())
    assert enrolled.is_success, enrolled.text
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": CHARGE, "outcome": ENDED}).is_success
    application = house.ask("POST", "/applications", clerk, json=_application()).json()
    report = house.ask("POST", f"/applications/{application['id']}/report", clerk).json()
    assert (report["held"], report["young_person"], report["pictures"][0]["template_held"]) == (True, True, True)
    assert house.ask("GET", "/applications", clerk).json()["applications"][0]["number"] == application["number"]

    values = _values(house.ask("GET", "/analytics/snapshot", auditor).content, tmp_path)

    sought = (NUMBER, EVENT, FPS, OFFICER, application["number"], "2010", report["pictures"][0]["captured_on"])
    assert len(values) > 50
    assert not [each for each in values for word in sought if word in each]


def _values(content: bytes, folder: Path) -> list[str]:
    """Return every value of every table and view, as text."""
    path = folder / "extract.duckdb"
    path.write_bytes(content)
    found: list[str] = []
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from information_schema.tables").fetchall()]
        for name in names:
            rows = connection.execute(f'select * from "{name}"').fetchall()  # noqa: S608  # a name of the file itself
            found += [str(value) for row in rows for value in row if value is not None]
    return found
