"""What a running service does by itself."""

import os
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from gallery.service.housekeeping import Housekeeper, keep_house
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


def test_idle_sessions_are_ended_and_due_pictures_reviewed(house: House) -> None:
    """Also the clerk's account, unused for so long; all is recorded, and a second round finds nothing to do."""
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


def test_a_chore_that_cannot_be_done_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a disk or a rule refuses it: the next chores are done, and the round says that one is left."""
    house.sign_in("admin")
    house.clock.forward(hours=1)
    told: list[str] = []

    def refused(*_: object) -> int:
        raise WrongState("B-11", "Another check ended meanwhile.", "Look at what it found.")

    monkeypatch.setattr(type(house.parts.changes), "disable_unused", refused)
    monkeypatch.setattr("gallery.service.housekeeping.remove_due", _no_space)
    monkeypatch.setattr("gallery.service.housekeeping.purge_due", lambda _: told.append("purged"))

    done = keep_house(house.parts)

    assert not done
    assert told == ["purged"]
    assert house.told()[-1] == ("signed_out", "done")


def test_the_thread_ends_with_the_service(house: House) -> None:
    """Leaving the context waits for the chore under way and leaves no thread."""
    done = threading.Event()

    sessions: Any = SimpleNamespace(end_expired=done.set)
    parts = replace(house.parts, sessions=sessions)

    with Housekeeper(parts, every_seconds=0.01):
        assert done.wait(5)

    assert "housekeeping" not in {thread.name for thread in threading.enumerate()}


def _no_space(_: object) -> None:
    raise OSError(28, "No space left on device")
