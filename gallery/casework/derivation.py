"""The probe editor: a certified examiner makes another picture from the chosen face, step by recorded step (A-14)."""

from collections.abc import Sequence

from audits.events import ProbeDerived
from gallery.authority import Person
from gallery.casework.duties import certified
from gallery.casework.edit_base import base_operations
from gallery.casework.examination import begin
from gallery.casework.examination_view import examination_view
from gallery.casework.means import Casework
from gallery.casework.probe import held_face
from gallery.casework.stages import EXAMINATION
from gallery.ledger import Act
from gallery.records.cases import request_by_id
from gallery.records.chains import Chain, add_chain, chain_of
from gallery.records.examinations import Examination
from gallery.records.ids import new_id
from gallery.records.probes import Derivative, Probe, ProbeFace, add_derivative, probe_of
from kernel_lib.errors import NotAllowed, Unacceptable
from kernel_lib.faces.editing.chain import Derived, derive
from kernel_lib.faces.editing.geometry import Point, moved
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.vocabulary import CertificateScope, WorkflowProfile
from kernel_lib.wire.editing import DerivationAsked, Edit, Operation, read_edits
from kernel_lib.wire.examination import ExaminationView

_STORED_FROM = 3
"""Decoding and masking are recorded; the pictures stored begin with the crop, so that nothing larger is kept."""


def edit(casework: Casework, person: Person, examination_id: str, asked: DerivationAsked) -> ExaminationView:
    """Make a picture by every edit asked for, and keep it as the one that the search uses. No edit takes all back.

    Raises:
        NotAllowed: the person is not certified for examination (A-16).
        NotFound: the examination is not this person's.
        WrongState: the notes on the probe are locked.
        Unacceptable: an edit does not exist (A-15) or does not fit (A-14), the face is no longer found or falls below
            the quality floor (A-18), or another face becomes visible (A-20).
    """
    with casework.ledger.act(person, ProbeDerived) as act:
        casework.authority.demand(person, "probe_derived")
        demand_editor(casework, person, act)
        examination = begin(act, casework, person, examination_id)
        _demand_not_requester(act, casework, person, examination)
        EXAMINATION.next_state(examination.state, "edit_probe")
        edits = read_edits(asked.steps, symmetry=casework.rules.editing.reflective_symmetry)
        probe = probe_of(act.connection, examination.request_id)
        if probe is None or probe.chosen is None:
            reason = "This request holds no picture with a chosen face."
            raise Unacceptable("A-20", reason, "End the examination as not suitable.")
        if edits:
            _keep(act, casework, examination, probe, edits)
        else:
            add_chain(act.connection, _chain(act, examination, probe, (), (), (), None, None))
            act.note(edits=0, parent_sha256=probe.sha256)
        return examination_view(act.connection, casework, examination)


def demand_editor(casework: Casework, person: Person, act: Act) -> None:
    """Do nothing for a certified examiner. Raises NotAllowed for everybody else (A-16)."""
    if not certified(casework.authority, person.certificates, CertificateScope.EXAMINATION, act.now.date()):
        raise NotAllowed(
            "A-16",
            "Only a person certified for examination edits a probe.",
            "Study the picture as it was received, or complete the training.",
        )


def picture_of(made: Derived) -> DecodedPicture:
    """Return a derived picture as the face engine takes it."""
    step = made.step
    return DecodedPicture(made.pixels, step.sha256, "PNG", step.width, step.height, 1, None, ())


# Private


def _demand_not_requester(act: Act, casework: Casework, person: Person, examination: Examination) -> None:
    """In the central-unit profile nobody edits the probe of their own request, certified or not (A-16)."""
    request = request_by_id(act.connection, examination.request_id)
    central = casework.rules.who.workflow.id is WorkflowProfile.CENTRAL_UNIT
    if central and request is not None and request.requester_id == person.account_id:
        raise NotAllowed("A-16", "Nobody edits the probe of their own request.", "Another examiner must do it.")


def _keep(act: Act, casework: Casework, examination: Examination, probe: Probe, edits: Sequence[Edit]) -> None:
    """Make the chain, store each new picture with its record, and say each in the log."""
    assert probe.chosen is not None  # noqa: S101  # the caller checked it
    operations = (*base_operations(probe, probe.chosen), *edits)
    made = tuple(derive(casework.images.get(probe.lineage_id, probe.sha256), operations))
    face = _chosen_in(casework, probe.chosen, operations, made)
    before = chain_of(act.connection, examination.id)
    known = {str(step["sha256"]) for step in before.steps} if before else set()
    stored = probe.sha256
    for each in made[_STORED_FROM - 1 :]:
        parent, stored = stored, casework.images.put(probe.lineage_id, each.png)
        if each.step.sha256 not in known:
            add_derivative(act.connection, _derivative(act, probe, each, (parent, stored), examination.examiner_id))
            if each is not made[-1]:
                act.also(ProbeDerived, operation=each.step.operation, derived_sha256=each.step.sha256)
    last = made[-1].step
    act.note(edits=len(edits), operation=last.operation)
    act.note(parent_sha256=last.parent_sha256, derived_sha256=last.sha256, software=last.software)
    add_chain(act.connection, _chain(act, examination, probe, operations, edits, made, face, stored))


def _chosen_in(
    casework: Casework, face: ProbeFace, operations: Sequence[Operation], made: Sequence[Derived]
) -> ProbeFace:
    """Find the chosen face again at the place where the edits moved it, and no other face beside it."""
    x, y = _centre(face, operations, made)
    picture = picture_of(made[-1])
    found = casework.faces.detect(picture)
    at = [each for each in found if _covers(each.box, (x, y))]
    if len(at) != 1:
        raise _unusable("A-18", "The chosen face is not found in the picture that these edits make")
    if len(found) > 1:
        raise _unusable("A-20", "These edits make another face visible; every other face must stay masked")
    held = held_face(at[0], casework.faces.assess(picture, at[0], found))
    if not held.searchable:
        raise _unusable("A-18", "After these edits the face is below the quality floor")
    return held


def _centre(face: ProbeFace, operations: Sequence[Operation], made: Sequence[Derived]) -> Point:
    left, top, width, height = face.box
    point = (left + width / 2, top + height / 2)
    for operation, before, after in zip(operations, made, made[1:], strict=False):
        sizes = ((before.step.width, before.step.height), (after.step.width, after.step.height))
        point = moved(point, *sizes, operation)
    return point


def _covers(box: tuple[float, float, float, float], point: Point) -> bool:
    left, top, width, height = box
    return left <= point[0] <= left + width and top <= point[1] <= top + height


def _derivative(act: Act, probe: Probe, made: Derived, stored: tuple[str, str], made_by: str) -> Derivative:
    """The record of a stored picture: parent and own hash are of stored files, those of pixels stand beside them."""
    step = made.step
    pixels = {"parent_pixels_sha256": step.parent_sha256, "pixels_sha256": step.sha256, "number": step.number}
    return Derivative(
        id=new_id(),
        probe_id=probe.id,
        parent_sha256=stored[0],
        sha256=stored[1],
        operation=step.operation,
        parameters={**step.parameters, **pixels},
        software=step.software,
        made_by=made_by,
        made_at=act.now,
    )


def _chain(
    act: Act,
    examination: Examination,
    probe: Probe,
    operations: Sequence[Operation],
    edits: Sequence[Edit],
    made: Sequence[Derived],
    face: ProbeFace | None,
    stored: str | None,
) -> Chain:
    return Chain(
        id=new_id(),
        probe_id=probe.id,
        examination_id=examination.id,
        operations=tuple(each.model_dump(mode="json") for each in operations),
        edits=tuple(each.model_dump(mode="json") for each in edits),
        steps=tuple(each.step.model_dump(mode="json") for each in made),
        face=face,
        stored_sha256=stored,
        made_by=examination.examiner_id,
        made_at=act.now,
    )


def _unusable(rule: str, reason: str) -> Unacceptable:
    return Unacceptable(rule, f"{reason}.", "Change or drop the last step.", fields={"steps": f"{reason}."})
