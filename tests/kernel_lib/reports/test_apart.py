"""Things are done several at a time, and in their order where they share a person or a picture."""

import threading
from collections.abc import Set

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel_lib.reports.apart import apart

Thing = tuple[int, frozenset[str]]


def keys(thing: Thing) -> Set[str]:
    """Return what a thing is of."""
    return thing[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from("ABCDEF"), max_size=2)), st.integers(1, 5))
def test_every_thing_is_done_once_and_told_in_its_order(drawn: list[set[str]], at_once: int) -> None:
    """Whatever things share, nothing is lost or moved, too many are never under way, and sharers go in their order."""
    things = [(place, frozenset(shared)) for place, shared in enumerate(drawn)]
    begun: list[Thing] = []
    under_way: set[Thing] = set()
    lock = threading.Lock()

    def do(thing: Thing) -> int:
        with lock:
            assert not any(keys(thing) & keys(other) for other in under_way)
            under_way.add(thing)
            begun.append(thing)
            assert len(under_way) <= at_once
        with lock:
            under_way.remove(thing)
        return thing[0]

    told = list(apart(things, keys, do, at_once))

    assert told == list(range(len(things)))
    assert len(begun) == len(things)
    for key in "ABCDEF":
        sharers = [place for place, shared in begun if key in shared]
        assert sharers == sorted(sharers)


def test_others_overtake_a_thing_that_waits() -> None:
    """While the first picture of A is under way, the second waits and one of B is begun."""
    second = threading.Event()

    def do(thing: Thing) -> int:
        if thing[0] == 0:
            assert second.wait(10), "the thing of B was never begun"
        if keys(thing) == {"B"}:
            second.set()
        return thing[0]

    told = list(apart([(0, frozenset("A")), (1, frozenset("A")), (2, frozenset("B"))], keys, do, 2))

    assert told == [0, 1, 2]


def test_what_goes_wrong_ends_the_run() -> None:
    """It is raised, and nothing more is begun."""
    begun: list[int] = []

    def do(thing: Thing) -> int:
        begun.append(thing[0])
        raise LookupError(thing[0])

    with pytest.raises(LookupError):
        list(apart([(place, frozenset()) for place in range(100)], keys, do, 2))

    assert len(begun) <= 4
