"""The service's own cores look at booking pictures."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from gallery.enrolment.encoding.asked import HERE, Asked, Encoded
from gallery.enrolment.encoding.together import Together
from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.pipeline import BATCH, Engine, FacePipeline


class NamedEngine(Engine, Protocol):
    """A face engine that says which model makes its templates."""

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        ...


class Here:
    """Looks at pictures on every core, with an engine of its own that is opened when the first one comes.

    Its engine uses one core a run, where that of a search uses all: their templates are the same, bit for bit.
    """

    def __init__(self, open_engine: Callable[[], NamedEngine], model_id: str, cores: int | None = None) -> None:
        """Take how an engine is opened, the model that it must have, and how many cores to use; None: all."""
        self._open = open_engine
        self._model_id = model_id
        self._opened: FacePipeline | None = None
        self._opening = threading.Lock()
        self._together = Together(self.look, cores or len(os.sched_getaffinity(0)), BATCH)

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        return self._model_id

    @property
    def at_once(self) -> int:
        """How many pictures keep every core busy."""
        return self._together.at_once

    def see(self, asked: Asked) -> Encoded:
        """What is seen in one picture. Raises WeightsRefused when a model file was changed since the start."""
        return self._together.see(asked)

    def see_all(self, asked: Sequence[Asked]) -> list[Encoded]:
        """What is seen in several, in their order. Raises WeightsRefused as `see` does."""
        return self._together.see_all(asked)

    def look(self, asked: Sequence[Asked]) -> list[Encoded]:
        """Look at some pictures now, by the thread that asks."""
        seen = self._pipeline().see([each.data for each in asked], [each.wanted for each in asked])
        return [Encoded(outcome, HERE) for outcome in seen]

    def close(self) -> None:
        """Nothing is open."""

    # Private

    def _pipeline(self) -> FacePipeline:
        with self._opening:
            if self._opened is None:
                engine = self._open()
                if engine.model_id != self._model_id:
                    raise WeightsRefused(
                        f"bulk engine: expected {self._model_id}, got {engine.model_id}; start the service again"
                    )
                self._opened = FacePipeline(engine, 1)
            return self._opened
