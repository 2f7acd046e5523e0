"""What compliance, auditors, analysts and partners do in a year: checks, questions, known tasks, stops, identities."""

from collections.abc import Sequence
from datetime import date

from gallery.simulated.drawing import Drawn, tile
from gallery.simulated.services import SERVICES
from gallery.simulation import examining
from gallery.simulation.clock import at, workday
from gallery.simulation.diary import Deed
from gallery.simulation.examining import Eyes
from gallery.simulation.population import Booked, stranger
from gallery.simulation.stories import Telling
from kernel_lib.vocabulary import CourtDisposition, Role, StopScope
from kernel_lib.wire.control import StopAsked
from kernel_lib.wire.known_tasks import KnownTaskDecision, KnownTaskProposal
from kernel_lib.wire.sharing import IdentityDecision

_AUTHORITY = "Simulated consent form 7 of the test series, kept by compliance."
_REASON = "Simulated: looked at with the written authority at hand."
_TASKS_FROM = 7500
_ASKED = ("approvals_quick", "examiner_agreement", "request_funnel", "short_reviews", "acts_outside_hours")


def put_in_oversight(telling: Telling, held: Sequence[Booked], year: int) -> None:
    """Put the year of those who watch into the diary."""
    for month in range(1, 13):
        service = SERVICES[month % len(SERVICES)]
        telling.plan(at(workday(date(year, month, 6)), 13.0), _auditing(telling, service, month), "audit")
    for week in range(2, 53):
        day = workday(date.fromisocalendar(year, week, 4))
        telling.plan(at(day, 15.0), lambda: _clear_tasks(telling), "known tasks")
        if week % 3 == 0:
            telling.plan(at(day, 14.0), lambda: _answer_partners(telling), "partners")
    for place, service in enumerate(SERVICES):
        mine = [each for each in held if each.person.service == service]
        day = workday(date(year, 1, 19 + place))
        telling.plan(at(day, 9.0), _proposing(telling, service, mine, year), "propose known tasks")
    telling.plan(at(workday(date(year, 5, 13)), 13.5), lambda: _stop(telling), "stop searching")


# Private


def _auditing(telling: Telling, service: str, month: int) -> Deed:
    def audit() -> None:
        auditor = telling.site.client(telling.cast.one(service, Role.AUDITOR))
        auditor.audit.status()
        if month % 3 == 1:
            auditor.audit.recent()
            auditor.audit.ask(_ASKED[month % len(_ASKED)])
        if month % 6 == 0:
            telling.site.client(telling.cast.one(service, Role.COMPLIANCE)).audit.verify()

    return audit


def _proposing(telling: Telling, service: str, mine: Sequence[Booked], year: int) -> Deed:
    def propose() -> None:
        known = next((each for each in mine if each.end is CourtDisposition.CONVICTED), mine[0]).person
        telling.known_people[service] = known.number
        for place in range(2):
            same = place == 0
            shown = known if same else stranger(_TASKS_FROM, year, telling.site.chance)
            number = shown.subject_number if same else ""
            proposal = KnownTaskProposal(source="consent", authority=_AUTHORITY, same=same, subject_number=number)
            tasks = telling.site.client(telling.cast.one(service, Role.COMPLIANCE)).known_tasks
            task_id = tasks.propose(proposal).id
            tasks.offer(task_id, "task.png", tile(Drawn(shown.number, 900 + place, 60)))
            telling.site.minutes(2, 5)
            decider = telling.site.client(telling.cast.one(service, Role.HIGHER_APPROVER)).known_tasks
            decider.decide(task_id, KnownTaskDecision(approved=True, reason=_REASON))

    return propose


def _clear_tasks(telling: Telling) -> None:
    """As each examiner: see through known tasks that wait; some people are missed."""
    for service in SERVICES:
        for examiner in telling.cast.names(service, Role.EXAMINER):
            for examination_id in examining.known_tasks_of(telling.site, examiner):
                seen = telling.site.chance.random() > 0.25
                number = telling.known_people.get(service) if seen else None
                deed = _examining(telling, examiner, examination_id, number)
                telling.attempt(deed, "known task")


def _examining(telling: Telling, examiner: str, examination_id: str, number: int | None) -> Deed:
    def examine() -> None:
        examining.see_through(telling.site, examiner, examination_id, Eyes(number))
        telling.planted.happened["known tasks answered"] += 1

    return examine


def _answer_partners(telling: Telling) -> None:
    """As clerks and compliance: release who the person of a partner's lead is, and acknowledge messages."""
    for service in SERVICES:
        clerk = telling.cast.one(service, Role.RECORDS_CLERK)
        sharing = telling.site.client(clerk).sharing
        view = sharing.view()
        for identity in view.identities:
            if identity.owner == service and identity.released is None:
                released = telling.site.chance.random() < 0.85
                sharing.decide_identity(identity.id, IdentityDecision(released=released, reason=_REASON))
                telling.planted.happened[f"identity {'released' if released else 'withheld'}"] += 1
        for message in view.inbox:
            if message.acknowledged_at is None:
                sharing.acknowledge(message.id)


def _stop(telling: Telling) -> None:
    """Peel stops its searches for a day; two people let them go on."""
    officers = telling.cast.names("peel", Role.COMPLIANCE)
    asked = StopAsked(scope=StopScope.SERVICE, target="peel", reason="The clock of a camera was wrong.")
    stop_id = telling.site.client(officers[0]).controls.stop(asked).id
    telling.site.minutes(50, 90)
    telling.site.client(officers[0]).controls.propose_resumption(stop_id, "The clock was set right in each case.")
    telling.later(1, lambda: _resume(telling, officers[1], stop_id), "resume searching")


def _resume(telling: Telling, officer: str, stop_id: str) -> None:
    telling.site.client(officer).controls.confirm_resumption(stop_id)
