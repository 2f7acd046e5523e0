"""What another model would change for one service: past probes searched again by both over the gallery of today."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.accuracy import deployed
from gallery.casework.means import Casework
from gallery.casework.search import searched_vector
from gallery.desk.evaluations import EvaluationsDesk
from gallery.evaluation.impact import FORMAT, OWN_GALLERY, SCALE, TODAY, Replayed, Side, impact
from gallery.index.allowed import Allowed
from gallery.records.chains import Chain, chain_of
from gallery.records.examinations import examinations_of, given_back_of
from gallery.records.impacts import PastSearch, count_eligible_pictures, eligible_templates, past_searches
from gallery.records.probes import probe_of
from gallery.records.retemplating import count_old
from gallery.records.searches import Search, search_by_id
from kernel_lib.errors import PictureDamaged, PictureRefused, WrongState
from kernel_lib.faces.engine import FaceEngine

RULE = "F-11"
MOST_SEARCHES = 2_000
"""Past searches that a report searches again at most, the newest."""
MOST_WITHOUT = 0.01
"""Share of eligible pictures that may lack a template of the new model: a file that no longer opens has none."""
_TEMPLATE = "template"


@dataclass(frozen=True)
class Reckoning:
    """The model in use is that of `casework`; `faces` is the other one, `sets` the folder of labelled sets."""

    casework: Casework
    faces: FaceEngine
    sets: Path

    def told(self, person: Person, evaluation_set: str = "") -> dict[str, Any]:
        """Return the report on the person's own service as JSON values.

        Raises:
            WrongState: the model is in use, or too many eligible pictures have no template of it yet.
            NotFound: there is no such labelled set.
        """
        old, new, faces = self.casework, replace(self.casework, faces=self.faces), self.faces
        if faces.model_id == old.faces.model_id:
            raise WrongState(RULE, "This model is in use already.", "Choose another of the registered models.")
        today = old.rules.who.local_day(old.ledger.now(), person.service)
        with old.ledger.reading() as connection:
            without = count_old(connection, person.service, faces.model_id, today)
            eligible = count_eligible_pictures(connection, person.service, old.faces.model_id, today)
            if without > MOST_WITHOUT * eligible:
                reason = f"{without} of {eligible} eligible pictures have no template of this model yet."
                following = "Have the administrator run `leadbook retemplate --model NAME --run` first."
                raise WrongState(RULE, reason, following)
            sides = [self._side(connection, person.service, each, today) for each in (old, new)]
            searches = past_searches(connection, person.service, MOST_SEARCHES)
            build = deployed(connection, old)
            both = [(old, sides[0][0]), (new, sides[1][0])]
            replayed = list(self._replayed(connection, searches, both, build.longest))
            told = impact(replayed, build.threshold, build.longest)
            accuracy = [self._accuracy(connection, person, each, evaluation_set) for each in (old, new)]
        return {
            "format": FORMAT,
            "service": person.service,
            "old": sides[0][1],
            "new": sides[1][1],
            "without": without,
            "replayed": len(replayed),
            "left_out": len(searches) - len(replayed),
            **told,
            "evaluation_set": evaluation_set,
            "accuracy": [each for each in accuracy if each],
            "statements": [SCALE, TODAY, OWN_GALLERY],
        }

    def _side(
        self, connection: Connection, service: str, casework: Casework, today: date
    ) -> tuple[Side, dict[str, Any]]:
        """A service's gallery of today by one model, and what names it."""
        numbers, owners, rows = [], [], []
        subjects: dict[str, int] = {}
        for part in eligible_templates(connection, service, casework.faces.model_id, today):
            for each in part:
                numbers.append(each.number)
                owners.append(subjects.setdefault(each.subject_id, len(subjects)))
                sealed = casework.images.unseal(each.lineage_id, each.sealed, _TEMPLATE)
                rows.append(np.frombuffer(sealed, np.float32))
        vectors = np.stack(rows) if rows else np.empty((0, 1), np.float32)
        told = {
            "model_id": casework.faces.model_id,
            "pictures": len(numbers),
            "people": len(subjects),
            "snapshot_sha256": Allowed.of(numbers).sha256,
        }
        return Side(vectors, np.asarray(owners, np.int64), tuple(subjects)), told

    def _replayed(
        self, connection: Connection, searches: Sequence[PastSearch], by: Sequence[tuple[Casework, Side]], longest: int
    ) -> Iterator[Replayed]:
        for each in searches:
            search, probe = search_by_id(connection, each.id), probe_of(connection, each.request_id)
            if probe is None or not all(side.subjects for _, side in by):
                continue
            try:
                chain = _chain_of(connection, search)
                old, new = (
                    side.best(searched_vector(connection, casework, probe, chain), longest, each.lead_subject_id)
                    for casework, side in by
                )
            except (PictureDamaged, PictureRefused, WrongState):
                continue
            yield Replayed(old, new, each.lead_subject_id)

    def _accuracy(self, connection: Connection, person: Person, casework: Casework, name: str) -> dict[str, Any]:
        if not name:
            return {}
        body = EvaluationsDesk(casework, self.sets).measured(connection, person, name)
        return {
            "model_id": casework.faces.model_id,
            **{key: body[key] for key in ("set", "no_template", "first_place", "operating", "groups")},
        }


# Private


def _chain_of(connection: Connection, search: Search) -> Chain | None:
    """The edits that a search was run with, as its capsule says."""
    if "derived" not in json.loads(search.capsule):
        return None
    made = (*examinations_of(connection, search.request_id), *given_back_of(connection, search.request_id))
    mine = (each for each in made if each.search_id == search.id and each.examiner_id == search.examiner_id)
    first = next(mine, None)
    return chain_of(connection, first.id) if first else None
