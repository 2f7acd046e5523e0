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
from gallery.enrolment.made import Made, Waiting, keep_made
from gallery.enrolment.portrait import look
from gallery.evaluation.contenders import Contenders
from gallery.images.store import Images
from gallery.ledger import Ledger, Prepared
from gallery.records.gallery import remove_references
from gallery.records.impacts import former_numbers
from gallery.records.retemplating import OldTemplate, old_templates
from gallery.rules import Rules
from kernel_lib.errors import PictureDamaged, PictureRefused, Unacceptable, WrongState
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.wire.gallery import RetemplatingAsked, RetemplatingStep
from kernel_lib.wire.models import FormerRemoved


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
            step = self._waiting(person, faces.model_id).foreseen(act)
            act.note(model=step.model, waiting=step.waiting)
        return step

    def run(self, person: Person, asked: RetemplatingAsked) -> RetemplatingStep:
        """Make templates for some pictures, from where the step before stopped. Raises as `foresee` does."""
        prepared = Prepared(lambda: self._made(person, asked))
        with self.ledger.act(person, Retemplated) as act:
            faces, made = prepared.demand()
            waiting = self._waiting(person, faces.model_id)
            lasting = waiting.still(act, made)
            keep_made(act, self.images, lasting, faces.model_id)
            step = waiting.told(act, made, lasting, asked.limit)
            act.note(**step.model_dump(exclude={"after"}), beside=True)
        return step

    def remove_former(self, person: Person) -> FormerRemoved:
        """Remove the templates of models that were in use before, of pictures that have one of the model in use.

        Raises:
            WrongState: eligible pictures still wait for a template of the model in use.
        """
        with self.ledger.act(person, FormerTemplatesRemoved) as act:
            waiting = self._waiting(person, self.in_use).count(act)
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

    def _made(self, person: Person, asked: RetemplatingAsked) -> tuple[FaceEngine, list[Made]]:
        faces = self._faces(asked.model)
        with self.ledger.reading() as connection:
            found = old_templates(
                connection, person.service, faces.model_id, self._today(person), asked.after, asked.limit
            )
        return faces, [Made(each, self._vector(each, faces)) for each in found]

    def _vector(self, old: OldTemplate, faces: FaceEngine) -> NDArray[np.float32] | None:
        try:
            data = self.images.get(old.lineage_id, old.sha256)
            return look(data, old.pose, faces, self.rules.enrolment).vector
        except (PictureDamaged, PictureRefused, Unacceptable):
            return None

    def _waiting(self, person: Person, model_id: str) -> Waiting:
        return Waiting(person.service, model_id, self._today(person))

    def _today(self, person: Person) -> date:
        return self.rules.who.local_day(self.ledger.now(), person.service)
