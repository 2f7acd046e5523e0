"""What is searched at a moment: snapshots, and what was added since. A value; changes put another in its place."""

from dataclasses import dataclass
from functools import cached_property

from gallery.index.allowed import Allowed
from gallery.index.compaction import wants_whole
from gallery.index.segment import Segment


@dataclass(frozen=True, eq=False)
class State:
    """`kept` are the segments that a snapshot holds or, after a rebuild, is to hold; `delta` is what came since."""

    kept: tuple[Segment, ...]
    delta: Segment

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All, the delta last."""
        return (*self.kept, self.delta)

    @cached_property
    def held(self) -> Allowed:
        """The number of every reference held."""
        held = self.delta.held_bits
        for segment in self.kept:
            held = held.either(segment.held_bits)
        return held


def chosen_of(state: State) -> tuple[bool, tuple[Segment, ...]]:
    """Say whether all is put into one snapshot, and which segments go into the next; none: nothing is to be done."""
    first, others = state.kept[:1], state.segments[1:] if state.kept else state.segments
    beside = sum(len(segment.numbers) for segment in others)
    erased = sum(len(segment.numbers) - segment.size for segment in state.segments)
    rebuilt = any(segment.file is None for segment in first)
    if rebuilt or not first or wants_whole(len(first[0].numbers), beside, erased):
        return True, state.segments if beside or erased or rebuilt else ()
    return False, others if len(state.delta.numbers) else ()
