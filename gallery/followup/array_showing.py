"""A photo array is shown to a witness, one picture after the other, by somebody without part in the case (E-06, W-17).

The order is drawn at the start and kept. What is said is recorded with its moment; going back is a step of its own.
"""

from audits.events import PhotoArrayShown
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.casework.stages import ARRAY
from gallery.followup.array_chain import link
from gallery.followup.array_view import answers_at
from gallery.followup.facts import FactKind, keep
from gallery.ledger import Act
from gallery.records.arrays import (
    PhotoArray,
    array_by_id,
    arrays_shown_by,
    change_array,
    request_of_array,
    steps_of,
)
from gallery.records.cases import request_by_id
from gallery.records.leads import lead_by_id
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.vocabulary import ArrayState
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd, ArrayShowing, ArrayShowings


def get(casework: Casework, person: Person) -> ArrayShowings:
    """Return the showings that this person has under way, as after the page was opened again."""
    with casework.ledger.act(person, PhotoArrayShown) as act:
        casework.authority.demand(person, "array_shown")
        found = arrays_shown_by(act.connection, person.account_id)
        act.note(step="looked", showings=len(found))
        return ArrayShowings(showings=tuple(showing_of(act, each.id) for each in found))


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
        step_of(act, array.id, "answered", place=array.place + 1, words=given.words.strip())
        following = array.place + 1
        if following < len(array.order):
            change_array(act.connection, array.id, place=following)
            step_of(act, array.id, "shown", place=following + 1)
        act.note(step="answered", place=array.place + 1)
        return showing_of(act, array.id)


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
        step_of(act, array.id, "went_back", place=array.place + 1, to=array.place)
        change_array(act.connection, array.id, place=array.place - 1)
        step_of(act, array.id, "shown", place=array.place)
        act.note(step="went_back", place=array.place + 1)
        return showing_of(act, array.id)


def end(casework: Casework, person: Person, array_id: str, given: ArrayEnd) -> ArrayShowing:
    """End the showing and seal its record: the last hash of its chain goes into the log and onto the lead.

    Raises:
        NotFound: this person shows no such array.
        WrongState: it is sealed.
        Unacceptable: a picture was not answered or the session not recorded, and no reason is given.
    """
    with casework.ledger.act(person, PhotoArrayShown) as act:
        array = _shown_by(act, casework, person, array_id, "end")
        open_places = len(array.order) - _answered(act, array)
        _demand_reason(open_places, given, casework.rules.follow_up.what_min_length)
        told = {"reason": given.reason, "unanswered": open_places, "recorded": given.recorded}
        seal = step_of(act, array.id, "ended", **told)
        change_array(act.connection, array.id, state=ArrayState.SEALED, ended_at=act.now, seal=seal)
        lead = lead_by_id(act.connection, array.lead_id)
        assert lead is not None  # noqa: S101  # the array refers to it
        method = {"fillers": len(array.fillers), "blind_administrator": True, "sequential": True}
        body = {"array_id": array.id, "seal": seal, **method, "recorded": given.recorded, "from_face_search": True}
        keep(act, person, lead, FactKind.ARRAY, body)
        act.note(step="sealed", seal=seal, unanswered=open_places)
        return showing_of(act, array.id)


def step_of(act: Act, array_id: str, kind: str, **more: object) -> str:
    """Add a step of this moment to the chain of an array; return its hash."""
    return link(act.connection, array_id, {"kind": kind, "at": act.now.isoformat(), **more})


def showing_of(act: Act, array_id: str) -> ArrayShowing:
    """Return what whoever shows the pictures sees now."""
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


# Private


def _demand_reason(open_places: int, given: ArrayEnd, least: int) -> None:
    """A departure from the method needs its reason (E-06)."""
    if len(given.reason.strip()) >= least or not (open_places or not given.recorded):
        return
    message = "The session is not recorded in sound and picture. Say why."
    if open_places:
        message = f"{open_places} pictures have no answer. Say why the showing ends before them."
    raise Unacceptable("E-06", message, "Give the reason, in at least 20 characters.", fields={"reason": message})


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
