"""What each peer must do to be measured."""

from pathlib import Path
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]

EVERYONE = "all"


class Unsupported(Exception):
    """The peer has no such act; the text says what it offers instead."""


class Peer(Protocol):
    """One way to search. Rows are numbered from 0 in the order given.

    `shifts`: after a removal the later rows are numbered one lower.
    """

    shifts: ClassVar[bool]

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Take `vectors` (n, d), float32 of unit length, in; files, if any, go into the folder and are durable after.

        `shares` are the sets of eligible rows that will be asked for by name; a database may keep them as columns.
        """

    def opened(self) -> float | None:
        """Let go of what was built and take it up from its files, as after a restart; return the seconds that took.

        None: it is no store that could be opened again.
        """

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Return up to `k` rows of the share (EVERYONE: of all), the most similar first."""

    def remove(self, row: int) -> None:
        """Take a row out for good, with the clean-up that the peer offers; durable after. Raises Unsupported."""

    def version(self) -> str:
        """The version that ran."""

    def processes(self) -> list[int]:
        """The processes whose memory is the peer's, beside this one."""

    def close(self) -> None:
        """Stop what was started."""


class InMemory:
    """Nothing to open again, nothing to stop, nobody beside this process; rows keep their numbers."""

    shifts: ClassVar[bool] = False

    def opened(self) -> float | None:
        """It is not opened again."""
        return None

    def processes(self) -> list[int]:
        """None."""
        return []

    def close(self) -> None:
        """Nothing."""
