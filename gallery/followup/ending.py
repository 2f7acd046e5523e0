"""How a lead ends: an outcome of the list; some withdraw it; a wrongful one freezes the case (E-12, E-13, E-19)."""

from datetime import timedelta

from audits.events import HoldPlaced, IncidentOpened, LeadFollowedUp, LeadWithdrawn
from gallery.authority import Person
from gallery.casework.duties import nothing_there
from gallery.casework.lead import current
from gallery.casework.means import Casework
from gallery.casework.stages import LEAD
from gallery.followup.facts import FactKind, chosen, demand_words, keep
from gallery.followup.view import after
from gallery.ledger import Act
from gallery.records.case_file import CaseFreeze, Incident, freeze_case, open_incident
from gallery.records.cases import Request, approval_of, request_by_id
from gallery.records.follow_up import Notice, add_notice, copies_of, withdraw_copies
from gallery.records.ids import new_id
from gallery.records.leads import Lead, change_lead, lead_by_id
from gallery.records.packs import packs_of
from kernel_lib.wire.follow_up import FollowUpView, OutcomeGiven


def end(casework: Casework, person: Person, lead_id: str, given: OutcomeGiven) -> FollowUpView:
    """Record how a lead ended.

    Raises:
        NotFound: there is no such lead that this person asked for or may decide on.
        WrongState: the outcome is not possible in its state.
        Unacceptable: the outcome is not of the list, or no reason is written.
    """
    rules = casework.rules.follow_up
    with casework.ledger.act(person, LeadFollowedUp) as act:
        casework.authority.demand(person, "lead_closed")
        lead, request = concerned(act, casework, person, lead_id)
        outcome = chosen(rules.outcomes, given.outcome, "outcome", "E-12")
        demand_words(given.reason, rules.what_min_length, "reason", "E-12")
        state = LEAD.next_state(lead.state, "withdraw" if outcome.withdraws else "close")
        keep(act, person, lead, FactKind.OUTCOME, given.model_dump(mode="json"))
        change_lead(act.connection, lead.id, state=state)
        act.note(of=outcome.id, charged=outcome.charged, withdrawn=outcome.withdraws)
        if outcome.withdraws:
            _withdraw(act, lead, request)
        if outcome.wrongful:
            _preserve(act, casework, lead, request)
        return after(act, casework, lead.id)


def concerned(act: Act, casework: Casework, person: Person, lead_id: str) -> tuple[Lead, Request]:
    """Return a lead with its request when the person asked for it, or decides on others' requests in the service."""
    lead = lead_by_id(act.connection, lead_id)
    request = request_by_id(act.connection, lead.request_id) if lead else None
    if lead is None or request is None or request.service != person.service:
        raise nothing_there("lead")
    if request.requester_id != person.account_id and not casework.authority.allows(person, "lead_reviewed"):
        raise nothing_there("lead")
    act.about(object_id=lead.id, case_id=request.case_id)
    act.note(request_id=request.id)
    return current(act, lead), request


# Private


def _withdraw(act: Act, lead: Lead, request: Request) -> None:
    """Tell everybody who had the lead or a pack of its case, and mark every copy (E-13)."""
    approval = approval_of(act.connection, request.id)
    told = {request.requester_id, *(each.account_id for each in copies_of(act.connection, lead.id))}
    told |= {approval.decided_by} if approval else set()
    told |= {each.made_by for each in packs_of(act.connection, str(request.case_id))}
    for account_id in sorted(told):
        add_notice(act.connection, Notice(new_id(), lead.id, account_id, act.now, None))
    copies = withdraw_copies(act.connection, lead.id, act.now)
    act.also(LeadWithdrawn, request_id=request.id, lead_id=lead.id, told=sorted(told), copies=copies)


def _preserve(act: Act, casework: Casework, lead: Lead, request: Request) -> None:
    """Freeze the case and open the report for compliance within the same act (E-19)."""
    rules, case_id = casework.rules.follow_up, str(request.case_id)
    freeze = CaseFreeze(new_id(), case_id, lead.id, "wrongful identification recorded", act.now)
    freeze_case(act.connection, freeze)
    due = act.now + timedelta(minutes=rules.incident_due_minutes)
    told = f"Lead {lead.id} of request {request.number}, issued {lead.issued_at:%Y-%m-%d %H:%M} UTC, "
    opening = f"{told}recorded as wrongful {act.now:%Y-%m-%d %H:%M} UTC."
    template = "\n\n".join((opening, *(f"{place}. {each}\n" for place, each in enumerate(rules.incident_headings, 1))))
    incident = Incident(new_id(), case_id, lead.id, template.strip(), act.now, due)
    open_incident(act.connection, incident)
    act.also(HoldPlaced, scope="case", hold_id=freeze.id, reason_code="wrongful")
    act.also(IncidentOpened, incident_id=incident.id, lead_id=lead.id, due_minutes=rules.incident_due_minutes)
