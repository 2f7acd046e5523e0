"""What a check finds, and what every check may look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from audits.analytics import Answer
from gallery.casework.means import Casework
from gallery.desk.log import LogDesk
from gallery.rules import Rules
from kernel_lib.settings import Settings


class Outcome(StrEnum):
    """A requirement holds here, does not, or nothing here shows which."""

    PASS = "pass"  # noqa: S105  # an outcome, not a secret
    FAIL = "fail"
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class Finding:
    """One requirement: the outcome, and what was seen. Never a person, a case or a place of a secret.

    `idle`: there was nothing to look at yet, which takes nothing from what other checks of the row saw.
    """

    row: str
    outcome: Outcome
    seen: str
    idle: bool = False


@dataclass(frozen=True)
class Seen:
    """The installation as checks look at it: read only. `last_acts` gives the last day of each kind of act.

    `ask` asks a named question of the snapshot of the log.
    """

    connection: Connection
    settings: Settings
    rules: Rules
    casework: Casework
    log: LogDesk
    destroyed: frozenset[str]
    last_acts: dict[str, date]
    routes: tuple[str, ...]
    now: datetime
    ask: Callable[..., Answer]

    @property
    def today(self) -> date:
        """The day by the calendar of the installation's own service."""
        return self.rules.who.local_day(self.now, self.rules.who.home.code)


Check = Callable[[Seen], Finding]


def decided(row: str, *, holds: bool, good: str, bad: str) -> Finding:
    """Return a pass with what was seen, or a fail with what was seen instead."""
    return Finding(row, Outcome.PASS if holds else Outcome.FAIL, good if holds else bad)


def unproven(row: str, why: str) -> Finding:
    """Say that nothing here shows whether it holds."""
    return Finding(row, Outcome.UNPROVEN, why)


def nothing_yet(row: str, what: str) -> Finding:
    """Say that there is nothing yet of what a check looks at."""
    return Finding(row, Outcome.UNPROVEN, f"nothing to check yet: no {what}", idle=True)
