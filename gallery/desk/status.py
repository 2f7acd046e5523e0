"""The line at the foot of each page: counts and the state of the log, no person and no picture."""

from gallery.assessment.bounds import held_back
from gallery.authority import Person
from gallery.control.stopping import stop_sentence, stops_for
from gallery.desk.log import LogDesk
from gallery.ledger import Ledger
from gallery.records.gallery import count_eligible, count_held
from gallery.rules import Rules
from kernel_lib.wire.gallery import ServiceStatus


def service_status(
    ledger: Ledger, log: LogDesk, rules: Rules, model_id: str, person: Person, *, simulated: bool = False
) -> ServiceStatus:
    """Return the state of the installation as it is now, and what stops searches of this person."""
    with ledger.reading() as connection:
        held = count_held(connection)
        stopped = stops_for(connection, person.service, model_id, person.account_id)
        waiting = held_back(connection, rules, person.service, model_id, ledger.now())
        eligible = count_eligible(connection, model_id, rules.who.local_day(ledger.now(), rules.who.home.code))
    verified_at, whole = log.verified
    return ServiceStatus(
        service_name=rules.who.home.name,
        pictures=held["pictures"],
        eligible=eligible,
        model=model_id,
        log_events=log.events,
        log_verified_at=verified_at,
        log_whole=whole,
        demonstration=rules.who.home.demonstration,
        simulated=simulated,
        stopped=(*map(stop_sentence, stopped), *(sentence for _, sentence in waiting)),
    )
