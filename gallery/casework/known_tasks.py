"""Known tasks proposed by compliance: lawful source, written authority, answer, a picture not of casework (D-11).

Nothing is searched before another person decides (`known_tasks_decided`).
"""

from datetime import datetime

from sqlalchemy import Connection

from audits.events import KnownTaskProposed
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.intake import neutral_number
from gallery.casework.means import Casework
from gallery.casework.probe import demand_face, demand_searchable, look, masked_crop, taken_in
from gallery.casework.stages import KNOWN_TASK
from gallery.records.cases import Request, add_request
from gallery.records.examinations import examinations_of
from gallery.records.gallery import subject_numbered
from gallery.records.ids import new_id
from gallery.records.known_tasks import (
    Proposal,
    add_proposal,
    casework_fingerprints,
    casework_holds,
    change_proposal,
    proposal_of,
)
from gallery.records.probes import Derivative, add_derivative, add_probe, choose_face, probe_of
from gallery.records.who import account_by_id
from kernel_lib.errors import Unacceptable
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.similar import Fingerprint, SimilarRules, similar_to
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import ExaminationState, RequestState
from kernel_lib.wire.casework import RequestDraft
from kernel_lib.wire.known_tasks import KnownTaskProposal, KnownTaskView


def propose(casework: Casework, person: Person, proposal: KnownTaskProposal) -> KnownTaskView:
    """Keep a proposal; it waits for its picture.

    Raises:
        Unacceptable: the source is not on the list or not for this service, the written authority is too short, or
            the answer names nobody who is held.
    """
    with casework.ledger.act(person, KnownTaskProposed) as act:
        casework.authority.demand(person, "known_task_proposed")
        _demand_source(casework, person.service, proposal.source)
        demand_words(casework, "authority", proposal.authority)
        if proposal.same:
            _demand_subject(act.connection, person.service, proposal.subject_number)
        request = _request(person, act.now)
        act.about(object_id=request.id)
        add_request(act.connection, request)
        kept = Proposal(
            request_id=request.id,
            service=person.service,
            state=KNOWN_TASK.start,
            source=proposal.source,
            authority=proposal.authority.strip(),
            same=proposal.same,
            subject_number=proposal.subject_number if proposal.same else "",
            proposed_by=person.account_id,
            proposed_at=act.now,
        )
        add_proposal(act.connection, kept)
        act.note(known_task=True, same=kept.same, source=kept.source, authority_sha256=sha256_of(kept.authority))
        return task_view(act.connection, casework, person, kept)


def offer(casework: Casework, person: Person, task_id: str, filename: str, data: bytes) -> KnownTaskView:
    """Take in the picture of one's own proposal; it then waits for another person. It is not searched.

    Raises:
        NotFound: there is no such proposal of this person.
        WrongState: it has its picture already, or was decided on.
        PictureRefused: the bytes are no picture, or no face is found.
        Unacceptable: several people are shown, the face is below the floor, or casework holds this or a similar
            picture.
    """
    looked = look(casework, data if casework.authority.allows(person, "known_task_proposed") else b"")
    with casework.ledger.act(person, KnownTaskProposed) as act:
        casework.authority.demand(person, "known_task_proposed")
        held = proposal_here(act.connection, person, task_id)
        if held.proposed_by != person.account_id:
            raise nothing_there("known task")
        act.about(object_id=task_id)
        state = KNOWN_TASK.next_state(held.state, "offer_picture")
        picture, faces = demand_face(looked)
        _demand_alone(len(faces))
        _demand_no_casework(act.connection, picture)
        probe = taken_in(task_id, person, act.now, filename, len(data), picture, faces)
        chosen = demand_searchable(probe, 0)
        casework.images.put(probe.lineage_id, data)
        add_probe(act.connection, probe)
        crop = masked_crop(casework, person, probe, chosen)
        add_derivative(act.connection, Derivative(**{**vars(crop), "made_at": act.now}))
        choose_face(act.connection, probe.id, 0, "Known task")
        change_proposal(act.connection, task_id, state=state)
        act.note(known_task=True, offered=True, sha256=probe.sha256)
        return task_view(act.connection, casework, person, Proposal(**{**vars(held), "state": state}))


def proposal_here(connection: Connection, person: Person, task_id: str) -> Proposal:
    """Return a task of the person's own service. Raises NotFound for any other (G-01)."""
    held = proposal_of(connection, task_id)
    if held is None or held.service != person.service:
        raise nothing_there("known task")
    return held


def demand_words(casework: Casework, name: str, given: str) -> None:
    """Do nothing when an authority or a reason is long enough to be one. Raises Unacceptable."""
    shortest = casework.rules.review.known_task_reason
    if len(given.strip()) < shortest:
        message = f"Write at least {shortest} characters."
        raise Unacceptable("D-11", f"The {name} is too short. {message}", "Nothing was kept.", fields={name: message})


def task_view(connection: Connection, casework: Casework, person: Person, held: Proposal) -> KnownTaskView:
    """Build the view of a task for compliance or for whoever decides."""
    probe = probe_of(connection, held.request_id)
    source = casework.rules.review.known_sources.get(held.source)
    answers = examinations_of(connection, held.request_id)
    return KnownTaskView(
        id=held.request_id,
        state=held.state,
        source=source.title if source else held.source,
        authority=held.authority,
        same=held.same,
        subject_number=held.subject_number,
        proposed_by=_name(connection, held.proposed_by),
        proposed_at=held.proposed_at,
        own=held.proposed_by == person.account_id,
        picture=f"known-tasks/{held.request_id}/probe" if probe and not held.ended_at else "",
        decided_by=_name(connection, held.decided_by),
        decided_at=held.decided_at,
        decision_reason=held.decision_reason,
        retired_by=_name(connection, held.retired_by),
        retired_at=held.retired_at,
        retirement_reason=held.retirement_reason,
        answered=sum(each.state is ExaminationState.LOCKED for each in answers),
    )


# Private


def _request(person: Person, now: datetime) -> Request:
    draft = RequestDraft(source_obtained_on=now.date()).model_dump(mode="json")
    return Request(
        id=new_id(),
        number=neutral_number("R"),
        service=person.service,
        case_id=None,
        requester_id=person.account_id,
        state=RequestState.KNOWN_TASK,
        draft=draft,
        offence_title="",
        rules={},
        created_at=now,
        changed_at=now,
        submitted_at=None,
    )


def _demand_source(casework: Casework, service: str, source: str) -> None:
    known = casework.rules.review.known_sources.get(source)
    if known is None or (known.demonstration and not casework.rules.who.services[service].demonstration):
        message = "Choose one of the sources of the list."
        reason = "A known task is made of pictures of these sources only, never of casework."
        raise Unacceptable("D-11", reason, message, fields={"source": message})


def _demand_subject(connection: Connection, service: str, number: str) -> None:
    if subject_numbered(connection, service, number) is None:
        message = "There is no subject with this number."
        raise Unacceptable("D-11", message, "Check the subject number.", fields={"subject_number": message})


def _demand_alone(faces: int) -> None:
    if faces != 1:
        message = f"{faces} faces were found; a known task shows one person."
        raise Unacceptable("D-11", message, "Offer a picture of the one person.", fields={"picture": message})


def _demand_no_casework(connection: Connection, picture: DecodedPicture) -> None:
    others = [Fingerprint.read(text) for text in casework_fingerprints(connection)]
    own = Fingerprint.of(picture.pixels)
    if casework_holds(connection, picture.sha256) or similar_to(own, others, SimilarRules.read()):
        message = "A request holds this or a similar picture: a known task is never made of casework."
        raise Unacceptable("D-11", message, "Offer another picture.", fields={"picture": message})


def _name(connection: Connection, account_id: str | None) -> str:
    account = account_by_id(connection, account_id) if account_id else None
    return account.display_name if account else ""
