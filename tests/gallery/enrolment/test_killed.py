"""The service is killed with SIGKILL at each step of an enrolment: never half an entry, and the same line goes on."""

import itertools
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from audits.checkpoint import SignedLog
from audits.events import Event, PictureEnrolled
from gallery.enrolment.enrol import Enrolment
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.records import gallery
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House

CLERK = Role.RECORDS_CLERK.value

PLACES: dict[str, tuple[Any, str, bool]] = {
    "before the picture is stored": (Images, "put", False),
    "after the picture is stored": (Images, "put", True),
    "after the picture's row": (gallery, "add_picture", True),
    "after the template's row": (gallery, "add_reference", True),
    "before the index has it": (Index, "add", False),
    "after the index has it": (Index, "add", True),
    "before the entry is written": (SignedLog, "append", False),
    "after the entry is written": (SignedLog, "append", True),
    "after everything": (Enrolment, "enrol", True),
}


@pytest.mark.proves("F-10")
@pytest.mark.parametrize("place", PLACES)
def test_a_kill_at_any_step_leaves_all_of_an_entry_or_nothing(house: House, place: str) -> None:
    """Picture, row, template and index entry are there together or not at all; the line again ends with one of each."""
    house.somebody(Role.RECORDS_CLERK)
    house.close()

    _in_killed_child(lambda: _enrol_and_die(house, place))

    house.open()
    _demand_whole(house, held=place == "after everything")
    answer = house.enrol(CLERK, record(), picture())
    assert answer.json()["already"] is (place == "after everything")
    _demand_whole(house, held=True)


@pytest.mark.proves("F-04", "F-10")
@pytest.mark.parametrize("at", [1, 6, 11])
def test_a_kill_while_many_are_under_way_leaves_whole_entries_and_the_rest_comes_in_again(
    house: House, at: int
) -> None:
    """Of twelve pictures offered eight at a time some are in, none in part; offered again, exactly twelve are."""
    house.somebody(Role.RECORDS_CLERK)
    house.close()

    _in_killed_child(lambda: _enrol_many_and_die(house, at))

    house.open()
    house.sign_in(CLERK)
    held = len(house.parts.images.lineages())
    _demand_counts(house, held)
    answers = [house.enrol(CLERK, *each).json() for each in _many()]
    assert held == at - 1
    assert sum(each["already"] for each in answers) == held
    assert sum(each["encoded_by"] == "service" for each in answers) == 12 - held
    _demand_counts(house, 12)


def _many() -> list[tuple[dict[str, Any], bytes]]:
    return [(record(subject_number=f"S-{n}", booking_event=f"E-{n}"), picture(shade=60 + n)) for n in range(12)]


def _enrol_many_and_die(house: House, at: int) -> None:
    """The process ends when the entry of this picture has been written, and its transaction not yet committed."""
    house.open()
    house.sign_in(CLERK)
    written, real = itertools.count(1), SignedLog.append

    def dying(log: SignedLog, event: Event) -> Any:
        answer = real(log, event)
        if isinstance(event, PictureEnrolled) and next(written) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(SignedLog, "append", dying)  # noqa: B010  # in a child that ends with it
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: house.enrol(CLERK, *each), _many()))


def _demand_counts(house: House, expected: int) -> None:
    with house.parts.ledger.reading() as connection:
        counts = gallery.count_held(connection)
        numbers = set(gallery.reference_numbers(connection, house.parts.index.model_id))
    assert counts["pictures"] == counts["references"] == counts["subjects"] == len(numbers) == expected
    assert set(house.parts.index.numbers) == numbers
    assert len(house.parts.images.lineages()) == expected


def _demand_whole(house: House, *, held: bool) -> None:
    _demand_counts(house, 1 if held else 0)


def _enrol_and_die(house: House, place: str) -> None:
    house.open()
    house.sign_in(CLERK)
    owner, name, after = PLACES[place]
    real = getattr(owner, name)

    def dying(*given: Any, **named: Any) -> Any:
        if not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, dying)
    house.enrol(CLERK, record(), picture())


def _in_killed_child(act: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(7)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
