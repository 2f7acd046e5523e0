"""What the models see in a booking picture: one face, its findings, and whether it may be searched (F-07, F-08)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.rules.enrolment import EnrolmentRules, Route, route_of
from kernel_lib.errors import PictureRefused, Refusal, Unacceptable
from kernel_lib.faces.detection import Face
from kernel_lib.faces.pipeline import Engine, FacePipeline, Outcome, Seen
from kernel_lib.faces.quality import Finding

_RECAPTURE = "Take another picture at the next lawful occasion, or mark the right one at its source."
_SECOND_FACE = 0.3
"""A face whose eyes are this much as far apart as the largest's is a second person; smaller ones are background."""


@dataclass(frozen=True, eq=False)
class Portrait:
    """A booking picture with its one face. `vector` is None when the picture is kept and not searched.

    `recapture` names the findings because of which another picture is wanted.
    """

    format: str
    width: int
    height: int
    box: tuple[float, float, float, float]
    findings: tuple[Finding, ...]
    vector: NDArray[np.float32] | None
    notes: tuple[str, ...]
    recapture: tuple[str, ...] = ()


@dataclass(frozen=True)
class WantsTemplate:
    """Whether a picture of a pose gets a template: it shows one face, and no finding keeps it from being searched.

    It goes with the picture to whoever looks at it, so of a picture that may not be searched no template is ever made.
    """

    searchable_pose: bool
    routing: tuple[tuple[tuple[str, str], Route], ...]

    @classmethod
    def by(cls, rules: EnrolmentRules, pose: str) -> "WantsTemplate":
        """The rule for pictures of one pose."""
        return cls(pose in rules.searchable_poses, tuple(rules.routing.items()))

    def __call__(self, seen: Seen) -> bool:
        """Say whether a template is made."""
        routes = {route_of(dict(self.routing), one.component, one.verdict) for one in _poor(seen.findings)}
        return (
            self.searchable_pose and len(_people(seen.faces)) == 1 and not routes & {Route.REFUSE, Route.UNSEARCHABLE}
        )


def look(data: bytes, pose: str, engine: Engine, rules: EnrolmentRules) -> Portrait:
    """Look at one picture. Raises as `portrait_of` does."""
    (outcome,) = FacePipeline(engine, 1).see([data], [WantsTemplate.by(rules, pose)])
    return portrait_of(outcome, pose, rules)


def portrait_of(outcome: Outcome, pose: str, rules: EnrolmentRules) -> Portrait:
    """Return what enrolment keeps of what was seen in a picture.

    Raises:
        PictureRefused: the bytes are no picture.
        Unacceptable: there is no face, or more than one, or it is below the floor of quality (F-07).
    """
    if isinstance(outcome, Refusal):
        raise PictureRefused(outcome.rule, outcome.reason, outcome.next_step)
    face = _demand_one(outcome)
    poor = _poor(outcome.findings)
    routes = {each.component: rules.route(each.component, each.verdict) for each in poor}
    for each in poor:
        if routes[each.component] is Route.REFUSE:
            raise _refused("F-07", each.sentence)
    notes = [*outcome.notes, *(each.sentence for each in poor)]
    if pose not in rules.searchable_poses:
        notes.append("Pictures of this pose are kept and not searched.")
    return Portrait(
        format=outcome.format,
        width=outcome.width,
        height=outcome.height,
        box=face.box,
        findings=outcome.findings,
        vector=_vector(outcome) if WantsTemplate.by(rules, pose)(outcome) else None,
        notes=tuple(notes),
        recapture=tuple(name for name, route in routes.items() if route is not Route.TELL),
    )


# Private


def _demand_one(seen: Seen) -> Face:
    people = _people(seen.faces)
    if not people or seen.face is None:
        raise _refused("enrolment.no_face", "No face was found in the picture.")
    if len(people) > 1:
        raise _refused(
            "enrolment.several_faces", f"The picture shows {len(people)} faces; a booking picture shows one."
        )
    return seen.face


def _people(found: Sequence[Face]) -> list[Face]:
    largest = max((face.eye_distance for face in found), default=0.0)
    return [face for face in found if face.eye_distance >= _SECOND_FACE * largest]


def _poor(findings: Sequence[Finding]) -> list[Finding]:
    return [each for each in findings if each.verdict in ("caution", "refused")]


def _vector(seen: Seen) -> NDArray[np.float32]:
    vector = seen.template.vector if seen.template else np.zeros(0, np.float32)
    if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1) > 1e-3:
        raise _refused("enrolment.no_template", "No template could be made of this face.")
    return vector


def _refused(rule: str, reason: str) -> Unacceptable:
    return Unacceptable(rule, reason, _RECAPTURE, fields={"picture": reason})
