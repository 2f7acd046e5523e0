"""The decision on a request, by somebody else than its requester (A-11)."""

from sqlalchemy import Connection

from audits.events import ApprovalRefused, RequestApproved
from gallery.authority import Person
from gallery.casework.case_duties import demand_apart_in_case
from gallery.casework.duties import demand_apart, demand_other_approver, held_request, nothing_there
from gallery.casework.means import Casework
from gallery.casework.partners import partner_gaps
from gallery.casework.request_view import request_view
from gallery.casework.stages import REQUEST
from gallery.casework.terms import awaits_approval_afterwards, urgency_of
from gallery.ledger import Act
from gallery.records.cases import Approval, Request, add_approval, change_request, request_by_id
from gallery.records.examinations import examinations_of
from gallery.records.ids import new_id
from gallery.rules.casework import CaseworkRules
from kernel_lib.errors import NotAllowed, Unacceptable
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import ExigentState, RequestState
from kernel_lib.wire.casework import ApprovalDecision, RequestDraft, RequestView


def decide(casework: Casework, person: Person, request_id: str, decision: ApprovalDecision) -> RequestView:
    """Approve or refuse a submitted request of the same service.

    Raises:
        NotAllowed: the person is no approver, asked for it themselves (A-11) or examined in it (H-02); or a yes needs
            a higher approver (A-07, A-09, A-12).
        NotFound: there is no such request in this service (G-01).
        WrongState: it does not wait for a decision.
        Unacceptable: an answer is missing or too short.
    """
    event = RequestApproved if decision.approved else ApprovalRefused
    with casework.ledger.act(person, event, refused_as=ApprovalRefused) as act:
        casework.authority.demand(person, "request_decided")
        request = held_request(act.connection, person, request_id)
        act.about(object_id=request.id, case_id=request.case_id)
        demand_other_approver(person, request)
        if request.state is RequestState.DRAFT:
            raise nothing_there("request")
        demand_apart(person, examinations_of(act.connection, request.id))
        duty = frozenset({"approver"})
        demand_apart_in_case(act.connection, casework.rules.who, request.case_id, person.account_id, duty)
        state = REQUEST.next_state(request.state, _step(act.connection, request, decision))
        if decision.approved:
            _demand_high_enough(act, casework, person, request)
        _demand_answers(decision, request, casework.rules.casework)
        approval = Approval(
            id=new_id(),
            request_id=request.id,
            approved=decision.approved,
            decided_by=person.account_id,
            decided_at=act.now,
            necessity=decision.necessity,
            proportionality=decision.proportionality,
            other_means=decision.other_means,
            reason=decision.reason,
            galleries=(request.service, *_partners(act, casework, request, decision)),
        )
        add_approval(act.connection, approval)
        change_request(act.connection, request.id, act.now, state=state)
        act.decided_by("A-11")
        waited = (act.now - (request.submitted_at or act.now)).total_seconds()
        act.note(requester_id=request.requester_id, decided_after_seconds=waited)
        act.note(source_type=str(request.draft.get("source_type", "")))
        act.note(answers_sha256=sha256_of(decision.model_dump(mode="json")), galleries=list(approval.galleries))
        decided = request_by_id(act.connection, request.id) or request
        return request_view(act.connection, casework, person, decided)


# Private


def _partners(act: Act, casework: Casework, request: Request, decision: ApprovalDecision) -> tuple[str, ...]:
    """The partner galleries that are approved with the request. Raises NotAllowed when one may not be searched."""
    draft = RequestDraft.model_validate(request.draft)
    if not decision.approved or not draft.partner_galleries:
        return ()
    for gap in partner_gaps(act.connection, casework, request.service, draft, act.now):
        raise NotAllowed(gap.rule, gap.message, "Refuse the request with this reason; it may be asked for anew.")
    return tuple(dict.fromkeys(draft.partner_galleries))


def _step(connection: Connection, request: Request, decision: ApprovalDecision) -> str:
    """Name the step: an urgent request that nobody decided on yet is decided afterwards, wherever it stands (A-12)."""
    step = "approve" if decision.approved else "refuse"
    return f"{step}_after" if awaits_approval_afterwards(connection, request) else step


def _demand_high_enough(act: Act, casework: Casework, person: Person, request: Request) -> None:
    """Do nothing when an ordinary approver may say yes, or this one is a higher one. Raises NotAllowed."""
    state, terms = urgency_of(act.connection, casework, request)
    needed = (*(terms.higher_for if terms else ()), *(("A-12",) if state is ExigentState.OVERDUE else ()))
    if not needed:
        return
    act.note(higher_for=needed)
    if not casework.authority.allows(person, "higher_approval"):
        raise NotAllowed(needed[0], _HIGHER[needed[0]], "A higher approver of your service must decide on it.")


_HIGHER = {
    "A-07": "A request about this depicted person needs a higher approver.",
    "A-09": "A picture of a protected activity needs a higher approver.",
    "A-12": "The hours of this urgent request have passed; only a higher approver may approve it now.",
}


def _demand_answers(decision: ApprovalDecision, request: Request, rules: CaseworkRules) -> None:
    shortest = rules.search.answer_min_length
    source = rules.sources.get(str(request.draft.get("source_type", "")))
    wanted = ("necessity", "proportionality", "other_means") if decision.approved else ("reason",)
    if decision.approved and source and source.approver_reason:
        wanted = (*wanted, "reason")
    short = {name: _ASKED[name].format(shortest) for name in wanted if len(getattr(decision, name)) < shortest}
    if short:
        first = next(iter(short.values()))
        following = "Complete the answers that are named; nothing was decided."
        raise Unacceptable("A-11", f"The decision is not complete. {first}", following, fields=short)


_ASKED = {
    "necessity": "Say in at least {} characters why this search is necessary.",
    "proportionality": "Say in at least {} characters why it is in proportion to the offence.",
    "other_means": "Say in at least {} characters which other means were tried or considered.",
    "reason": "Give the reason in at least {} characters.",
}
