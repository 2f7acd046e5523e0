"""An examiner who saw or heard something of a case says so, and may step back; another is found at once (D-15)."""

from audits.events import ContextRecorded, ExaminationAssigned, SteppedBack
from gallery.authority import Person
from gallery.casework.assignment import assign_first, assign_next
from gallery.casework.duties import own_examination
from gallery.casework.examination import tell
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.ledger import Act
from gallery.records.cases import change_request, request_by_id
from gallery.records.contexts import ContextRecord, add_context, give_back
from gallery.records.drafts import drop_draft
from gallery.records.examinations import Examination
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.review import ContextKept, ContextSeen


def record(casework: Casework, person: Person, examination_id: str, seen: ContextSeen) -> ContextKept:
    """Keep what was seen; with `step_back` the examination ends without a conclusion and goes to somebody else.

    Raises:
        NotFound: the examination is not this person's.
        WrongState: it is locked, or was given back already.
        Unacceptable: a kind is not on the list in force, or something else is not said in words.
    """
    with casework.ledger.act(person, SteppedBack if seen.step_back else ContextRecorded) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        EXAMINATION.next_state(examination.state, "step_back" if seen.step_back else "record_context")
        _demand_known(casework, seen)
        kept = ContextRecord(examination.id, seen.kinds, seen.note, seen.step_back, act.now)
        add_context(act.connection, kept)
        act.note(kinds=seen.kinds, state=examination.state)
        if seen.step_back:
            _step_back(act, casework, examination)
    return ContextKept(sequence=act.sequence, stepped_back=seen.step_back)


# Private


def _demand_known(casework: Casework, seen: ContextSeen) -> None:
    unknown = set(seen.kinds) - set(casework.rules.review.contexts)
    if unknown:
        message = "Choose from the list."
        raise Unacceptable("D-15", f"{len(unknown)} kinds are not on the list.", message, fields={"kinds": message})
    if "other" in seen.kinds and not seen.note.strip():
        message = "Say what it was."
        raise Unacceptable("D-15", "Something else was chosen without words.", message, fields={"note": message})


def _step_back(act: Act, casework: Casework, examination: Examination) -> None:
    give_back(act.connection, examination.id)
    drop_draft(act.connection, examination.id)
    request = request_by_id(act.connection, examination.request_id)
    assert request is not None  # noqa: S101  # the examination refers to it
    if examination.place > 1:
        found = assign_next(act, casework, request)
    else:
        state = REQUEST.next_state(request.state, "step_back")
        change_request(act.connection, request.id, act.now, state=state)
        found = assign_first(act, casework, request)
        if found:
            act.also(ExaminationAssigned, request_id=request.id, examination_id=found.id, reassigned=True)
    act.note(reassigned=found is not None)
