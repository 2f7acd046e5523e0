"""What only another approver may do with a lead: open an expired one again, and answer a stop flag (E-10, E-11)."""

from datetime import timedelta

from audits.events import LeadFollowedUp
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.casework.stages import LEAD
from gallery.followup.contradictions import open_flags
from gallery.followup.ending import concerned
from gallery.followup.facts import FactKind, Facts, demand_words, keep
from gallery.ledger import Act
from gallery.records.leads import Lead, change_lead
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.wire.follow_up import ReasonGiven
from kernel_lib.wire.model import Recorded


def reopen(casework: Casework, person: Person, lead_id: str, given: ReasonGiven) -> Recorded:
    """Give an expired lead its days again; its limits must be acknowledged anew (E-11).

    Raises:
        NotFound: there is no such lead in this person's service.
        NotAllowed: it is the person's own.
        WrongState: it has not expired.
        Unacceptable: no reason is written.
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = _others(act, casework, person, lead_id, "E-11")
        state = LEAD.next_state(lead.state, "review")
        demand_words(given.reason, casework.rules.follow_up.what_min_length, "reason", "E-11")
        keep(act, person, lead, FactKind.REVIEW, {"reason": given.reason})
        until = act.now + timedelta(days=casework.rules.casework.lead.valid_days)
        change_lead(act.connection, lead.id, state=state, expires_at=until, acknowledged_at=None, initials="")
        act.note(valid_until=until.date().isoformat())
    return Recorded(sequence=act.sequence)


def answer_stop(casework: Casework, person: Person, lead_id: str, given: ReasonGiven) -> Recorded:
    """Write why a lead may be followed although facts contradict it; it counts for these flags only (E-10).

    Raises:
        NotFound: there is no such lead in this person's service.
        NotAllowed: it is the person's own.
        WrongState: nothing contradicts it.
        Unacceptable: no reason is written.
    """
    with casework.ledger.act(person, LeadFollowedUp) as act:
        lead = _others(act, casework, person, lead_id, "E-10")
        flags = open_flags(act.connection, lead, Facts.of(act.connection, lead.id))
        if not flags:
            raise WrongState("E-10", "Nothing recorded contradicts this lead.", "There is nothing to answer.")
        demand_words(given.reason, casework.rules.follow_up.what_min_length, "reason", "E-10")
        keep(act, person, lead, FactKind.STOP_ANSWER, {"flags": list(flags), "reason": given.reason})
        act.note(flags=len(flags))
    return Recorded(sequence=act.sequence)


def _others(act: Act, casework: Casework, person: Person, lead_id: str, rule: str) -> Lead:
    casework.authority.demand(person, "lead_reviewed")
    lead, request = concerned(act, casework, person, lead_id)
    if request.requester_id == person.account_id:
        raise NotAllowed(rule, "Nobody reviews their own lead.", "Another approver of your service must do it.")
    return lead
