"""A person's access report is made: after the identity check, and logged without the person (F-60, F-49)."""

from audits.events import ApplicationReported
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.records.applications import change_application
from gallery.rights.access import report_on
from gallery.rights.receiving import demand_identity, open_application
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.rights import AccessReport


def report(casework: Casework, person: Person, application_id: str) -> AccessReport:
    """Make the report of an application, keep it with the application, and return it.

    Raises:
        NotFound: there is no such application to this person's service.
        WrongState: it is answered, or the applicant's identity was not checked (F-60).
    """
    with casework.ledger.act(person, ApplicationReported, object_id=application_id) as act:
        casework.authority.demand(person, "application_reported")
        application = open_application(act.connection, person, application_id)
        demand_identity(application)
        today = casework.rules.who.local_day(act.now, person.service)
        made = report_on(act.connection, casework.rules, application, today)
        kept = made.model_dump(mode="json")
        change_application(act.connection, application.id, report=kept)
        act.decided_by("F-49" if made.young_person else "F-60")
        act.note(report_sha256=sha256_hex(canonical_json(kept)), items=len(made.items))
    return made
