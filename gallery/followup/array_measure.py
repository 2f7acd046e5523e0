"""Whether the pictures of a photo array are alike enough and not too alike, by the product's own model (E-07, W-17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gallery.casework.means import Casework
from gallery.records.arrays import ArrayPicture
from gallery.rules.follow_up import FollowUpRules, LineupRules
from kernel_lib.errors import PictureDamaged, Unacceptable, WrongState
from kernel_lib.faces.image import decode

Vector = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Alike:
    """Similarity (n, n) of every picture of an array to every other; place 0 is the person, place n filler n.

    The templates that it was measured from are not kept.
    """

    table: NDArray[np.float32]

    @classmethod
    def of(cls, vectors: Sequence[Vector]) -> "Alike":
        """Measure unit vectors of one model."""
        stacked = np.stack(vectors).astype(np.float64)
        return cls((stacked @ stacked.T).astype(np.float32))

    def odd(self, rules: LineupRules) -> tuple[int, ...]:
        """Return the fillers that stand out: too unlike the person."""
        return tuple(place for place in self._fillers if self.table[0, place] < rules.odd_below)

    def apart(self, rules: LineupRules) -> tuple[int, ...]:
        """Return the fillers that stand out otherwise: on average too unlike all the other pictures."""
        others = (self.table.sum(axis=1) - self.table.diagonal()) / max(1, len(self.table) - 1)
        odd = self.odd(rules)
        return tuple(place for place in self._fillers if place not in odd and others[place] < rules.odd_below)

    def twins(self, rules: LineupRules) -> tuple[tuple[int, int], ...]:
        """Return the pairs of places that are too alike to be told apart."""
        found = np.argwhere(np.triu(self.table >= rules.twin_from, k=1))
        return tuple((int(one), int(other)) for one, other in found)

    def kept(self) -> list[list[float]]:
        """Return the table for the sealed record, to four places; the disclosure pack holds it, no page shows it."""
        return [[round(float(each), 4) for each in row] for row in self.table]

    @property
    def _fillers(self) -> range:
        return range(1, len(self.table))


def vector_of(casework: Casework, data: bytes) -> Vector:
    """Return the template of the largest face of a picture; whoever asked forgets it.

    Raises:
        PictureRefused: the bytes are no picture.
        Unacceptable: no face is found in it.
    """
    picture = decode(data)
    found = casework.faces.detect(picture)
    if not found:
        raise Unacceptable("E-07", "No face was found in one of the pictures.", "Take it out and add another one.")
    return casework.faces.encode(picture, max(found, key=lambda face: face.eye_distance)).vector


def measured(casework: Casework, pictures: Sequence[ArrayPicture]) -> Alike:
    """Measure stored pictures, the person's first.

    Raises:
        PictureRefused, Unacceptable: as `vector_of`.
        WrongState: a picture is no longer held, as after its destruction.
    """
    try:
        found = [casework.images.get(each.lineage_id, each.sha256) for each in pictures]
    except PictureDamaged as error:
        reason = "A picture of this array is no longer held."
        raise WrongState("E-07", reason, "Take the filler that shows nothing out and add another one.") from error
    return Alike.of([vector_of(casework, each) for each in found])


def demand_fair(alike: Alike, rules: LineupRules) -> None:
    """Do nothing when no picture stands out and no two are near-twins. Raises Unacceptable: which place, and why."""
    odd, apart, twins = alike.odd(rules), alike.apart(rules), alike.twins(rules)
    if not (odd or apart or twins):
        return
    near = _listed(other for one, other in twins if one == 0)
    pairs = _listed(f"{one} + {other}" for one, other in twins if one)
    message = (
        f"Fillers that stand out, too unlike the person: {_listed(odd)}; too unlike the other pictures: "
        f"{_listed(apart)}. Near-twins of the person: {near}; of each other: {pairs}."
    )
    step = "Take out the fillers that are named, add others, and measure again."
    raise Unacceptable("E-07", message, step, fields={"fillers": message})


def kept(alike: Alike, rules: FollowUpRules, model_id: str) -> dict[str, Any]:
    """Return what the record keeps of a measurement: rule, bounds, model and table."""
    return {
        "rules_version": rules.version,
        "rules_sha256": rules.sha256,
        "min_fillers": rules.lineup.min_fillers,
        "odd_below": rules.lineup.odd_below,
        "twin_from": rules.lineup.twin_from,
        "bounds_source": rules.lineup.bounds_source,
        "model_id": model_id,
        "similarities": alike.kept(),
    }


# Private


def _listed(places: Iterable[object]) -> str:
    return ", ".join(str(each) for each in places) or "none"
