"""What is to happen when: acts in the order of their moments, each of which may put further ones into the diary."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from gallery.simulation.clock import SimulatedClock

Deed = Callable[[], None]


@dataclass
class Diary:
    """A queue by moment; what falls on one moment comes in the order in which it was put in."""

    clock: SimulatedClock
    _waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _counted: int = 0

    def add(self, moment: datetime, deed: Deed) -> None:
        """Put a deed in for a moment; one for a moment that has passed comes next."""
        self._counted += 1
        heapq.heappush(self._waiting, (moment, self._counted, deed))

    def run(self, until: datetime, tell: Callable[[int], None]) -> None:
        """Do everything up to a moment; what falls later is left undone. `tell` gets how many deeds were done."""
        done = 0
        while self._waiting and self._waiting[0][0] <= until:
            moment, _, deed = heapq.heappop(self._waiting)
            self.clock.reach(moment)
            deed()
            done += 1
            tell(done)
        self.clock.reach(until)
