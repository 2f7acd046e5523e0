"""Fakes that the gallery's tests share: a clock that stands still, a log in memory, people, a database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from audits.events import Event
from gallery.authority import Person
from kernel_lib.errors import LogUnavailable
from kernel_lib.vocabulary import Role

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class FixedClock:
    """A clock that moves only when told to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def forward(self, **step: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**step)


@dataclass(frozen=True)
class FakeEntry:
    """An entry of the log in memory."""

    sequence: int
    event: Event


@dataclass
class FakeLog:
    """A log in memory, which can be made unwritable."""

    entries: list[FakeEntry] = field(default_factory=list)
    writable: bool = True

    def append(self, event: Event) -> FakeEntry:
        """Keep an event, or raise LogUnavailable."""
        if not self.writable:
            raise LogUnavailable("the audit log cannot be written: no space left")
        entry = FakeEntry(len(self.entries) + 1, event)
        self.entries.append(entry)
        return entry

    def told(self) -> list[tuple[str, str]]:
        """Return act and result of every entry, in order."""
        return [(entry.event.act, entry.event.result) for entry in self.entries]

    def __iter__(self) -> Iterator[FakeEntry]:
        return iter(self.entries)


def person(*roles: Role, account_id: str = "account-1", session_id: str = "session-1") -> Person:
    """Return a person of the demonstration service with these roles."""
    return Person(
        account_id=account_id,
        username="somebody",
        display_name="Somebody",
        service="demo",
        roles=roles or (Role.INVESTIGATOR,),
        certificates=(),
        session_id=session_id,
        workstation="desk 1",
    )
