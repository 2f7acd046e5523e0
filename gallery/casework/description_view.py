"""The comparison of descriptions as its examiner and an approver see it (D-07)."""

from sqlalchemy import Connection

from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.casework.outcome import Said, outcome
from gallery.records.cases import Request, request_by_id
from gallery.records.descriptions import Description, description_of
from gallery.records.examinations import Examination, examinations_of
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import ExaminationState, RequestState
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.descriptions import DescriptionView, FeatureCompared

SETTLED = (RequestState.VERIFIED, RequestState.RESOLVED)
"""The examiners agree on somebody and the lead is not out: it is held back."""

_BEFORE_LEAD = (RequestState.EXAMINED, RequestState.CONFLICT, *SETTLED)


def describable(connection: Connection, casework: Casework, examination: Examination) -> Request:
    """Return the request whose description the examiner of an examination compares.

    Raises:
        NotFound: it is not the examination that supports the person in question.
        WrongState: it is not locked, supports nobody, or the lead is out or decided on already.
    """
    request = request_by_id(connection, examination.request_id)
    describer = describer_of(connection, casework, request) if request else None
    if request is None or (examination.place != 1 and (describer is None or describer.id != examination.id)):
        raise nothing_there("comparison of descriptions")
    held = description_of(connection, request.id)
    decided = held is not None and held.decided_at is not None
    if describer is None or describer.id != examination.id or request.state not in _BEFORE_LEAD or decided:
        reason = "A description is compared after your conclusion supports somebody and before a lead is issued."
        raise WrongState("D-07", reason, "A lead that is out can be withdrawn.")
    return request


def describer_of(connection: Connection, casework: Casework, request: Request) -> Examination | None:
    """Return the earliest examination that supports the person in question, or None where nobody is supported.

    Before the examiners agree it is the first one's choice; a later examiner is never asked before all are locked.
    """
    locked = [each for each in examinations_of(connection, request.id) if each.state is ExaminationState.LOCKED]
    subject_id = next((each.subject_id for each in locked if each.place == 1), None)
    if request.state in SETTLED:
        said = tuple(Said(each.subject_id, each.value or 0) for each in locked)
        subject_id = outcome(said, casework.rules.casework.scale.lead_from).subject_id
    return next((each for each in locked if subject_id and each.subject_id == subject_id), None)


def compared_for(connection: Connection, casework: Casework, request: Request) -> Description | None:
    """Return the comparison that counts: one about the person whom the examiners agree on."""
    held, describer = description_of(connection, request.id), describer_of(connection, casework, request)
    return held if held and describer and held.filled_by == describer.examiner_id else None


def waits_for_comparison(connection: Connection, casework: Casework, request: Request) -> bool:
    """Say whether a description is on file that nobody has compared with the person in question (D-07)."""
    return bool(_told(request)) and compared_for(connection, casework, request) is None


def own_view(connection: Connection, casework: Casework, examination: Examination) -> DescriptionView | None:
    """Return the comparison as its examiner may fill it in or sees it, or None where there is none to be made."""
    try:
        request = describable(connection, casework, examination)
    except (NotFound, WrongState):
        return None
    return view_of(casework, request, description_of(connection, request.id))


def view_of(casework: Casework, request: Request, held: Description | None) -> DescriptionView:
    """Build the view of a comparison, filled in or not."""
    features = tuple(ChoiceView(id=key, title=title) for key, title in casework.rules.review.features.items())
    return DescriptionView(
        request_id=request.id,
        request_number=request.number,
        features=features,
        rows=tuple(FeatureCompared.model_validate(row) for row in held.rows) if held else (),
        contradiction=held.contradiction if held else False,
        holds_back=held.holds_back if held else False,
        filled_at=held.filled_at if held else None,
        reason=held.reason if held else "",
        decided_at=held.decided_at if held else None,
        told=_told(request),
        required=bool(_told(request)),
    )


# Private


def _told(request: Request) -> str:
    return str(request.draft.get("person_described", "")).strip()
