"""A set of reference numbers as bits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.index.allowed import RUNS_KEPT, Allowed

NUMBERS = st.sets(st.integers(0, 5_000), max_size=200)


@given(NUMBERS, NUMBERS)
@settings(max_examples=60, deadline=None)
def test_bits_do_what_sets_do(mine: set[int], theirs: set[int]) -> None:
    """Size, members, order, difference, intersection and equality."""
    left, right = Allowed.of(mine), Allowed.of(theirs)

    assert (len(left), list(left)) == (len(mine), sorted(mine))
    assert set(left.without(right)) == mine - theirs
    assert set(left.both(right)) == mine & theirs
    assert set(left.either(right)) == mine | theirs
    assert (left == right) == (mine == theirs) == (left.sha256 == right.sha256)
    asked = np.array([0, 7, 8, 4_999, 5_000, 70_000, -1])
    assert left.flags_at(asked).tolist() == [number in mine for number in asked.tolist()]
    assert [number in left for number in asked.tolist()] == [number in mine for number in asked.tolist()]
    assert [number in left for number in asked] == [number in mine for number in asked.tolist()]


@given(NUMBERS)
@settings(max_examples=40, deadline=None)
def test_what_is_kept_gives_the_set_back(numbers: set[int]) -> None:
    """As runs that people can read."""
    kept = Allowed.of(numbers).kept()

    assert kept["count"] == len(numbers)
    assert sum(last - first + 1 for first, last in kept["runs"]) == len(numbers)
    assert set(Allowed.from_kept(kept)) == numbers


def test_a_ragged_set_is_kept_as_bits() -> None:
    """Every second of many: runs would take more room than the bits."""
    ragged = Allowed.of(range(0, 4 * RUNS_KEPT, 2))

    kept = ragged.kept()

    assert "runs" not in kept
    assert Allowed.from_kept(kept) == ragged


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"runs": [[1, 2]], "sha256": "0" * 64},
        {"runs": [[1, 1 << 40]], "sha256": "0" * 64},
        {"runs": [["a", 2]], "sha256": "0" * 64},
        {"bits": "no base64", "sha256": "0" * 64},
        {"bits": "aGVsbG8=", "sha256": "0" * 64},
    ],
)
def test_what_was_kept_otherwise_is_refused(kept: dict[str, object]) -> None:
    """Another set than its hash names, absurd numbers, or bytes that are none of ours."""
    with pytest.raises(ValueError, match="references"):
        Allowed.from_kept(kept)


@pytest.mark.parametrize("number", [-1, 1 << 40])
def test_a_number_that_no_reference_has_is_refused(number: int) -> None:
    """It would ask for memory that nobody has."""
    with pytest.raises(ValueError, match="reference numbers"):
        Allowed.of([number])
