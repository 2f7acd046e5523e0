"""An application comes in, and its applicant's identity is checked before anything is told (F-60, F-64)."""

from datetime import date
from typing import NoReturn

from sqlalchemy import Connection

from audits.events import ApplicantIdentified, ApplicationReceived
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.lifecycle.reckoning import counted, reckon
from gallery.records import gallery
from gallery.records.applications import (
    Application,
    add_application,
    application_by_id,
    change_application,
    next_number,
)
from gallery.records.ids import new_id
from gallery.rights.view import view_of
from gallery.rules.rights import Titles
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.wire.rights import ApplicationAsked, ApplicationView, IdentityCheck


def receive(casework: Casework, person: Person, asked: ApplicationAsked) -> ApplicationView:
    """Keep an application. One for removal has every picture of the person reckoned at once (F-64).

    Raises:
        Unacceptable: it is dated in the future, a choice is not listed, or correction is asked for without words.
    """
    rules = casework.rules.rights
    with casework.ledger.act(person, ApplicationReceived) as act:
        casework.authority.demand(person, "application_recorded")
        today = casework.rules.who.local_day(act.now, person.service)
        _demand_past(asked.received_on, today, "received_on")
        demand_listed(rules.applicants, asked.applicant, "applicant")
        if asked.kind == "correction" and not asked.asked:
            _refuse("F-62", "asked", "Say what is to be corrected, and how.")
        application = Application(
            id=new_id(),
            number=next_number(act.connection, today.year),
            service=person.service,
            kind=asked.kind,
            subject_number=asked.subject_number,
            language=asked.language,
            applicant=asked.applicant,
            received_on=asked.received_on,
            form={"asked": asked.asked, "removal": asked.removal.model_dump(mode="json")},
            fee_cents=rules.fees[asked.kind],
            recorded_by=person.account_id,
            recorded_at=act.now,
        )
        add_application(act.connection, application)
        act.about(object_id=application.id)
        act.note(kind=asked.kind, received_on=asked.received_on.isoformat(), limit=rules.limit(asked.received_on).id)
        if asked.identity:
            _identify(casework, act, person, application, asked.identity)
        if asked.kind == "removal":
            _evaluate(casework, act, application)
        return view_of(act.connection, casework.rules, held_application(act.connection, person, application.id), today)


def identify(casework: Casework, person: Person, application_id: str, checked: IdentityCheck) -> ApplicationView:
    """Record how an applicant's identity was checked.

    Raises:
        NotFound: there is no such application of this person's service.
        WrongState: it was recorded before, or the application is answered.
        Unacceptable: the check is not listed, or its day has not come.
    """
    with casework.ledger.act(person, ApplicantIdentified, object_id=application_id) as act:
        casework.authority.demand(person, "application_recorded")
        application = open_application(act.connection, person, application_id)
        if application.identity_check:
            raise WrongState("F-60", "The applicant's identity was checked before.", "Go on with the application.")
        _identify(casework, act, person, application, checked)
        today = casework.rules.who.local_day(act.now, person.service)
        return view_of(act.connection, casework.rules, held_application(act.connection, person, application_id), today)


def held_application(connection: Connection, person: Person, application_id: str) -> Application:
    """Return an application to the person's own service. Raises NotFound for any other (G-01)."""
    application = application_by_id(connection, application_id)
    if application is None or application.service != person.service:
        raise NotFound("F-60", "There is no such application to your service.", "Look at the list of applications.")
    return application


def open_application(connection: Connection, person: Person, application_id: str) -> Application:
    """Return an application that waits for its answer. Raises NotFound, or WrongState when it is answered."""
    application = held_application(connection, person, application_id)
    if application.outcome:
        raise WrongState("F-64", "This application is answered.", "A new question is a new application.")
    return application


def demand_identity(application: Application) -> None:
    """Do nothing once the applicant's identity is checked. Raises WrongState: nothing is told before (F-60)."""
    if not application.identity_check:
        reason = "Nothing is told before the applicant's identity is checked."
        raise WrongState("F-60", reason, "Check it and record how, then ask again.")


def demand_listed(titles: Titles, chosen: str, field: str) -> None:
    """Do nothing for an id of a list. Raises Unacceptable that names the field."""
    if chosen not in titles:
        _refuse("F-60", field, f"Choose one of: {', '.join(titles)}.")


# Private


def _identify(casework: Casework, act: Act, person: Person, application: Application, checked: IdentityCheck) -> None:
    demand_listed(casework.rules.rights.identity_checks, checked.check, "identity")
    _demand_past(checked.checked_on, casework.rules.who.local_day(act.now, person.service), "identity")
    change_application(
        act.connection,
        application.id,
        identity_check=checked.check,
        identity_checked_on=checked.checked_on,
        identity_by=person.account_id,
    )
    act.note(identity_check=checked.check)


def _evaluate(casework: Casework, act: Act, application: Application) -> None:
    subject = gallery.subject_numbered(act.connection, application.service, application.subject_number)
    if subject is not None:
        changes = reckon(act.connection, casework.rules, [subject.id], act.now)
        act.note(rule_version=casework.rules.eligibility.version, **counted(changes))


def _demand_past(day: date, today: date, field: str) -> None:
    if day > today:
        _refuse("F-60", field, "Give a day that is not in the future.")


def _refuse(rule: str, field: str, message: str) -> NoReturn:
    raise Unacceptable(rule, message, "Nothing was recorded; correct it and send it again.", fields={field: message})
