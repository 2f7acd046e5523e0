"""A piece of a report as Jupyter displays it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel_lib.reports.note import MEDIA_TYPE


@dataclass(frozen=True)
class Block:
    """A piece of a report as Jupyter displays it: HTML for people, a note for the runner, plain text for neither."""

    html: str
    note: Mapping[str, Any] = field(default_factory=dict)
    plain: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self.plain or "(shown in the report)", "text/html": self.html}
        return {**bundle, MEDIA_TYPE: dict(self.note)} if self.note else bundle


def joined(blocks: Iterable[Block]) -> "Blocks":
    """Put blocks under one another in one output."""
    return Blocks(tuple(blocks))


@dataclass(frozen=True)
class Blocks:
    """Several blocks shown in order."""

    blocks: tuple[Block, ...]

    def _ipython_display_(self) -> None:
        from IPython.display import display  # loaded in kernels only

        display(*self.blocks)  # type: ignore[no-untyped-call]  # IPython leaves it untyped
