"""Templates of a registered model that is not in use, made beside those in use, which stay and are searched (W-19).

So a change of the model is weighed before it is made, and leaves no picture out of search while it is made. Once the
model is in use and every eligible picture has a template of it, those of models that were in use before are removed.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from audits.events import FormerTemplatesRemoved, Retemplated, RetemplatingForeseen
from gallery.authority import Person
from gallery.enrolment.portrait import look
from gallery.evaluation.contenders import Contenders
from gallery.images.store import Images
from gallery.ledger import Act, Ledger, Prepared
from gallery.records.gallery import add_reference, remove_references
from gallery.records.ids import new_id
from gallery.records.impacts import former_numbers
from gallery.records.retemplating import OldTemplate, count_old, old_templates, still_old
from gallery.rules import Rules
from kernel_lib.errors import PictureDamaged, PictureRefused, Unacceptable, WrongState
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.wire.gallery import RetemplatingAsked, RetemplatingStep
from kernel_lib.wire.models import FormerRemoved

_TEMPLATE = "template"


@dataclass(frozen=True, eq=False)
class _Made:
    old: OldTemplate
    vector: NDArray[np.float32] | None


@dataclass(frozen=True)
class Beside:
    """Makes them for a person's own service. `in_use` is the id of the model that is searched."""

    ledger: Ledger
    images: Images
    contenders: Contenders
    rules: Rules
    in_use: str

    def foresee(self, person: Person, model: str) -> RetemplatingStep:
        """Return how many eligible pictures wait for a template of a registered model; nothing is changed.

        Raises:
            NotFound: no such model is registered.
            Unacceptable: it cannot be loaded.
            WrongState: it is the model in use.
        """
        prepared = Prepared(lambda: self._faces(model))
        with self.ledger.act(person, RetemplatingForeseen) as act:
            faces = prepared.demand()
            waiting = self._waiting(act, person, faces)
            act.note(model=faces.model_id, waiting=waiting)
        return RetemplatingStep(model=faces.model_id, made=0, failed=0, passed=0, waiting=waiting, after=None)

    def run(self, person: Person, asked: RetemplatingAsked) -> RetemplatingStep:
        """Make templates for some pictures, from where the step before stopped. Raises as `foresee` does."""
        prepared = Prepared(lambda: self._made(person, asked))
        with self.ledger.act(person, Retemplated) as act:
            faces, made = prepared.demand()
            ids = [each.old.picture_id for each in made]
            current = still_old(act.connection, person.service, faces.model_id, self._today(person), ids)
            lasting = [each for each in made if each.old.picture_id in current]
            for each in lasting:
                self._keep(act, each, faces.model_id)
            step = RetemplatingStep(
                model=faces.model_id,
                made=sum(each.vector is not None for each in lasting),
                failed=sum(each.vector is None for each in lasting),
                passed=len(made) - len(lasting),
                waiting=self._waiting(act, person, faces),
                after=made[-1].old.picture_id if len(made) == asked.limit else None,
            )
            act.note(**step.model_dump(exclude={"after"}), beside=True)
        return step

    def remove_former(self, person: Person) -> FormerRemoved:
        """Remove the templates of models that were in use before, of pictures that have one of the model in use.

        Raises:
            WrongState: eligible pictures still wait for a template of the model in use.
        """
        with self.ledger.act(person, FormerTemplatesRemoved) as act:
            waiting = count_old(act.connection, person.service, self.in_use, self._today(person))
            if waiting:
                reason = f"{waiting} eligible pictures have no template of the model in use yet."
                raise WrongState("F-11", reason, "Run `leadbook retemplate --run` first; nothing was removed.")
            former = former_numbers(act.connection, person.service, self.in_use)
            removed = remove_references(act.connection, former)
            act.note(model=self.in_use, removed=removed)
        return FormerRemoved(removed=removed)

    # Private

    def _faces(self, model: str) -> FaceEngine:
        faces = self.contenders.open(model)
        if faces.model_id == self.in_use:
            raise WrongState("F-11", "This model is in use already.", "Leave its name out.")
        return faces

    def _made(self, person: Person, asked: RetemplatingAsked) -> tuple[FaceEngine, list[_Made]]:
        faces = self._faces(asked.model)
        with self.ledger.reading() as connection:
            found = old_templates(
                connection, person.service, faces.model_id, self._today(person), asked.after, asked.limit
            )
        return faces, [_Made(each, self._vector(each, faces)) for each in found]

    def _vector(self, old: OldTemplate, faces: FaceEngine) -> NDArray[np.float32] | None:
        try:
            data = self.images.get(old.lineage_id, old.sha256)
            return look(data, old.pose, faces, self.rules.enrolment).vector
        except (PictureDamaged, PictureRefused, Unacceptable):
            return None

    def _keep(self, act: Act, made: _Made, model_id: str) -> None:
        if made.vector is not None:
            sealed = self.images.seal(made.old.lineage_id, made.vector.tobytes(), _TEMPLATE)
            add_reference(act.connection, new_id(), made.old.picture_id, model_id, sealed)

    def _waiting(self, act: Act, person: Person, faces: FaceEngine) -> int:
        return count_old(act.connection, person.service, faces.model_id, self._today(person))

    def _today(self, person: Person) -> date:
        return self.rules.who.local_day(self.ledger.now(), person.service)
