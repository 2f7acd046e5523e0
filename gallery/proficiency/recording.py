"""An assessment is recorded, and a case is looked at again: acts of compliance (H-04)."""

from audits.events import CaseReviewedAgain, ProficiencyRecorded, ProficiencyViewed
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.proficiency.suspending import restore, suspend_beside, tasks_since
from gallery.proficiency.verdict import OPEN, PASSED, judge
from gallery.proficiency.view import shown
from gallery.records.cases import request_by_id
from gallery.records.ids import new_id
from gallery.records.proficiency import ProficiencyCheck, add_check, end_rereview, rereview_by_id, suspension_by_id
from gallery.records.who import Account, account_named
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.proficiency import ProficiencyOffered, ProficiencyView, RereviewGiven


def listed(casework: Casework, person: Person) -> ProficiencyView:
    """Return who has proven proficiency, who is suspended, and what is to be looked at again."""
    with casework.ledger.act(person, ProficiencyViewed) as act:
        view = shown(act.connection, casework, person.service, act.now)
        act.note(people=len(view.people), waiting=view.open_rereviews)
        return view


def record(casework: Casework, person: Person, offered: ProficiencyOffered) -> ProficiencyView:
    """Record an external test and assess it with the known tasks; a failure suspends within this act.

    Raises:
        NotFound: there is no such account in this service.
        NotAllowed: it would be one's own.
        Unacceptable: the date or the counts cannot be.
    """
    with casework.ledger.act(person, ProficiencyRecorded) as act:
        account = _other(act, person, offered.username)
        _demand_possible(act, casework, offered)
        tasks = tasks_since(act.connection, casework, account, offered.supervised)
        verdict = judge(casework.rules.who.duties.proficiency, offered.correct, offered.questions, tasks)
        check = ProficiencyCheck(
            id=new_id(),
            account_id=account.id,
            provider=offered.provider,
            test=offered.test,
            taken_on=offered.taken_on,
            correct=offered.correct,
            questions=offered.questions,
            tasks=tasks.answered,
            missed=tasks.missed,
            false_support=tasks.false_support,
            supervisor=offered.supervised.supervisor if offered.supervised else "",
            verdict=verdict,
            recorded_by=person.account_id,
            recorded_at=act.now,
        )
        add_check(act.connection, check)
        act.decided_by("H-04")
        act.note(verdict=verdict, taken_on=str(offered.taken_on), tasks=tasks.answered)
        if verdict == PASSED:
            restore(act, account, person)
        elif verdict != OPEN:
            suspend_beside(act, account, verdict)
        return shown(act.connection, casework, person.service, act.now)


def look_again(casework: Casework, person: Person, rereview_id: str, given: RereviewGiven) -> ProficiencyView:
    """Record what looking again at a case came to.

    Raises:
        NotFound: there is no such task in this service.
        WrongState: it is done.
        Unacceptable: the reason is too short.
    """
    with casework.ledger.act(person, CaseReviewedAgain, object_id=rereview_id) as act:
        task = rereview_by_id(act.connection, rereview_id)
        request = request_by_id(act.connection, task.request_id) if task else None
        if task is None or request is None or request.service != person.service:
            raise NotFound("H-04", "There is no such task.", "Open the page of administration again.")
        act.about(case_id=request.case_id)
        if task.done_at:
            raise WrongState("H-04", "This case was looked at again already.", "Read what came of it.")
        _demand_other(act, person, task.suspension_id)
        _demand_reason(casework, given.reason)
        end_rereview(
            act.connection, task.id, upheld=given.upheld, reason=given.reason, done_by=person.account_id, now=act.now
        )
        act.note(
            upheld=given.upheld, examination_id=task.examination_id, reason_sha256=sha256_hex(given.reason.encode())
        )
        return shown(act.connection, casework, person.service, act.now)


# Private


def _other(act: Act, person: Person, username: str) -> Account:
    account = account_named(act.connection, username)
    if account is None or account.service != person.service:
        raise NotFound("accounts.unknown", "There is no such account.", "Check the name.")
    act.about(object_id=account.id)
    if account.id == person.account_id:
        raise NotAllowed("H-02", "Nobody records their own proficiency.", "Ask a colleague of compliance.")
    return account


def _demand_other(act: Act, person: Person, suspension_id: str) -> None:
    held = suspension_by_id(act.connection, suspension_id)
    if held and held.account_id == person.account_id:
        raise NotAllowed("H-02", "Nobody looks again at their own cases.", "Ask a colleague of compliance.")


def _demand_possible(act: Act, casework: Casework, offered: ProficiencyOffered) -> None:
    fields, today = {}, act.now.date()
    if not today - casework.rules.who.duties.proficiency.every <= offered.taken_on <= today:
        fields["taken_on"] = "A test counts from its day for a year, and not before."
    if offered.correct > offered.questions:
        fields["correct"] = "There are no more right answers than questions."
    if offered.supervised and offered.supervised.wrong > offered.supervised.tasks:
        fields["wrong"] = "There are no more wrong answers than tasks."
    if fields:
        raise Unacceptable("H-04", "This result cannot be.", "Correct it; nothing was recorded.", fields=fields)


def _demand_reason(casework: Casework, reason: str) -> None:
    shortest = casework.rules.who.duties.proficiency.reason_min_length
    if len(reason) < shortest:
        message = f"Say in at least {shortest} characters who compared again, and what came of it."
        raise Unacceptable("H-04", message, "Nothing was recorded.", fields={"reason": message})
