"""Items of an access report are withheld one by one, and the severed copy goes out with its index (F-61)."""

from collections.abc import Mapping
from typing import NoReturn

from audits.events import ApplicationItemDecided, ApplicationReleased
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Prepared
from gallery.records.applications import (
    Application,
    ItemDecision,
    change_application,
    items_of,
    set_item,
)
from gallery.rights.keeping import Written, keep_letters
from gallery.rights.letters import Writer
from gallery.rights.receiving import demand_identity, held_application, open_application
from gallery.rights.severed import severed_copy
from gallery.rights.view import view_of
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.rights import AccessReport, ApplicationView, ItemDecided


def decide(casework: Casework, person: Person, application_id: str, given: ItemDecided) -> ApplicationView:
    """Withhold an item under a section with reasons, or release it after all.

    Raises:
        NotFound: there is no such application to this person's service.
        WrongState: it is answered, or its report was not made.
        Unacceptable: the report has no such item, the section is not listed, or there are no reasons.
    """
    rules = casework.rules.rights
    with casework.ledger.act(person, ApplicationItemDecided, object_id=application_id) as act:
        casework.authority.demand(person, "application_decided")
        application = open_application(act.connection, person, application_id)
        if given.item not in _report(application).items:
            _refuse("item", "The report has no such item.")
        if given.withheld and given.section not in rules.exemptions:
            _refuse("section", f"Choose one of: {', '.join(rules.exemptions)}.")
        if len(given.reasons) < rules.reasons_min_length:
            _refuse("reasons", f"Give reasons of at least {rules.reasons_min_length} characters.")
        section = given.section if given.withheld else ""
        kept = (given.item, given.withheld, section, given.reasons, person.account_id, act.now)
        set_item(act.connection, ItemDecision(application.id, *kept))
        act.note(item=given.item, withheld=given.withheld, section=section, reasons_sha256=sha256_of(given.reasons))
        today = casework.rules.who.local_day(act.now, person.service)
        return view_of(act.connection, casework.rules, application, today)


def release(casework: Casework, person: Person, application_id: str) -> ApplicationView:
    """Answer an application for access by its severed copy.

    Raises:
        NotFound: there is no such application to this person's service.
        WrongState: it is answered, its report was not made, or an item was decided while the copy was written.
    """
    prepared = Prepared(lambda: _prepare(casework, person, application_id))
    with casework.ledger.act(person, ApplicationReleased, object_id=application_id) as act:
        casework.authority.demand(person, "application_decided")
        application = open_application(act.connection, person, application_id)
        made, items, pdf = prepared.demand()
        if (made, items) != (application, items_of(act.connection, application.id)):
            raise WrongState("F-61", "An item was decided while the copy was written.", "Release it again.")
        answered = {"outcome": "released", "decided_by": person.account_id, "decided_at": act.now}
        change_application(act.connection, application.id, **answered)
        keep_letters(casework, act, person, application, [Written("severed_copy", "applicant", None, pdf)])
        today = casework.rules.who.local_day(act.now, person.service)
        act.decided_by("F-61")
        act.note(kind=application.kind, outcome="released", withheld=sum(each.withheld for each in items))
        act.note(days=(today - application.received_on).days, items=len(_report(application).items))
        return view_of(act.connection, casework.rules, held_application(act.connection, person, application_id), today)


# Private


def _prepare(
    casework: Casework, person: Person, application_id: str
) -> tuple[Application, tuple[ItemDecision, ...], bytes]:
    casework.authority.demand(person, "application_decided")
    today = casework.rules.who.local_day(casework.ledger.now(), person.service)
    with casework.ledger.reading() as connection:
        application = open_application(connection, person, application_id)
        demand_identity(application)
        items = items_of(connection, application.id)
    withheld: Mapping[str, ItemDecision] = {each.item: each for each in items if each.withheld}
    sheet = severed_copy(Writer(casework.rules, application, today), _report(application), withheld)
    return application, items, sheet.pdf()


def _report(application: Application) -> AccessReport:
    if application.report is None:
        raise WrongState("F-61", "The access report of this application was not made.", "Make it first.")
    return AccessReport.model_validate(application.report)


def _refuse(field: str, message: str) -> NoReturn:
    raise Unacceptable("F-61", message, "Nothing was decided; correct it and send it again.", fields={field: message})
