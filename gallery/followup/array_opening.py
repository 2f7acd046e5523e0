"""A photo array is handed over by a one-time code to somebody without part in the case (E-06, W-17)."""

from datetime import timedelta

from audits.events import PhotoArrayPrepared, PhotoArrayShown
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.lead import current
from gallery.casework.means import Casework
from gallery.casework.stages import ARRAY
from gallery.followup.array_fillers import open_array
from gallery.followup.array_showing import showing_of, step_of
from gallery.followup.contradictions import open_flags
from gallery.followup.facts import Facts
from gallery.followup.view import after
from gallery.ledger import Act
from gallery.records.arrays import PhotoArray, array_by_code, change_array, request_of_array
from gallery.records.cases import approval_of, request_by_id
from gallery.records.examinations import examinations_of
from gallery.records.gallery import current_eligibility
from gallery.records.leads import lead_by_id
from gallery.records.packs import request_ids_of
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import EligibilityState, LeadState
from kernel_lib.wire.arrays import ArrayOpened, ArrayShowing
from kernel_lib.wire.follow_up import FollowUpView

_FOLLOWED = (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10
"""32 letters to the power of 10: nobody guesses one within its minutes."""


def give_code(casework: Casework, person: Person, array_id: str) -> FollowUpView:
    """Make a one-time code for whoever shows the pictures; it is told once, and one before it is void.

    Raises:
        NotFound: there is no such array of this person.
        WrongState: it is not measured, or it is shown or sealed; or no independent link is recorded (E-06).
    """
    with casework.ledger.act(person, PhotoArrayPrepared) as act:
        array = open_array(act, casework, person, array_id, "give_code")
        code = "".join(casework.chance.choices(_LETTERS, k=_LENGTH))
        until = act.now + timedelta(minutes=casework.rules.follow_up.lineup.code_minutes)
        change_array(act.connection, array.id, code_sha256=sha256_of(code), code_until=until)
        act.note(step="code_given", until=until.isoformat())
        view = after(act, casework, array.lead_id)
        told = tuple(each.model_copy(update={"code": code}) if each.id == array.id else each for each in view.arrays)
        return view.model_copy(update={"arrays": told})


def begin(casework: Casework, person: Person, given: ArrayOpened) -> ArrayShowing:
    """Begin a showing by its code: the order is drawn, the code is used up, the first picture is shown.

    Raises:
        NotFound: the code is unknown, used or too old, or of another service.
        NotAllowed: the person has or had part in the case (E-06).
        Unacceptable: they do not say that they do not know which picture is the person's.
        WrongState: the lead is over or contradicted meanwhile (E-10, E-11), or a filler may no longer be used.
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
        casework.authority.demand(person, "array_shown")
        code = given.code.strip().upper().replace(" ", "").replace("-", "")
        array = _demand_code(act, person, array_by_code(act.connection, sha256_of(code)))
        _demand_without_part(act, person, array)
        if not given.unaware:
            message = "Only somebody who does not know which picture is the person's shows them."
            raise Unacceptable("E-06", message, "Ask somebody else to show them.", fields={"unaware": message})
        state = ARRAY.next_state(array.state, "open")
        _demand_lead(act, array)
        _demand_usable(act, array)
        order = list(range(len(array.pictures)))
        casework.chance.shuffle(order)
        values = {"administrator_id": person.account_id, "started_at": act.now, "code_sha256": None, "code_until": None}
        change_array(act.connection, array.id, state=state, order=tuple(order), **values)
        pictures = [array.pictures[index].sha256 for index in order]
        bounds = {key: value for key, value in array.measured.items() if key != "similarities"}
        opened = {"administrator_id": person.account_id, "unaware": True, "pictures": pictures, "bounds": bounds}
        step_of(act, array.id, "started", **opened)
        step_of(act, array.id, "shown", place=1)
        act.note(step="started", pictures=len(order))
        return showing_of(act, array.id)


# Private


def _demand_code(act: Act, person: Person, array: PhotoArray | None) -> PhotoArray:
    request = request_by_id(act.connection, request_of_array(act.connection, array)) if array else None
    good = array is not None and array.code_until is not None and act.now < array.code_until
    if array is None or request is None or not good or request.service != person.service:
        raise nothing_there("code")
    act.about(object_id=array.id, case_id=request.case_id)
    act.note(array_id=array.id)
    return array


def _demand_without_part(act: Act, person: Person, array: PhotoArray) -> None:
    """Whoever asked in the case, or approved or examined this search, may know who the person is."""
    request = request_by_id(act.connection, request_of_array(act.connection, array))
    assert request is not None  # noqa: S101  # the code was good
    ids = request_ids_of(act.connection, request.case_id) if request.case_id else ()
    asked = [found for each in ids if (found := request_by_id(act.connection, each))]
    approval = approval_of(act.connection, request.id)
    parts = {array.made_by, request.requester_id, *(each.requester_id for each in asked)}
    parts |= {each.examiner_id for each in examinations_of(act.connection, request.id)}
    parts |= {approval.decided_by} if approval else set()
    if person.account_id in parts:
        reason = "Whoever has part in the case does not show the pictures."
        raise NotAllowed("E-06", reason, "Give the code to somebody who does not know who the person is.")


def _demand_lead(act: Act, array: PhotoArray) -> None:
    """The lead must still be followed; why it is not is nothing that whoever shows the pictures may learn."""
    lead = lead_by_id(act.connection, array.lead_id)
    assert lead is not None  # noqa: S101  # the array refers to it
    facts = Facts.of(act.connection, lead.id)
    flags = open_flags(act.connection, lead, facts)
    if current(act, lead).state not in _FOLLOWED or (flags and not facts.stop_answer(flags)):
        raise WrongState("E-06", "This photo array may not be shown now.", "Its investigator must look at it.")


def _demand_usable(act: Act, array: PhotoArray) -> None:
    for each in array.fillers:
        held = current_eligibility(act.connection, each.picture_id) if each.picture_id else None
        fit = held is not None and held.state is EligibilityState.ELIGIBLE and held.next_review >= act.now.date()
        if each.picture_id and not fit:
            raise WrongState("E-07", "A filler may no longer be used.", "Its investigator must replace it.")
