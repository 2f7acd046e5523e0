"""Several acts at the same moment, and what came of each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kernel_lib.errors import Refused


def outcomes(*acts: Callable[[], object]) -> list[str]:
    """Do all acts at once; return in sorted order "done" or the name of the refusal of each."""

    def outcome(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(outcome, acts))
