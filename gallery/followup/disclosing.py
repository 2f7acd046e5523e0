"""That the use of face recognition was disclosed: to whom, when, how (E-17)."""

from audits.events import DisclosureRecorded
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.followup.case_access import readable_case
from gallery.followup.facts import chosen, demand_past
from gallery.records.case_file import CaseDisclosure, add_disclosure
from gallery.records.ids import new_id
from kernel_lib.wire.case import DisclosureGiven
from kernel_lib.wire.model import Recorded


def record(casework: Casework, person: Person, called: str, given: DisclosureGiven) -> Recorded:
    """Record a disclosure of a case, called by its id or occurrence number.

    Raises:
        NotFound: there is no such case of this person.
        Unacceptable: recipient or method is not listed, or the day has not come.
    """
    rules = casework.rules.follow_up
    with casework.ledger.act(person, DisclosureRecorded) as act:
        casework.authority.demand(person, "disclosure_recorded")
        case = readable_case(act, casework, person, called)
        recipient = chosen(rules.recipients, given.recipient, "recipient", "E-17")
        method = chosen(rules.methods, given.method, "method", "E-17")
        demand_past(given.disclosed_on, act, "disclosed_on", "E-17")
        kept = CaseDisclosure(
            id=new_id(),
            case_id=case.id,
            recipient=recipient.id,
            method=method.id,
            disclosed_on=given.disclosed_on,
            reference=given.reference,
            recorded_by=person.account_id,
            recorded_at=act.now,
        )
        add_disclosure(act.connection, kept)
        act.note(recipient=recipient.id, method=method.id, disclosed_on=given.disclosed_on.isoformat())
    return Recorded(sequence=act.sequence)
