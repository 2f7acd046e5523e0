"""A picture that the models are asked to look at, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kernel_lib.faces.pipeline import Outcome, Wanted

HERE = "service"
"""Who looked, where it was the service itself."""


@dataclass(frozen=True)
class Asked:
    """The bytes of a picture, and the rule that says whether a template is made of it."""

    data: bytes = field(repr=False)
    wanted: Wanted


@dataclass(frozen=True, eq=False)
class Encoded:
    """What was seen in a picture, and by whom: `HERE`, or the name of a worker."""

    outcome: Outcome
    by: str


class Encoding(Protocol):
    """Looks at pictures. Nothing else makes an outcome, so no caller of the service can hand one in."""

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        ...

    @property
    def at_once(self) -> int:
        """How many pictures it is worth asking for at the same time."""
        ...

    def see(self, asked: Asked) -> Encoded:
        """What is seen in one picture; many threads may ask."""
        ...

    def see_all(self, asked: Sequence[Asked]) -> list[Encoded]:
        """The same for several, in their order."""
        ...

    def close(self) -> None:
        """Let go of whatever was opened."""
        ...
