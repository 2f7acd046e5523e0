"""A photo array is shown to a witness, one picture after the other, by somebody without part in the case (E-06, W-17).

The order is drawn at the start and kept. What is said is recorded with its moment; going back is a step of its own.
"""

from datetime import timedelta

from audits.events import PhotoArrayShown
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.casework.stages import ARRAY
from gallery.followup.array_chain import link
from gallery.followup.array_fillers import open_array
from gallery.followup.array_view import answers_at
from gallery.followup.facts import FactKind, keep
from gallery.followup.view import after
from gallery.ledger import Act
from gallery.records.arrays import (
    PhotoArray,
    array_by_code,
    array_by_id,
    arrays_shown_by,
    change_array,
    request_of_array,
    steps_of,
)
from gallery.records.cases import approval_of, request_by_id
from gallery.records.examinations import examinations_of
from gallery.records.gallery import current_eligibility
from gallery.records.leads import lead_by_id
from gallery.records.packs import request_ids_of
from kernel_lib.errors import NotAllowed, Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import ArrayState, EligibilityState
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd, ArrayOpened, ArrayShowing, ArrayShowings
from kernel_lib.wire.follow_up import FollowUpView

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10
"""32 letters to the power of 10: nobody guesses one within its minutes."""


def give_code(casework: Casework, person: Person, array_id: str) -> FollowUpView:
    """Make a one-time code for whoever shows the pictures; it is told once, and one before it is void.

    Raises:
        NotFound: there is no such array of this person.
        WrongState: it is not measured, or it is shown or sealed; or no independent link is recorded (E-06).
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
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
        WrongState: a filler may no longer be used.
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
        _demand_usable(act, array)
        order = list(range(len(array.pictures)))
        casework.chance.shuffle(order)
        values = {"administrator_id": person.account_id, "started_at": act.now, "code_sha256": None, "code_until": None}
        change_array(act.connection, array.id, state=state, order=tuple(order), **values)
        pictures = [array.pictures[index].sha256 for index in order]
        bounds = {key: value for key, value in array.measured.items() if key != "similarities"}
        opened = {"administrator_id": person.account_id, "unaware": True, "pictures": pictures, "bounds": bounds}
        _step(act, array.id, "started", **opened)
        _step(act, array.id, "shown", place=1)
        act.note(step="started", pictures=len(order))
        return _showing(act, array.id)


def get(casework: Casework, person: Person) -> ArrayShowings:
    """Return the showings that this person has under way, as after the page was opened again."""
    with casework.ledger.act(person, PhotoArrayShown) as act:
        casework.authority.demand(person, "array_shown")
        found = arrays_shown_by(act.connection, person.account_id)
        act.note(step="looked", showings=len(found))
        return ArrayShowings(showings=tuple(_showing(act, each.id) for each in found))


def answer(casework: Casework, person: Person, array_id: str, given: ArrayAnswer) -> ArrayShowing:
    """Record what the witness said of the picture shown now, and show the next one.

    Raises:
        NotFound: this person shows no such array.
        WrongState: it is sealed.
        Unacceptable: nothing is written.
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
        array = _shown_by(act, casework, person, array_id, "answer")
        if not given.words.strip():
            message = "Write what the witness said, in the witness's words."
            raise Unacceptable("E-06", message, "Nothing was recorded.", fields={"words": message})
        _step(act, array.id, "answered", place=array.place + 1, words=given.words.strip())
        following = array.place + 1
        if following < len(array.order):
            change_array(act.connection, array.id, place=following)
            _step(act, array.id, "shown", place=following + 1)
        act.note(step="answered", place=array.place + 1)
        return _showing(act, array.id)


def go_back(casework: Casework, person: Person, array_id: str) -> ArrayShowing:
    """Show the picture before again; that it went back is recorded, and what was said stays (W-17).

    Raises:
        NotFound: this person shows no such array.
        WrongState: it is sealed, or this is the first picture.
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
        array = _shown_by(act, casework, person, array_id, "go_back")
        if not array.place:
            raise WrongState("E-06", "This is the first picture.", "Record what the witness says of it.")
        _step(act, array.id, "went_back", place=array.place + 1, to=array.place)
        change_array(act.connection, array.id, place=array.place - 1)
        _step(act, array.id, "shown", place=array.place)
        act.note(step="went_back", place=array.place + 1)
        return _showing(act, array.id)


def end(casework: Casework, person: Person, array_id: str, given: ArrayEnd) -> ArrayShowing:
    """End the showing and seal its record: the last hash of its chain goes into the log and onto the lead.

    Raises:
        NotFound: this person shows no such array.
        WrongState: it is sealed.
        Unacceptable: a picture was not answered, and no reason is given.
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
        array = _shown_by(act, casework, person, array_id, "end")
        open_places = len(array.order) - _answered(act, array)
        if open_places and len(given.reason) < casework.rules.follow_up.what_min_length:
            message = f"{open_places} pictures have no answer. Say why the showing ends before them."
            raise Unacceptable("E-06", message, "Show them, or give the reason.", fields={"reason": message})
        reason = given.reason if open_places else ""
        seal = _step(act, array.id, "ended", reason=reason, unanswered=open_places)
        change_array(act.connection, array.id, state=ArrayState.SEALED, ended_at=act.now, seal=seal)
        lead = lead_by_id(act.connection, array.lead_id)
        assert lead is not None  # noqa: S101  # the array refers to it
        keep(act, person, lead, FactKind.ARRAY, {"array_id": array.id, "seal": seal, "from_face_search": True})
        act.note(step="sealed", seal=seal, unanswered=open_places)
        return _showing(act, array.id)


# Private


def _step(act: Act, array_id: str, kind: str, **more: object) -> str:
    return link(act.connection, array_id, {"kind": kind, "at": act.now.isoformat(), **more})


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


def _demand_usable(act: Act, array: PhotoArray) -> None:
    for each in array.fillers:
        held = current_eligibility(act.connection, each.picture_id) if each.picture_id else None
        fit = held is not None and held.state is EligibilityState.ELIGIBLE and held.next_review >= act.now.date()
        if each.picture_id and not fit:
            raise WrongState("E-07", "A filler may no longer be used.", "Its investigator must replace it.")


def _shown_by(act: Act, casework: Casework, person: Person, array_id: str, step: str) -> PhotoArray:
    casework.authority.demand(person, "array_shown")
    array = array_by_id(act.connection, array_id)
    if array is None or array.administrator_id != person.account_id:
        raise nothing_there("photo array")
    request = request_by_id(act.connection, request_of_array(act.connection, array))
    act.about(object_id=array.id, case_id=request.case_id if request else None)
    act.note(array_id=array.id)
    ARRAY.next_state(array.state, step)
    return array


def _answered(act: Act, array: PhotoArray) -> int:
    steps = steps_of(act.connection, array.id)
    return len({each.body["place"] for each in steps if each.body["kind"] == "answered"})


def _showing(act: Act, array_id: str) -> ArrayShowing:
    array = array_by_id(act.connection, array_id)
    assert array is not None  # noqa: S101  # the act holds it
    is_shown = array.state is ArrayState.SHOWING
    return ArrayShowing(
        id=array.id,
        state=array.state,
        place=array.place + 1,
        pictures=len(array.order),
        picture=f"arrays/{array.id}/shown/{array.place + 1}" if is_shown else "",
        answered=_answered(act, array),
        answers=answers_at(steps_of(act.connection, array.id), array.place + 1) if is_shown else (),
        seal=array.seal,
    )
