"""What waits at the desks stands on the home page of those who may act on it, with how many there are."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from gallery.records.feeds import feeds
from kernel_lib.vocabulary import Role
from kernel_lib.wire.casework import WorkItem
from kernel_lib.words.language import English, Words
from tests.gallery.casework.bench import ANSWER, picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.enrolment.opened import signed_line
from tests.gallery.enrolment.test_routing import flat
from tests.gallery.house import House


def _home(house: House, name: str) -> list[WorkItem]:
    return [WorkItem(**item) for item in house.ask("GET", "/work", name).json()["mine"]]


def _seen(house: House, name: str) -> list[tuple[str, str]]:
    return [(item.kind, item.page.split("?")[0]) for item in _home(house, name)]


@pytest.mark.proves("F-04", "F-07")
def test_feeds_that_are_not_whole_and_people_without_a_template_wait_for_those_who_enrol(house: House) -> None:
    """Counted for a month after they came in; a line that came in after all and a good picture take them off."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.somebody(Role.AUDITOR)
    assert house.enrol(clerk, record(), flat()).is_success
    later = record(subject_number="S-2", booking_event="E-2")
    source = signed_line(house.parts.ledger, later, picture(shade=91))
    with house.parts.ledger.unrecorded() as connection:
        connection.execute(update(feeds).values(opened_at=house.clock() - timedelta(days=1)))
    both = _seen(house, clerk)
    house.offer(clerk, later, picture(shade=91), source)
    house.enrol(clerk, record(booking_event="E-3"), picture(shade=92))

    assert both == [("mend_feed", "/records"), ("take_again", "/records")]
    assert (_seen(house, clerk), _seen(house, Role.AUDITOR.value)) == ([], [])


@pytest.mark.proves("F-33", "G-10")
def test_what_needs_a_second_person_waits_for_the_duty_that_has_not_released_it(house: House) -> None:
    """A run and an exit: for both desks at first, then for the other one, then for nobody."""
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    house.enrol(clerk, record(), picture())
    house.enrol(clerk, record(subject_number="S-2", booking_event="E-2"), picture(shade=91))
    charge = {"subject_number": "S-1", "booking_event": "E-1", "offence_id": "robbery"}
    ended = {"disposition": "dismissed", "happened": "2026-10-02"}
    assert house.ask("POST", "/court-outcomes", clerk, json={"charge": charge, "outcome": ended}).is_success
    where = "To the encrypted disk 7 of the records desk, kept by the superintendent."
    leaving = house.ask("POST", "/exits", clerk, json={"service": "demo", "destination": where}).json()["id"]
    run = house.ask("POST", "/destruction-runs", clerk, json={}).json()["id"]
    house.ask("GET", f"/destruction-runs/{run}/sample", clerk)
    first = [_seen(house, name) for name in (clerk, officer)]
    for path in (f"/destruction-runs/{run}/release", f"/exits/{leaving}/release"):
        assert house.ask("POST", path, clerk).is_success
    then = [_seen(house, name) for name in (clerk, officer)]
    (_, exit_item) = _home(house, officer)

    waits = [("release_run", "/destruction"), ("release_exit", "/partners")]
    assert first == [waits, waits]
    assert then == [[], waits]
    assert exit_item.due == house.clock() + house.parts.casework.rules.sharing.exit_stands
    assert exit_item.detail.startswith("Originals that would go out in clear: 2.")
    house.clock.forward(days=8)
    house.sign_in(officer)
    assert _seen(house, officer) == [("release_run", "/destruction")]


def test_every_line_of_the_desks_is_known_in_french(house: House) -> None:
    """No title and no detail stays English on a French page."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), flat())
    house.ask("POST", "/exits", clerk, json={"service": "demo", "destination": ANSWER})

    told = [Words("fr").told(text) for item in _home(house, clerk) for text in (item.title, item.detail)]

    assert len(told) == 4
    assert not [text for text in told if isinstance(text, English)]
