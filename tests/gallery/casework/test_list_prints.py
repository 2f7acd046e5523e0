"""A list carries its mark on the screen, and a print that a browser begins is recorded (C-11)."""

import pytest

from gallery.casework import examination, list_prints
from kernel_lib.errors import NotFound
from tests.gallery.casework.bench import Bench


@pytest.mark.proves("C-11")
def test_a_list_carries_user_time_number_and_the_standing_words(bench: Bench) -> None:
    """Before the lock the number of the examination, after it that of the search (D-09)."""
    view = bench.opened()
    locked = bench.conclude("examiner1", view, "S-001")

    standing = bench.rules.follow_up.standing
    assert standing.startswith("Investigative lead only")
    assert view.mark == f"{standing} examiner1 · {bench.clock():%Y-%m-%d %H:%M} UTC · {view.number}"
    searched = str(next(each.event for each in bench.log if each.event.act == "search_completed").details["search_id"])
    assert locked.mark == f"{view.mark} · search {searched}"


@pytest.mark.proves("C-11")
def test_a_print_begun_on_a_list_is_recorded_with_its_case(bench: Bench) -> None:
    """As an export that holds the mark alone; nobody else can record one."""
    view = bench.opened()

    sequence = list_prints.record(bench.casework, bench["examiner1"], view.id).sequence

    event = bench.log.entries[-1].event
    assert (event.act, event.details["kind"], event.object_id) == ("exported", "list_print", view.id)
    assert sequence == len(bench.log.entries)
    assert event.case_id is not None
    with pytest.raises(NotFound):
        list_prints.record(bench.casework, bench["examiner2"], view.id)
    assert examination.get(bench.casework, bench["examiner1"], view.id).letters == view.letters
