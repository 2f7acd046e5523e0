"""What the models see in a booking picture: one face, its findings, and whether it may be searched (F-07, F-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gallery.rules.enrolment import EnrolmentRules, Route
from kernel_lib.errors import Unacceptable
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.faces.quality import Finding

_RECAPTURE = "Take another picture at the next lawful occasion, or mark the right one at its source."
_SECOND_FACE = 0.3
"""A face whose eyes are this much as far apart as the largest's is a second person; smaller ones are background."""


class Faces(Protocol):
    """The part of the face engine that enrolment uses."""

    @property
    def model_id(self) -> str:
        """Name and hash of the recogniser."""
        ...

    def detect(self, picture: DecodedPicture, *, turns: Sequence[float] = (0.0,)) -> tuple[Face, ...]:
        """Every face found."""
        ...

    def assess(self, picture: DecodedPicture, face: Face, faces: Sequence[Face]) -> tuple[Finding, ...]:
        """Measured findings on one face."""
        ...

    def encode(self, picture: DecodedPicture, face: Face) -> Template:
        """The template of one face."""
        ...


@dataclass(frozen=True, eq=False)
class Portrait:
    """A booking picture with its one face. `vector` is None when the picture is kept and not searched.

    `recapture` names the findings because of which another picture is wanted.
    """

    picture: DecodedPicture
    box: tuple[float, float, float, float]
    findings: tuple[Finding, ...]
    vector: NDArray[np.float32] | None
    notes: tuple[str, ...]
    recapture: tuple[str, ...] = ()


def look(data: bytes, pose: str, faces: Faces, rules: EnrolmentRules) -> Portrait:
    """Find, measure and, where rules allow, encode the one face of a picture.

    Raises:
        PictureRefused: the bytes are no picture.
        Unacceptable: there is no face, or more than one, or it is below the floor of quality (F-07).
    """
    picture = decode(data)
    found = faces.detect(picture)
    face = _only(found)
    findings = faces.assess(picture, face, (face,))
    _demand_floor(findings, rules)
    routes = {each.component: rules.route(each.component, each.verdict) for each in findings if _beyond(each)}
    searchable = pose in rules.searchable_poses and Route.UNSEARCHABLE not in routes.values()
    recapture = tuple(name for name, route in routes.items() if route is not Route.TELL)
    notes = [*picture.notes, *(each.sentence for each in findings if _beyond(each))]
    if pose not in rules.searchable_poses:
        notes.append("Pictures of this pose are kept and not searched.")
    vector = _encoded(faces, picture, face) if searchable else None
    return Portrait(picture, face.box, findings, vector, tuple(notes), recapture)


def _only(found: Sequence[Face]) -> Face:
    if not found:
        raise _refused("enrolment.no_face", "No face was found in the picture.")
    largest = max(found, key=lambda face: face.eye_distance)
    people = [face for face in found if face.eye_distance >= _SECOND_FACE * largest.eye_distance]
    if len(people) > 1:
        raise _refused(
            "enrolment.several_faces", f"The picture shows {len(people)} faces; a booking picture shows one."
        )
    return largest


def _demand_floor(findings: Sequence[Finding], rules: EnrolmentRules) -> None:
    below = [each for each in findings if _beyond(each) and rules.route(each.component, each.verdict) is Route.REFUSE]
    if below:
        raise _refused("F-07", below[0].sentence)


def _beyond(finding: Finding) -> bool:
    return finding.verdict in ("caution", "refused")


def _encoded(faces: Faces, picture: DecodedPicture, face: Face) -> NDArray[np.float32]:
    vector = faces.encode(picture, face).vector
    if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1) > 1e-3:
        raise _refused("enrolment.no_template", "No template could be made of this face.")
    return vector


def _refused(rule: str, reason: str) -> Unacceptable:
    return Unacceptable(rule, reason, _RECAPTURE, fields={"picture": reason})
