"""Templates that one step of a run has made anew: those still wanted are kept, and the step is told (F-11, W-19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gallery.images.store import Images
from gallery.ledger import Act
from gallery.records.gallery import add_reference
from gallery.records.ids import new_id
from gallery.records.retemplating import OldTemplate, count_old, still_old
from kernel_lib.wire.gallery import RetemplatingStep

_TEMPLATE = "template"


@dataclass(frozen=True, eq=False)
class Made:
    """A picture that waited, with its new template; None where it is damaged or may not be searched."""

    old: OldTemplate
    vector: NDArray[np.float32] | None


@dataclass(frozen=True)
class Waiting:
    """The eligible pictures of a service that wait, on a day, for a template of a model."""

    service: str
    model_id: str
    today: date

    def count(self, act: Act) -> int:
        """Return how many there are now."""
        return count_old(act.connection, self.service, self.model_id, self.today)

    def still(self, act: Act, made: Sequence[Made]) -> list[Made]:
        """Return what was made of pictures that wait now as they did when their template was begun."""
        ids = [each.old.picture_id for each in made]
        current = still_old(act.connection, self.service, self.model_id, self.today, ids)
        return [each for each in made if each.old.picture_id in current]

    def foreseen(self, act: Act) -> RetemplatingStep:
        """Tell what waits; nothing was made."""
        waiting = self.count(act)
        return RetemplatingStep(model=self.model_id, made=0, failed=0, passed=0, waiting=waiting, after=None)

    def told(self, act: Act, made: Sequence[Made], lasting: Sequence[Made], limit: int) -> RetemplatingStep:
        """Tell a step of at most `limit` pictures, of which the `lasting` ones were kept."""
        return RetemplatingStep(
            model=self.model_id,
            made=sum(each.vector is not None for each in lasting),
            failed=sum(each.vector is None for each in lasting),
            passed=len(made) - len(lasting),
            waiting=self.count(act),
            after=made[-1].old.picture_id if len(made) == limit else None,
        )


def keep_made(act: Act, images: Images, made: Sequence[Made], model_id: str) -> list[int]:
    """Keep what has a template, sealed under its lineage's key, and return the numbers in order."""
    numbers = []
    for each in made:
        if each.vector is not None:
            sealed = images.seal(each.old.lineage_id, each.vector.tobytes(), _TEMPLATE)
            numbers.append(add_reference(act.connection, new_id(), each.old.picture_id, model_id, sealed))
    return numbers
