"""What the service suspends by itself: too many errors in known tasks, or no proof in time (H-04).

Errors are counted here, with the other chores, and not when an answer is locked: otherwise the moment would tell which
of the examinations was a known task (D-11). A proof that is too old counts no more from its last day on, in
`Authority.in_force`; here it becomes a suspension with its tasks.
"""

from sqlalchemy import Connection

from audits.events import RightsSuspended
from gallery.casework.means import Casework
from gallery.proficiency.suspending import suspend, tasks_since
from gallery.proficiency.verdict import FAILED_TASKS, too_many_errors
from gallery.proficiency.view import examined
from gallery.records.proficiency import suspension_of
from gallery.records.who import Account, Certificate

NO_PROOF = "no_proof"


def suspend_due(casework: Casework) -> int:
    """Suspend who is due, each with an entry; return how many."""
    with casework.ledger.reading() as connection:
        found = [
            (account, because)
            for service in casework.rules.who.services
            for account, certificate in examined(connection, casework, service)
            if (because := _why(connection, casework, account, certificate))
        ]
    for account, because in found:
        with casework.ledger.act(None, RightsSuspended, object_id=account.id) as act:
            act.decided_by("H-04")
            act.note(because=because, cases=suspend(act, account, because))
    return len(found)


# Private


def _why(connection: Connection, casework: Casework, account: Account, certificate: Certificate) -> str:
    if suspension_of(connection, account.id):
        return ""
    today = casework.ledger.now().date()
    rules = casework.rules.who.duties.proficiency
    if too_many_errors(rules, tasks_since(connection, casework, account)):
        return FAILED_TASKS
    lapsed = today <= certificate.expires and casework.authority.unproven(certificate, today)
    return NO_PROOF if lapsed else ""
