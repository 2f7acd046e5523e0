"""A breach is opened: by hand, by a question to the log, or within the act that found it (M-06, M-07)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from audits.events import BreachOpened
from gallery.authority import Person
from gallery.ledger import Act
from gallery.records.breaches import Breach, BreachStep, add_breach, add_breach_step, breaches_of_year
from gallery.records.ids import new_id

OPENED = "opened"


@dataclass(frozen=True)
class Found:
    """What is known when a breach is opened; `words` stays in the record, sealed."""

    kind: str
    occurred_on: date
    source: str
    words: str
    finding_id: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


def open_breach(act: Act, person: Person, found: Found) -> Breach:
    """Open a breach in the transaction of an act; the act's own entry tells it."""
    year = act.now.year
    breach = Breach(
        id=new_id(),
        number=_number(act.connection, year),
        year=year,
        service=person.service,
        kind=found.kind,
        state=OPENED,
        finding_id=found.finding_id,
        occurred_on=found.occurred_on.isoformat(),
        opened_by=person.account_id,
        opened_at=act.now,
    )
    add_breach(act.connection, breach)
    body = {"source": found.source, "what": found.words, **found.more}
    add_breach_step(act.connection, BreachStep(new_id(), breach.id, OPENED, body, person.account_id, act.now))
    return breach


def open_beside(act: Act, person: Person, found: Found) -> Breach:
    """Open a breach within the act that found it, with an entry of its own before that act's (M-07)."""
    breach, about = open_breach(act, person, found), act.object_id
    act.about(object_id=breach.id)
    act.also(BreachOpened, breach_number=breach.number, kind=breach.kind, source=found.source)
    act.about(object_id=about)
    return breach


# Private


def _number(connection: Connection, year: int) -> str:
    return f"B-{year}-{breaches_of_year(connection, year) + 1:03d}"
