"""Ids."""

import re

from gallery.records.ids import id_at, new_id, new_ids

VERSION_SEVEN = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def test_ids_sort_by_time_and_are_of_version_seven() -> None:
    """A later moment gives a later text; version and variant are those of RFC 9562."""
    early, late = id_at(1_000, b"\xff" * 10), id_at(1_001, b"\x00" * 10)

    assert early < late
    assert re.fullmatch(VERSION_SEVEN, new_id())


def test_no_two_ids_are_the_same() -> None:
    """A thousand in one moment differ."""
    assert len({new_id() for _ in range(1000)}) == 1000


def test_ids_of_one_moment_sort_in_the_order_in_which_they_are_made() -> None:
    """What one act makes is read back in its order."""
    made = [new_id() for _ in range(1000)]

    assert made == sorted(made)


def test_many_at_once_sort_after_every_id_before_and_before_every_id_after() -> None:
    """One, many, one, many, one: in the order in which they were made, each of version seven."""
    made = [new_id(), *new_ids(2_000), new_id(), *new_ids(2_000), new_id()]

    assert made == sorted(set(made))
    assert all(re.fullmatch(VERSION_SEVEN, each) for each in made)
    assert new_ids(0) == []
