"""What compliance sees of proficiency: each examiner's proof, and cases to be looked at again (H-04, H-09)."""

from datetime import datetime

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.control.means import display_name
from gallery.proficiency.suspending import tasks_since
from gallery.records.cases import request_by_id
from gallery.records.examinations import examination_by_id
from gallery.records.proficiency import Rereview, checks_of, rereviews_held, suspension_by_id, suspension_of
from gallery.records.who import Account, Certificate, accounts_in, certificates_of
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.proficiency import ProficiencyPerson, ProficiencyView, RereviewView

_SHOWN = 500


def shown(connection: Connection, casework: Casework, service: str, now: datetime) -> ProficiencyView:
    """Return the people of a service whose certificates need proof, and every task of looking again."""
    rereviews = [view for each in rereviews_held(connection, _SHOWN) if (view := _task(connection, service, each))]
    return ProficiencyView(
        people=tuple(_person(connection, casework, *each, now) for each in examined(connection, casework, service)),
        rereviews=tuple(rereviews),
        open_rereviews=sum(each.done_at is None for each in rereviews),
        reason_min_length=casework.rules.who.duties.proficiency.reason_min_length,
    )


def examined(connection: Connection, casework: Casework, service: str) -> list[tuple[Account, Certificate]]:
    """Return each account of a service with a certificate that needs proof: the one that was passed last."""
    scopes, found = casework.rules.who.duties.proficiency.scopes, []
    for account in accounts_in(connection):
        if account.service != service or account.state is AccountState.DISABLED:
            continue
        held = [each for each in certificates_of(connection, account.id) if each.scope in scopes]
        if held:
            found.append((account, max(held, key=lambda each: each.passed)))
    return found


# Private


def _person(
    connection: Connection, casework: Casework, account: Account, certificate: Certificate, now: datetime
) -> ProficiencyPerson:
    rules = casework.rules.who.duties.proficiency
    due = rules.due(max(certificate.passed, certificate.proven_on or certificate.passed))
    held = suspension_of(connection, account.id)
    checks = checks_of(connection, account.id)
    return ProficiencyPerson(
        username=account.username,
        display_name=account.display_name,
        proven_on=certificate.proven_on,
        due=due,
        overdue=now.date() > due,
        tasks=tasks_since(connection, casework, account).answered,
        tasks_needed=rules.known_tasks,
        last_verdict=checks[0].verdict if checks else "",
        suspended_since=held.since if held else None,
        suspended_because=held.because if held else "",
    )


def _task(connection: Connection, service: str, task: Rereview) -> RereviewView | None:
    request = request_by_id(connection, task.request_id)
    examination = examination_by_id(connection, task.examination_id)
    suspension = suspension_by_id(connection, task.suspension_id)
    if request is None or examination is None or suspension is None or request.service != service:
        return None
    return RereviewView(
        id=task.id,
        examiner=display_name(connection, suspension.account_id),
        examination_number=examination.number,
        request_number=request.number,
        occurrence_number=str(request.draft.get("occurrence_number", "")),
        because=suspension.because,
        since=suspension.since,
        upheld=task.upheld,
        reason=task.reason,
        done_by=display_name(connection, task.done_by),
        done_at=task.done_at,
    )
