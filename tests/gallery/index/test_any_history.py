"""Whatever was added, removed, saved and opened again, in any order: the index holds it and answers exactly."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.index.allowed import Allowed
from gallery.index.exact import Index
from tests.gallery.index.dying import MODEL, opened, vectors

NUMBERS = st.integers(1, 600)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sets(NUMBERS, min_size=1, max_size=6)),
        st.tuples(st.just("remove"), st.sets(NUMBERS, min_size=1, max_size=6)),
        st.tuples(st.just("remove held"), st.sets(st.integers(0, 20), min_size=1, max_size=3)),
        st.tuples(st.sampled_from(["save", "open", "fill"]), st.just(frozenset[int]())),
    ),
    max_size=14,
)


def _step(index: Index, folder: Path, held: set[int], saved: set[int], act: str, numbers: frozenset[int]) -> Index:
    """Do one step to the index and to the plain sets of what it holds and what a restart finds."""
    if act == "add" and (fresh := sorted(numbers - held)):
        index.add(fresh, vectors(fresh), MODEL)
        held |= set(fresh)
    if act.startswith("remove"):
        gone = numbers if act == "remove" else {n for place, n in enumerate(sorted(held)) if place in numbers}
        assert index.remove(sorted(gone)) == len(gone & held)
        held -= gone
        saved -= gone
    if act == "fill":
        # As after a rebuild: what the disk holds is saved at once, since its rows are no longer followed.
        index.fill(np.array(sorted(held), np.int64), vectors(sorted(held)))
    if act in ("save", "fill"):
        index.save()
        saved.clear()
        saved |= held
    if act == "open":
        index = opened(folder)
        refused = index.load()
        assert bool(refused) == (not (folder / "current.json").exists())
        held.clear()
        held |= saved
    return index


@given(STEPS, st.integers(1, 50), st.sets(NUMBERS, max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_history_leaves_what_it_says(steps: list[tuple[str, frozenset[int]]], k: int, some: set[int]) -> None:
    """Compared with plain sets and a plain scan after every step."""
    query = vectors([999])[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index, held, saved = opened(folder), set[int](), set[int]()
        for act, numbers in steps:
            index = _step(index, folder, held, saved, act, frozenset(numbers))
            assert (set(index.held), index.size) == (held, len(held)), act
            eligible = some & held
            found = index.nearest(query, k, Allowed.of(some), MODEL)
            ordered = sorted(eligible)
            scores = vectors(ordered).astype(np.float64) @ query.astype(np.float64) if ordered else np.empty(0)
            expected = [ordered[place] for place in np.argsort(-scores, kind="stable")[:k]]
            assert [number for number, _ in found] == expected
            assert (found.compared, found.proof.complete) == (len(eligible), True)
        plain = opened(folder / "plain")
        plain.fill(np.array(sorted(held), np.int64), vectors(sorted(held)))
        assert index.snapshot_id == plain.snapshot_id
