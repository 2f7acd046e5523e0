"""What generated tests tried, counted by the tests themselves as they run and told at the end of the run."""

from collections import Counter

TRIED: Counter[str] = Counter()
"""How often each kind of thing was tried in this run."""


def tried(what: str, times: int = 1) -> None:
    """Count something that a test just tried."""
    TRIED[what] += times
