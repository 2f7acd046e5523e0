"""A person's own requests: state in words, who is waited for, since when."""

from audits.events import RequestViewed
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.casework.stages import REQUEST
from gallery.ledger import Act
from gallery.records.cases import Request, requests_of
from gallery.records.leads import lead_of
from kernel_lib.vocabulary import RequestState
from kernel_lib.wire.case import OwnRequest, OwnRequests

_R = RequestState
_WAITS_FOR = {
    _R.DRAFT: "You: finish and submit it",
    _R.SUBMITTED: "An approver of your service",
    _R.APPROVED: "An examiner, or you if you are certified and your service allows it",
    _R.ASSIGNED: "The first examiner",
    _R.SEARCHED: "The first examiner",
    _R.EXAMINED: "A second examiner",
    _R.CONFLICT: "A third examiner",
    _R.LEAD: "You: follow up the lead",
}


def listed(casework: Casework, person: Person) -> OwnRequests:
    """Return everything that this person asked for, newest first."""
    with casework.ledger.act(person, RequestViewed) as act:
        casework.authority.demand(person, "request_drafted")
        mine = requests_of(act.connection, person.account_id)
        act.note(requests=len(mine), own=True)
        return OwnRequests(requests=tuple(_own(act, each) for each in mine))


def _own(act: Act, request: Request) -> OwnRequest:
    words = REQUEST.words[request.state]
    lead = lead_of(act.connection, request.id)
    return OwnRequest(
        id=request.id,
        number=request.number,
        occurrence_number=str(request.draft.get("occurrence_number", "")),
        state=request.state,
        state_words=f"{words[0].upper()}{words[1:]}.",
        waits_for=_WAITS_FOR.get(request.state, "Nobody: it is over"),
        since=request.changed_at,
        page=f"/leads?lead={lead.id}" if lead else f"/search?request={request.id}",
        case_page=f"/case?case={request.case_id}" if request.case_id else "",
    )
