"""What the service tells of its gallery is what the records hold, and the figure counts exactly that (J-06)."""

from contextlib import closing
from pathlib import Path

import pytest

from gallery.records.gallery import count_held, counts_by_eligibility
from gallery.reporting.telling import tell_gallery
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House
from tests.gallery.reporting.test_figures import view


@pytest.mark.proves("J-06")
def test_the_figure_of_the_gallery_reconciles_with_the_records(tmp_path: Path) -> None:
    """States, ages, youth and grounds each add up to the pictures that are held."""
    with closing(House(tmp_path)) as house:
        clerk = house.somebody(Role.RECORDS_CLERK)
        house.somebody(Role.COMPLIANCE)
        for shade in (80, 90, 100):
            assert house.enrol(clerk, record(), picture(shade=shade)).is_success
        with house.parts.ledger.reading() as connection:
            held, states = count_held(connection), counts_by_eligibility(connection)

        tell_gallery(house.parts.ledger, house.parts.rules)
        figure = view(house, more="&suppressed=false").figure("gallery_states")
        changes = view(house, more="&suppressed=false").figure("gallery_changes")

    assert held["pictures"] == 3
    for kind in ("states", "ages", "youth", "grounds"):
        assert figure.count(kind, "all") == 3, kind
    assert {state: figure.count("states", state) for state in states} == dict(states)
    assert figure.count("subjects", "held") == held["subjects"]
    assert changes.count("picture_added") == 3
