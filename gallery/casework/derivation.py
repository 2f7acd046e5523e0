"""The probe editor: a certified examiner makes another picture from the chosen face, step by recorded step (A-14)."""

from audits.events import ProbeDerived
from gallery.authority import Person
from gallery.casework.duties import certified, nothing_there
from gallery.casework.edited import STORED_FROM, Edited, edited
from gallery.casework.examination import begin
from gallery.casework.examination_view import examination_view
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION
from gallery.ledger import Act, Prepared
from gallery.records.cases import request_by_id
from gallery.records.chains import Chain, add_chain, chain_of
from gallery.records.examinations import Examination, examination_by_id
from gallery.records.ids import new_id
from gallery.records.probes import Derivative, Probe, add_derivative, probe_of
from kernel_lib.errors import NotAllowed
from kernel_lib.faces.editing.chain import Derived
from kernel_lib.vocabulary import CertificateScope, WorkflowProfile
from kernel_lib.wire.editing import DerivationAsked, read_edits
from kernel_lib.wire.examination import ExaminationView


def edit(casework: Casework, person: Person, examination_id: str, asked: DerivationAsked) -> ExaminationView:
    """Make a picture by every edit asked for, and keep it as the one that the search uses. No edit takes all back.

    Raises:
        NotAllowed: the person is not certified for examination (A-16).
        NotFound: the examination is not this person's.
        WrongState: the notes on the probe are locked.
        Unacceptable: an edit does not exist (A-15) or does not fit (A-14), the face is no longer found or falls below
            the quality floor (A-18), or another face becomes visible (A-20).
    """
    prepared = Prepared(lambda: _made(casework, person, examination_id, asked))
    with casework.ledger.act(person, ProbeDerived) as act:
        casework.authority.demand(person, "probe_derived")
        demand_editor(casework, person, act)
        examination = begin(act, casework, person, examination_id)
        _demand_not_requester(act, casework, person, examination)
        EXAMINATION.next_state(examination.state, "edit_probe")
        made = prepared.demand()
        probe = probe_of(act.connection, examination.request_id)
        if probe is None or (made and made[0].id != probe.id):
            raise nothing_there("picture")
        _keep(act, casework, examination, probe, made[1] if made else None)
        return examination_view(act.connection, casework, examination)


def demand_editor(casework: Casework, person: Person, act: Act) -> None:
    """Do nothing for a certified examiner. Raises NotAllowed for everybody else (A-16)."""
    if not certified(casework.authority, person.certificates, CertificateScope.EXAMINATION, act.now.date()):
        raise NotAllowed(
            "A-16",
            "Only a person certified for examination edits a probe.",
            "Study the picture as it was received, or complete the training.",
        )


# Private


def _demand_not_requester(act: Act, casework: Casework, person: Person, examination: Examination) -> None:
    """In the central-unit profile nobody edits the probe of their own request, certified or not (A-16)."""
    request = request_by_id(act.connection, examination.request_id)
    central = casework.rules.who.workflow.id is WorkflowProfile.CENTRAL_UNIT
    if central and request is not None and request.requester_id == person.account_id:
        raise NotAllowed("A-16", "Nobody edits the probe of their own request.", "Another examiner must do it.")


def _made(
    casework: Casework, person: Person, examination_id: str, asked: DerivationAsked
) -> tuple[Probe, Edited] | None:
    """Make the picture for whoever may ask for it; None where all edits are taken back, and for everybody else."""
    with casework.ledger.reading() as connection:
        examination = examination_by_id(connection, examination_id)
        probe = probe_of(connection, examination.request_id) if examination else None
    today = casework.ledger.now().date()
    trained = certified(casework.authority, person.certificates, CertificateScope.EXAMINATION, today)
    if examination is None or examination.examiner_id != person.account_id or probe is None or not trained:
        return None
    edits = read_edits(asked.steps, symmetry=casework.rules.editing.reflective_symmetry)
    return (probe, edited(casework, probe, edits)) if edits else None


def _keep(act: Act, casework: Casework, examination: Examination, probe: Probe, made: Edited | None) -> None:
    """Store each new picture with its record, and say each in the log; without edits the chain ends all others."""
    if made is None:
        add_chain(act.connection, _chain(act, examination, probe, None, None))
        act.note(edits=0, parent_sha256=probe.sha256)
        return
    before = chain_of(act.connection, examination.id)
    known = {str(step["sha256"]) for step in before.steps} if before else set()
    stored = probe.sha256
    for each, png in zip(made.made[STORED_FROM - 1 :], made.stored, strict=True):
        parent, stored = stored, casework.images.put(probe.lineage_id, png)
        if each.step.sha256 not in known:
            add_derivative(act.connection, _derivative(act, probe, each, (parent, stored), examination.examiner_id))
            if each is not made.made[-1]:
                act.also(ProbeDerived, operation=each.step.operation, derived_sha256=each.step.sha256)
    last = made.made[-1].step
    act.note(edits=len(made.edits), operation=last.operation)
    act.note(parent_sha256=last.parent_sha256, derived_sha256=last.sha256, software=last.software)
    add_chain(act.connection, _chain(act, examination, probe, made, stored))


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


def _chain(act: Act, examination: Examination, probe: Probe, made: Edited | None, stored: str | None) -> Chain:
    return Chain(
        id=new_id(),
        probe_id=probe.id,
        examination_id=examination.id,
        operations=tuple(each.model_dump(mode="json") for each in made.operations) if made else (),
        edits=tuple(each.model_dump(mode="json") for each in made.edits) if made else (),
        steps=tuple(each.step.model_dump(mode="json") for each in made.made) if made else (),
        face=made.face if made else None,
        stored_sha256=stored,
        made_by=examination.examiner_id,
        made_at=act.now,
    )
