"""After a change of the face model eligible pictures get a template of the new one, some at a time (F-11).

A template is searched by its own model alone: until its turn comes a picture is in no search. What is not eligible gets
no template; its old one goes with the picture. A run goes on where it stopped, and may be run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audits.events import Retemplated, RetemplatingForeseen
from gallery.authority import Person
from gallery.enrolment.encoding.asked import Asked, Encoding
from gallery.enrolment.made import Made, Waiting, keep_made
from gallery.enrolment.portrait import WantsTemplate, portrait_of
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.ledger import Act, Ledger
from gallery.records.gallery import remove_references
from gallery.records.retemplating import OldTemplate, old_templates, other_numbers
from gallery.rules import Rules
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import PictureDamaged, PictureRefused, Unacceptable
from kernel_lib.faces.pipeline import Outcome
from kernel_lib.wire.gallery import RetemplatingAsked, RetemplatingStep


@dataclass(frozen=True)
class Retemplating:
    """Makes templates anew for a person's own service."""

    ledger: Ledger
    images: Images
    index: Index
    encoding: Encoding
    rules: Rules

    def foresee(self, person: Person) -> RetemplatingStep:
        """Return how many eligible pictures wait for a template of the model in use; nothing is changed."""
        waiting = self._waiting(person)
        with self.ledger.act(person, RetemplatingForeseen) as act:
            step = waiting.foreseen(act)
            act.note(model=step.model, waiting=step.waiting)
        return step

    def run(self, person: Person, asked: RetemplatingAsked) -> RetemplatingStep:
        """Make templates for some pictures. One that is no longer eligible when they are kept is passed over."""
        waiting = self._waiting(person)
        with self.ledger.reading() as connection:
            found = old_templates(connection, person.service, waiting.model_id, waiting.today, asked.after, asked.limit)
        made = self._made(found)
        numbers: list[int] = []
        kept = False
        try:
            with self.ledger.act(person, Retemplated) as act:
                lasting = waiting.still(act, made)
                good = [each for each in lasting if each.vector is not None]
                numbers = self._keep(act, good)
                self._index_them(numbers, good)
                step = waiting.told(act, made, lasting, asked.limit)
                act.note(**step.model_dump(exclude={"after"}))
            kept = True
        finally:
            if numbers and not kept:
                self.index.remove(numbers)
        return step

    # Private

    def _waiting(self, person: Person) -> Waiting:
        today = self.rules.who.local_day(self.ledger.now(), person.service)
        return Waiting(person.service, self.encoding.model_id, today)

    def _made(self, found: Sequence[OldTemplate]) -> list[Made]:
        """Look at all of them on every core, as many at once as keep the cores busy."""
        step = self.encoding.at_once
        return [one for start in range(0, len(found), step) for one in self._some(found[start : start + step])]

    def _some(self, found: Sequence[OldTemplate]) -> list[Made]:
        """Without a vector is what is damaged or may not be searched."""
        rules = self.rules.enrolment
        readable = [(old, data) for old in found if (data := self._picture(old)) is not None]
        seen = self.encoding.see_all([Asked(data, WantsTemplate.by(rules, old.pose)) for old, data in readable])
        vectors = {
            old.picture_id: _vector(each.outcome, old.pose, rules)
            for (old, _), each in zip(readable, seen, strict=True)
        }
        return [Made(old, vectors.get(old.picture_id)) for old in found]

    def _picture(self, old: OldTemplate) -> bytes | None:
        try:
            return self.images.get(old.lineage_id, old.sha256)
        except PictureDamaged:
            return None

    def _keep(self, act: Act, made: Sequence[Made]) -> list[int]:
        numbers = keep_made(act, self.images, made, self.encoding.model_id)
        before = other_numbers(act.connection, [each.old.picture_id for each in made], self.encoding.model_id)
        remove_references(act.connection, before)
        return numbers

    def _index_them(self, numbers: Sequence[int], made: Sequence[Made]) -> None:
        if numbers:
            self.index.add(
                numbers, np.stack([each.vector for each in made if each.vector is not None]), self.encoding.model_id
            )


def _vector(outcome: Outcome, pose: str, rules: EnrolmentRules) -> NDArray[np.float32] | None:
    try:
        return portrait_of(outcome, pose, rules).vector
    except (PictureRefused, Unacceptable):
        return None
