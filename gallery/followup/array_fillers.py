"""A photo array is put together: fillers proposed, sent or taken out, then measured (E-06, E-07, W-17)."""

from audits.events import PhotoArrayPrepared
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.lead import begin
from gallery.casework.means import Casework
from gallery.casework.probe import demand_face, look
from gallery.casework.stages import ARRAY, LEAD
from gallery.followup.array_measure import demand_fair, kept, measured
from gallery.followup.array_proposal import demand_more, proposal
from gallery.followup.contradictions import demand_no_open_flag
from gallery.followup.evidence import links
from gallery.followup.facts import Facts, demand_words
from gallery.followup.view import after
from gallery.ledger import Act, Prepared
from gallery.records.arrays import ArrayPicture, PhotoArray, add_array, array_by_id, arrays_of, change_array
from gallery.records.gallery import picture_by_id
from gallery.records.ids import new_id
from gallery.records.leads import Lead
from gallery.records.searches import candidate_by_id
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import ArrayState
from kernel_lib.wire.arrays import UploadSource
from kernel_lib.wire.follow_up import FollowUpView


def prepare(casework: Casework, person: Person, lead_id: str) -> FollowUpView:
    """Begin an array for a lead; only one at a time is under way.

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: no independent link is recorded (E-06), a stop flag is open (E-10), the lead is over (E-11), or an
            array is under way.
    """
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        lead = _lead(act, casework, person, lead_id)
        if any(each.state is not ArrayState.SEALED for each in arrays_of(act.connection, lead.id)):
            raise WrongState("E-06", "A photo array of this lead is under way.", "Finish it before you begin another.")
        newest = picture_by_id(
            act.connection, candidate_by_id(act.connection, lead.candidate_id).pictures[0].picture_id
        )
        if newest is None:
            raise nothing_there("picture")
        subject_id = candidate_by_id(act.connection, lead.candidate_id).subject_id
        shown = ArrayPicture(newest.lineage_id, newest.sha256, newest.id, subject_id)
        array = PhotoArray(
            id=new_id(),
            lead_id=lead.id,
            lineage_id=new_id(),
            state=ArrayState.PREPARING,
            person=shown,
            fillers=(),
            proposed=(),
            upload_source="",
            made_by=person.account_id,
            made_at=act.now,
            measured={},
        )
        add_array(act.connection, array)
        act.note(array_id=array.id, person_sha256=shown.sha256)
        return after(act, casework, lead.id)


def propose(casework: Casework, person: Person, array_id: str) -> FollowUpView:
    """Fill an array up to the least number with booking pictures of the owning service, chosen by rule and chance.

    Raises:
        NotFound: there is no such array of this person.
        WrongState: it is being shown or sealed, or as `prepare`.
        Unacceptable: no further picture within the bounds is held, or enough were offered.
    """
    before = _held(casework, array_id)
    asked = before is not None and casework.authority.allows(person, "array_prepared")
    prepared = Prepared(lambda: proposal(casework, before) if before and asked else ())
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "change")
        demand_more(array, casework.rules.follow_up.lineup)
        if before is None or before.fillers != array.fillers:
            raise WrongState("E-07", "The fillers changed in the meantime.", "Look at them and ask again.")
        found = prepared.demand()
        offered = (*array.proposed, *(each.picture_id for each in found))
        _change(act, array, (*array.fillers, *found), proposed=offered)
        act.note(step="proposed", added=len(found), offered=len(offered))
        return after(act, casework, array.lead_id)


def name_source(casework: Casework, person: Person, array_id: str, given: UploadSource) -> FollowUpView:
    """Say where the pictures that are sent next come from and what allows their use. Raises as `propose` does."""
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "change")
        demand_words(given.source, casework.rules.follow_up.what_min_length, "source", "E-07")
        change_array(act.connection, array.id, upload_source=given.source)
        act.note(step="source")
        return after(act, casework, array.lead_id)


def upload(casework: Casework, person: Person, array_id: str, data: bytes) -> FollowUpView:
    """Add a filler that was sent, unchanged under its hash, with the source told before.

    Raises:
        NotFound: there is no such array of this person.
        WrongState: it is being shown or sealed.
        Unacceptable: the bytes show not exactly one face, no source is told, or it is in the array or it is full.
    """
    looked = look(casework, data if casework.authority.allows(person, "array_prepared") else b"")
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "change")
        demand_words(array.upload_source, casework.rules.follow_up.what_min_length, "source", "E-07")
        picture, faces = demand_face(looked)
        _demand_new(array, data, len(faces), casework.rules.follow_up.lineup.most_fillers)
        stored = casework.images.put(array.lineage_id, data)
        filler = ArrayPicture(array.lineage_id, stored, source=array.upload_source)
        _change(act, array, (*array.fillers, filler))
        act.note(step="uploaded", sha256=stored, width=picture.width, height=picture.height)
        return after(act, casework, array.lead_id)


def take_out(casework: Casework, person: Person, array_id: str, number: int) -> FollowUpView:
    """Take a filler out, called by its number from 1. Raises NotFound and WrongState as `propose` does."""
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "change")
        if not 1 <= number <= len(array.fillers):
            raise nothing_there("filler")
        gone = array.fillers[number - 1]
        left = tuple(each for place, each in enumerate(array.fillers, start=1) if place != number)
        _change(act, array, left)
        act.note(step="taken_out", sha256=gone.sha256)
        left_now = after(act, casework, array.lead_id)
    if not gone.picture_id:
        casework.images.remove(array.lineage_id, [gone.sha256])
    return left_now


def measure(casework: Casework, person: Person, array_id: str) -> FollowUpView:
    """Measure every picture against every other; a fair array is ready to be shown (E-07). Templates are forgotten.

    Raises:
        NotFound: there is no such array of this person.
        WrongState: it is ready, being shown or sealed, or as `prepare`.
        Unacceptable: there are too few fillers, one stands out, or two are near-twins; which, in words.
    """
    before = _held(casework, array_id)
    asked = before is not None and casework.authority.allows(person, "array_prepared")
    prepared = Prepared(lambda: measured(casework, before.pictures) if before and asked else None)
    rules = casework.rules.follow_up
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "measure")
        act.note(step="measured", fillers=len(array.fillers))
        if len(array.fillers) < rules.lineup.min_fillers:
            message = f"Use at least {rules.lineup.min_fillers} fillers."
            raise Unacceptable("E-06", message, "Add more and measure again.", fields={"fillers": message})
        alike = prepared.demand()
        if before is None or alike is None or before.fillers != array.fillers:
            raise WrongState("E-07", "The fillers changed in the meantime.", "Look at them and ask again.")
        demand_fair(alike, rules.lineup)
        told = kept(alike, rules, casework.faces.model_id)
        change_array(act.connection, array.id, state=ArrayState.READY, measured=told)
        act.note(rules_version=rules.version, model_id=casework.faces.model_id)
        return after(act, casework, array.lead_id)


def open_array(act: Act, casework: Casework, person: Person, array_id: str, step: str) -> PhotoArray:
    """Return an array of this person's lead at which a step is possible now. Raises NotFound and WrongState."""
    array = array_by_id(act.connection, array_id)
    casework.authority.demand(person, "array_prepared")
    if array is None:
        raise nothing_there("photo array")
    _lead(act, casework, person, array.lead_id)
    act.note(array_id=array.id)
    ARRAY.next_state(array.state, step)
    return array


# Private


def _lead(act: Act, casework: Casework, person: Person, lead_id: str) -> Lead:
    """The lead, once a fact joins the person to the offence by itself and nothing contradicts it (E-06, E-10)."""
    lead = begin(act, casework, person, lead_id, "array_prepared")
    LEAD.next_state(lead.state, "record")
    facts = Facts.of(act.connection, lead.id)
    if not links(casework, facts):
        reason = "A lineup may not rest on the lead: no fact joins the person to the offence by itself."
        raise WrongState("E-06", reason, "Record an independent link first.")
    demand_no_open_flag(act.connection, lead, facts)
    return lead


def _held(casework: Casework, array_id: str) -> PhotoArray | None:
    with casework.ledger.reading() as connection:
        return array_by_id(connection, array_id)


def _change(act: Act, array: PhotoArray, fillers: tuple[ArrayPicture, ...], **more: object) -> None:
    """Set the fillers; what was measured, and a code that was given, no longer hold."""
    forgotten: dict[str, object] = {
        "state": ArrayState.PREPARING,
        "measured": {},
        "code_sha256": None,
        "code_until": None,
    }
    change_array(act.connection, array.id, fillers=fillers, **forgotten, **more)


def _demand_new(array: PhotoArray, data: bytes, faces: int, most: int) -> None:
    if faces != 1:
        message = f"A filler shows one face; this picture shows {faces}."
    elif sha256_hex(data) in {each.sha256 for each in array.pictures}:
        message = "This picture is in the array already."
    elif len(array.fillers) >= most:
        message = f"Use at most {most} fillers."
    else:
        return
    raise Unacceptable("E-07", message, "Choose another picture.", fields={"picture": message})
