"""What the records desks do in a year: outcomes of charges, destruction by rule, and answers to applicants."""

from collections.abc import Sequence
from datetime import date, timedelta

from gallery.simulated.services import SERVICES
from gallery.simulation import bookings
from gallery.simulation.clock import at, workday
from gallery.simulation.diary import Deed
from gallery.simulation.population import Booked
from gallery.simulation.stories import Telling
from kernel_lib.errors import Refused
from kernel_lib.vocabulary import Role, RunState
from kernel_lib.wire.rights import AnswerGiven, ApplicationAsked, IdentityCheck

LATE_SERVICE = "peel"
"""Here the second release of one run is given six weeks after the first."""
_LATE, _LAST_LATE = "late destruction", 10
_LATE_DAYS = 45
_UNDER_WAY = (RunState.PROPOSED, RunState.RELEASED)
_REASONS = "Simulated: the entry agrees with the certified copy of the court's record."


def put_in_records(telling: Telling, held: Sequence[Booked], year: int) -> None:
    """Put the year of the records desks into the diary."""
    for each in held:
        if each.ended_on and each.ended_on.year == year:
            _put_in_outcome(telling, each, each.ended_on)
    for month in range(2, 13):
        for place, service in enumerate(SERVICES):
            day = workday(date(year, month, 5 + place))
            telling.diary.add(at(day, 9.5), _destroying(telling, service))
    _put_in_applications(telling, held, year)


# Private


def _put_in_outcome(telling: Telling, booked: Booked, ended_on: date) -> None:
    clerk = telling.cast.one(booked.person.service, Role.RECORDS_CLERK, 1)
    moment = at(workday(ended_on + timedelta(days=1)), telling.site.chance.uniform(8.2, 10.0))
    telling.plan(moment, lambda: bookings.tell_outcome(telling.site, clerk, booked), "tell an outcome")


def _destroying(telling: Telling, service: str) -> Deed:
    return lambda: telling.attempt(lambda: _propose(telling, service), "propose destruction")


def _propose(telling: Telling, service: str) -> None:
    """As the clerk: propose what is due, look at the sample and release; compliance releases some days after."""
    site, clerk = telling.site, telling.cast.one(service, Role.RECORDS_CLERK)
    work = site.client(clerk).destructions
    if not work.due().due or any(each.state in _UNDER_WAY for each in work.runs().runs):
        return
    run_id = work.propose().id
    site.minutes(4, 9)
    work.sample(run_id)
    site.minutes(2, 4)
    work.release(run_id)
    late = service == LATE_SERVICE and _LATE not in telling.planted.patterns and site.clock.today.month < _LAST_LATE
    if late:
        telling.planted.plant(_LATE, "destruction_runs", run_id=run_id)
    telling.later(_LATE_DAYS if late else 1, lambda: _release(telling, service, run_id), "release destruction")


def _release(telling: Telling, service: str, run_id: str) -> None:
    site = telling.site
    work = site.client(telling.cast.one(service, Role.COMPLIANCE)).destructions
    work.sample(run_id)
    site.minutes(3, 8)
    work.release(run_id)
    site.parts.works.carry_on()
    telling.planted.happened["runs of destruction released"] += 1


def _put_in_applications(telling: Telling, held: Sequence[Booked], year: int) -> None:
    chance = telling.site.chance
    for place in range(max(3, len(held) // 25)):
        booked = chance.choice(held)
        kind = ("access", "removal", "correction")[place % 3]
        day = workday(date(year, 1, 20) + timedelta(days=chance.randint(0, 300)))
        telling.plan(at(day, chance.uniform(9, 15)), _applying(telling, booked, kind), f"application for {kind}")


def _applying(telling: Telling, booked: Booked, kind: str) -> Deed:
    return lambda: _receive(telling, booked, kind)


def _receive(telling: Telling, booked: Booked, kind: str) -> None:
    """As the clerk: keep an application; another day it is answered."""
    site, clerk = telling.site, telling.cast.one(booked.person.service, Role.RECORDS_CLERK, 1)
    asked = ApplicationAsked.model_validate(
        {
            "kind": kind,
            "subject_number": booked.person.subject_number,
            "received_on": site.clock.today,
            "asked": "The day of the event is another one." if kind == "correction" else "",
            "identity": IdentityCheck(check="photo_identification", checked_on=site.clock.today),
        }
    )
    application = site.client(clerk).rights.receive(asked)
    days = site.chance.randint(3, 18)
    telling.later(days, lambda: _answer(telling, clerk, application.id, kind), f"answer for {kind}")


def _answer(telling: Telling, clerk: str, application_id: str, kind: str) -> None:
    rights = telling.site.client(clerk).rights
    if kind == "access":
        rights.report(application_id)
        telling.site.minutes(5, 15)
        telling.site.client(clerk).rights.release(application_id)
    elif kind == "correction":
        rights.answer(application_id, _statement())
    else:
        _answer_removal(telling, clerk, application_id)
    telling.planted.happened[f"application for {kind} answered"] += 1


def _statement() -> AnswerGiven:
    """No error was shown: the person's own words stand beside the entry from now on."""
    words = "The person says that the day of the event is another one."
    return AnswerGiven(outcome="statement", ground="no_error_shown", reasons=_REASONS, statement=words)


def _answer_removal(telling: Telling, clerk: str, application_id: str) -> None:
    """Grant what the rules let go; refuse the rest on the ground that holds."""
    rights = telling.site.client(clerk).rights
    try:
        rights.answer(application_id, AnswerGiven(outcome="granted", reasons=_REASONS))
    except Refused:
        ground = "open_charge" if telling.site.chance.random() < 0.5 else "finding_of_guilt"
        rights.answer(application_id, AnswerGiven(outcome="refused", ground=ground, reasons=_REASONS))
