"""Rights that stop the same second, and the cases since the last proof, each a task until somebody looked (H-04)."""

from datetime import datetime

from sqlalchemy import Connection

from audits.events import RightsRestored, RightsSuspended
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.casework.task_scores import score
from gallery.ledger import Act
from gallery.proficiency.verdict import PASSED, Tasks
from gallery.records.examinations import Examination, examinations_by
from gallery.records.ids import new_id
from gallery.records.known_tasks import answers_in, known_task_of
from gallery.records.proficiency import (
    Rereview,
    Suspension,
    add_rereview,
    add_suspension,
    checks_of,
    lift_suspension,
    suspension_of,
)
from gallery.records.who import Account
from kernel_lib.vocabulary import ExaminationState
from kernel_lib.wire.proficiency import SupervisedTasks


def suspend(act: Act, account: Account, because: str) -> int:
    """Suspend an account within an act, and list its cases since the last proof; return how many.

    Who is suspended already stays so, and no case is listed twice.
    """
    if suspension_of(act.connection, account.id):
        return 0
    made = Suspension(new_id(), account.id, because, act.now)
    add_suspension(act.connection, made)
    cases = _since_last_proof(act.connection, account)
    for each in cases:
        add_rereview(act.connection, Rereview(new_id(), made.id, each.id, each.request_id))
    return len(cases)


def suspend_beside(act: Act, account: Account, because: str) -> None:
    """Suspend within an act that is about something else, with an entry of its own."""
    if suspension_of(act.connection, account.id) is None:
        cases = suspend(act, account, because)
        act.also(RightsSuspended, because=because, cases=cases)


def restore(act: Act, account: Account, person: Person) -> None:
    """Lift the suspension of an account that proved proficiency, if there is one."""
    held = suspension_of(act.connection, account.id)
    if held:
        lift_suspension(act.connection, held.id, person.account_id, act.now)
        act.also(RightsRestored, suspension_id=held.id)


def tasks_since(
    connection: Connection, casework: Casework, account: Account, supervised: SupervisedTasks | None = None
) -> Tasks:
    """Count the known tasks that an account answered since its last verdict."""
    answers = answers_in(connection, account.service, since=_last_verdict(connection, account.id))
    return Tasks.of(score(account.id, account.display_name, answers), supervised)


# Private


def _last_verdict(connection: Connection, account_id: str) -> datetime | None:
    return next((each.recorded_at for each in checks_of(connection, account_id) if each.verdict != "open"), None)


def _since_last_proof(connection: Connection, account: Account) -> list[Examination]:
    """Locked examinations of casework since the assessment that last passed; known tasks are no cases."""
    passed = next((each.recorded_at for each in checks_of(connection, account.id) if each.verdict == PASSED), None)
    return [
        each
        for each in examinations_by(connection, account.id)
        if each.state is ExaminationState.LOCKED
        and each.locked_at is not None
        and (passed is None or each.locked_at > passed)
        and known_task_of(connection, each.request_id) is None
    ]
