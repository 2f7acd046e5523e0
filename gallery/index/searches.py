"""Who is searching now: told apart by when they began, so that a file is given up only after its last reader."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Searches:
    """Counts searches under way. Beginning and ending one takes a moment's turn; searching itself takes none."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._begun = 0
        self._under_way: set[int] = set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Be counted from now until the end."""
        with self._turn:
            self._begun += 1
            mine = self._begun
            self._under_way.add(mine)
        try:
            yield
        finally:
            with self._turn:
                self._under_way.remove(mine)
                self._turn.notify_all()

    def wait_for_earlier(self) -> None:
        """Return once every search has ended that had begun before this call."""
        with self._turn:
            now = self._begun
            self._turn.wait_for(lambda: min(self._under_way, default=now + 1) > now)
