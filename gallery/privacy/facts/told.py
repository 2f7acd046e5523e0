"""Every fact of the installation, under the headings of the report. Nothing is invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from audits.events import ConfigurationViewed
from gallery.authority import Person
from gallery.casework.accuracy import accuracy
from gallery.casework.means import Casework
from gallery.control.tuning import in_force
from gallery.desk.log import LogDesk
from gallery.privacy.facts import guarded, held, measured, ruled
from kernel_lib.faces.weights import Weights
from kernel_lib.wire.gallery import Fact, Facts


@dataclass(frozen=True)
class InstallationFacts:
    """Where facts come from. `models` are the registry's entries, `version` is the product's."""

    casework: Casework
    log: LogDesk
    models: tuple[Weights, ...]
    version: str

    def facts(self, person: Person, routes: tuple[str, ...]) -> Facts:
        """Return every fact; `routes` are those that the running application answers."""
        with self.casework.ledger.act(person, ConfigurationViewed) as act:
            facts = self.told(act.connection, person.service, act.now, routes)
            act.note(facts=len(facts))
            return Facts(generated_at=act.now, facts=facts)

    def told(self, connection: Connection, service: str, now: datetime, routes: tuple[str, ...]) -> tuple[Fact, ...]:
        """Return every fact for an act that is under way."""
        return tuple(self._told(connection, service, now, routes))

    def _told(self, connection: Connection, service: str, now: datetime, routes: tuple[str, ...]) -> Iterator[Fact]:
        rules, casework = in_force(connection, self.casework.rules), self.casework
        today = rules.who.local_day(now, rules.who.home.code)
        standing = accuracy(connection, casework)
        yield from ruled.control(rules, self.version)
        yield from ruled.scope(rules)
        yield from guarded.system(self.models, routes)
        yield from ruled.authority(rules, today)
        yield from ruled.policies(rules)
        yield from held.roles(connection, rules)
        yield from held.inventory(connection)
        yield from held.flows(connection, rules)
        yield from ruled.probes(rules)
        yield from held.gallery(connection, rules, casework.index, today)
        yield from ruled.search(rules)
        yield from measured.accuracy(standing)
        yield from measured.equity(standing)
        yield from held.between(connection, rules, service, today)
        yield from guarded.safeguards(connection, rules)
        yield from guarded.logging(self.log)
        yield from ruled.annexes(rules)
