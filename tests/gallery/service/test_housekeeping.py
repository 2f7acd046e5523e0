"""What a running service does by itself."""

import os
import threading

import pytest

from gallery.service.housekeeping import Housekeeper, keep_house
from gallery.service.wiring import Parts
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


def test_idle_sessions_are_ended_and_due_pictures_reviewed(house: House) -> None:
    """Also the clerk's account, which nobody used for so long; all is recorded, and a second round finds nothing to do."""
    clerk = house.somebody(Role.RECORDS_CLERK)
    house.enrol(clerk, record(), picture())
    house.clock.forward(days=91)
    before = len(house.entries())

    done = keep_house(house.parts), keep_house(house.parts)

    assert done == (True, True)
    assert house.told(before) == [
        ("signed_out", "done"),
        ("signed_out", "done"),
        ("account_changed", "done"),
        ("eligibility_changed", "done"),
    ]


def test_what_cannot_be_recorded_is_put_off(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a full disk nothing is done; afterwards it is."""
    house.sign_in("admin")
    house.clock.forward(hours=1)

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_space)
        put_off = keep_house(house.parts)

    assert not put_off
    assert keep_house(house.parts)
    assert house.told()[-1] == ("signed_out", "done")


def test_the_thread_ends_with_the_service(house: House) -> None:
    """Leaving the context waits for the chore under way and leaves no thread."""
    done = threading.Event()

    class Watched:
        """Parts whose sessions say that they were looked at."""

        sessions = type("Sessions", (), {"end_expired": lambda _: done.set() or 0})()
        ledger, rules, casework = house.parts.ledger, house.parts.rules, house.parts.casework
        staff, changes, strangers = house.parts.staff, house.parts.changes, house.parts.strangers

    parts: Parts = Watched()  # type: ignore[assignment]  # the parts that the chores use
    with Housekeeper(parts, every_seconds=0.01):
        assert done.wait(5)

    assert "housekeeping" not in {thread.name for thread in threading.enumerate()}


def _no_space(descriptor: int) -> None:
    raise OSError(28, "No space left on device")
