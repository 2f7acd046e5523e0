"""Evaluations of accuracy: a labelled set is searched on what is deployed and the document filed (C-02, L-01)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from audits.events import EvaluationFiled, EvaluationViewed
from gallery.authority import Person
from gallery.casework.accuracy import deployed
from gallery.casework.means import Casework
from gallery.evaluation.document import document
from gallery.evaluation.labelled import Labelled, LabelledSet, read_set
from gallery.evaluation.standing import NONE_ON_FILE, Standing, on_file
from gallery.evaluation.trials import Trials, searched
from gallery.ledger import Prepared
from gallery.records.agreements import agreed_galleries
from gallery.records.evaluations import Evaluation, add_evaluation, evaluations_held, newest_evaluation, people_counted
from gallery.records.ids import new_id
from kernel_lib.errors import PictureRefused
from kernel_lib.faces.image import decode
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.evaluation import (
    EvaluationsView,
    EvaluationView,
    GroupView,
    LengthView,
    OperatingView,
    RateView,
)

_SHOWN = 20
Vectors = list[NDArray[np.float32] | None]


@dataclass(frozen=True)
class EvaluationsDesk:
    """Runs and shows evaluations. `folder` holds the labelled sets, one folder each."""

    casework: Casework
    folder: Path

    def file(self, person: Person, name: str) -> EvaluationView:
        """Search a labelled set and keep what was found; nothing of the set enters gallery or index.

        Raises:
            NotAllowed: the person may not file evaluations.
            NotFound: there is no set of this name.
            Unacceptable: the set is not as its format says.
        """
        made = Prepared(lambda: self._searched(person, name))
        with self.casework.ledger.act(person, EvaluationFiled) as act:
            self.casework.authority.demand(person, "evaluation_filed")
            held, vectors = made.demand()
            body = self._document(act.connection, person, held, vectors)
            content = canonical_json(
                {**body, "filed_at": act.now.isoformat(timespec="seconds"), "id": (own := new_id())}
            )
            newest = newest_evaluation(act.connection)
            filed = Evaluation(
                id=own,
                number=newest.number + 1 if newest else 1,
                set_name=held.name,
                model_id=self.casework.faces.model_id,
                body=content.decode(),
                sha256=sha256_hex(content),
                filed_by=person.account_id,
                filed_at=act.now,
            )
            add_evaluation(act.connection, filed)
            act.about(object_id=filed.id)
            act.note(set=held.name, set_sha256=held.sha256, sha256=filed.sha256, model_id=filed.model_id)
            act.note(people=held.people, files=len(held.pictures), without=body["no_template"], **body["searches"])
            return self._view(act.connection, filed)

    def held(self, person: Person) -> EvaluationsView:
        """Return the evaluations held, newest first, and what is on file in words."""
        with self.casework.ledger.act(person, EvaluationViewed) as act:
            self.casework.authority.demand(person, "evaluation_viewed")
            views = tuple(self._view(act.connection, each) for each in evaluations_held(act.connection, _SHOWN))
            act.note(evaluations=len(views))
            return EvaluationsView(state=views[0].state if views else NONE_ON_FILE, evaluations=views)

    def measured(self, connection: Connection, person: Person, name: str) -> dict[str, Any]:
        """Return what a labelled set gives on the models of this desk, as JSON values; nothing is filed.

        Raises:
            NotFound: there is no set of this name.
            Unacceptable: the set is not as its format says.
        """
        held = read_set(self.folder, name, self.casework.rules.evaluation.most_pictures)
        return self._document(connection, person, held, [self._template(each) for each in held.pictures])

    # Private

    def _searched(self, person: Person, name: str) -> tuple[LabelledSet, Vectors]:
        self.casework.authority.demand(person, "evaluation_filed")
        held = read_set(self.folder, name, self.casework.rules.evaluation.most_pictures)
        return held, [self._template(each) for each in held.pictures]

    def _template(self, labelled: Labelled) -> NDArray[np.float32] | None:
        """The template of the largest face, as a probe's chosen face gives it; None where none can be made (L-04)."""
        try:
            picture = decode(labelled.path.read_bytes())
        except PictureRefused:
            return None
        found = self.casework.faces.detect(picture)
        if not found:
            return None
        largest = max(found, key=lambda face: face.eye_distance)
        return self.casework.faces.encode(picture, largest).vector

    def _document(self, connection: Connection, person: Person, held: LabelledSet, vectors: Vectors) -> dict[str, Any]:
        rules = self.casework.rules.evaluation
        subjects, groups = [each.subject for each in held.pictures], [each.group for each in held.pictures]
        trials: Trials = searched(subjects, vectors, groups, longest=rules.longest_list)
        return document(
            held,
            trials,
            deployed(connection, self.casework),
            rules,
            failed=sum(each is None for each in vectors),
            gallery_people=sum(
                people_counted(connection, each) for each in agreed_galleries(connection, person.service)
            ),
        )

    def _view(self, connection: Connection, evaluation: Evaluation) -> EvaluationView:
        rules = self.casework.rules.evaluation
        newest = on_file(connection, deployed(connection, self.casework), rules)
        stale = newest.stale if newest.evaluation == evaluation else ("a newer one is on file",)
        standing = Standing(evaluation, stale, rules)
        return _view(evaluation, standing, standing.body)


def group_view(name: str, told: dict[str, Any]) -> GroupView:
    """Return one group of a document; without rates where it has too few searches."""
    held = {key: value for key, value in told.items() if key != "established"}
    if not told["established"]:
        return GroupView(group=name, operating=None, **held)
    at = OperatingView.model_validate(held)
    return GroupView(group=name, mated=at.fnir.of, non_mated=at.fpir.of, operating=at)


# Private


def _view(evaluation: Evaluation, standing: Standing, body: dict[str, Any]) -> EvaluationView:
    return EvaluationView(
        sha256=evaluation.sha256,
        set_name=evaluation.set_name,
        set_sha256=body["set"]["sha256"],
        people=body["set"]["people"],
        pictures=body["set"]["pictures"],
        no_template=body["no_template"],
        mated=body["searches"]["mated"],
        non_mated=body["searches"]["non_mated"],
        gallery_people=body["gallery_people"],
        model_id=evaluation.model_id,
        filed_at=evaluation.filed_at,
        out_of_date=standing.stale,
        state=standing.state(),
        by_length=tuple(LengthView.model_validate(each) for each in body["by_length"]),
        first_place=RateView.model_validate(body["first_place"]),
        operating=OperatingView.model_validate(body["operating"]),
        groups=tuple(group_view(name, each) for name, each in body["groups"].items()),
        statements=tuple(body["statements"]),
    )
