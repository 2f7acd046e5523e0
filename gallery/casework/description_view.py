"""The comparison of descriptions as its examiner and an approver see it (D-07)."""

from sqlalchemy import Connection

from gallery.casework.duties import nothing_there
from gallery.casework.means import Casework
from gallery.records.cases import Request, request_by_id
from gallery.records.descriptions import Description, description_of
from gallery.records.examinations import Examination
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import ExaminationState, RequestState
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.descriptions import DescriptionView, FeatureCompared

_BEFORE_LEAD = (RequestState.EXAMINED, RequestState.CONFLICT, RequestState.VERIFIED, RequestState.RESOLVED)


def describable(connection: Connection, examination: Examination) -> Request:
    """Return the request whose description the examiner of an examination compares.

    Raises:
        NotFound: it is not a first examination.
        WrongState: it is not locked, supports nobody, or the lead is out or decided on already.
    """
    request = request_by_id(connection, examination.request_id)
    if request is None or examination.place != 1:
        raise nothing_there("comparison of descriptions")
    locked = examination.state is ExaminationState.LOCKED and examination.subject_id is not None
    held = description_of(connection, request.id)
    if not locked or request.state not in _BEFORE_LEAD or (held and held.decided_at):
        reason = "A description is compared after your conclusion supports somebody and before a lead is issued."
        raise WrongState("D-07", reason, "A lead that is out can be withdrawn.")
    return request


def own_view(connection: Connection, casework: Casework, examination: Examination) -> DescriptionView | None:
    """Return the comparison as its examiner may fill it in or sees it, or None where there is none to be made."""
    try:
        request = describable(connection, examination)
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
    )
