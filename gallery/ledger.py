"""One act: one transaction of the records and one entry of the log, in that order of truth.

The entry is written, durable and signed, while the transaction is still open; then its sequence is marked in the
same transaction, which is committed. A crash between the two leaves an entry newer than the mark: at the next start
it is told that this act was logged and not carried out. A commit that got no answer is looked for by the same mark, as
soon as the records can be reached: it is never told as carried out, or as not, before that is known.
"""

import logging
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from audits.event import REASON_LIMIT, TEXT_LIMIT, Detail
from audits.events import Event
from gallery.authority import Person, certificates_in_words
from gallery.records.database import Database
from gallery.records.schema import log_marks
from kernel_lib.errors import LogUnavailable, PictureRefused, Refused, Unacceptable

Clock = Callable[[], datetime]

Made = TypeVar("Made")

_log = logging.getLogger("leadbook.service")

_FIELD = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_FIELDS_TOLD = 20
_MARK = update(log_marks)


class Written(Protocol):
    """An entry as the log gives it back."""

    @property
    def sequence(self) -> int:
        """Its place in the log, from 1."""
        ...


class EventLog(Protocol):
    """The writing side of the log: `audits.checkpoint.SignedLog`."""

    def append(self, event: Event) -> Written:
        """Write one event, durable before this returns. Raises LogUnavailable."""
        ...


@dataclass(frozen=True)
class Visitor:
    """Somebody whom the service does not know, at a workstation that may have been named."""

    workstation: str = ""


Actor = Person | Visitor | None
"""Who acts; None is the service itself."""


@dataclass
class Act:
    """An act under way: its open transaction, its moment, and what its entry will say."""

    now: datetime
    case_id: str | None = None
    object_id: str | None = None
    rule: str | None = None
    details: dict[str, Detail] = field(default_factory=dict)
    refusal: Refused | None = None
    sequence: int = 0
    connection: Connection = field(init=False, repr=False)
    _also: Callable[["Act", type[Event], dict[str, Detail]], int] | None = field(default=None, repr=False)

    def about(self, *, case_id: str | None = None, object_id: str | None = None) -> None:
        """Say which case and which thing the act is about, once it is known."""
        self.case_id = case_id or self.case_id
        self.object_id = object_id or self.object_id

    def note(self, **details: Detail) -> None:
        """Add short facts to the entry: ids, hashes, counts; never narrative, names or scores."""
        self.details.update(details)

    def decided_by(self, rule: str) -> None:
        """Say which rule allowed the act."""
        self.rule = rule

    def also(self, event: type[Event], **details: Detail) -> int:
        """Write the rare second entry now, before the act goes on; return its sequence. Raises LogUnavailable."""
        return self._also(self, event, details) if self._also else 0

    def refuse(self, refused: Refused) -> None:
        """End as a refusal that also changes records, as a counted failure to sign in does; it is raised at the end."""
        self.refusal = refused


class Prepared(Generic[Made]):
    """Long work done before an act takes its turn. Whatever went wrong is raised inside the act, and so recorded."""

    def __init__(self, make: Callable[[], Made]) -> None:
        try:
            self._made: Made | Exception = make()
        except Exception as error:  # noqa: BLE001  # kept, and raised by `demand` inside the act
            self._made = error

    def demand(self) -> Made:
        """Return what was made, or raise what went wrong."""
        if isinstance(self._made, Exception):
            raise self._made
        return self._made


class Ledger:
    """Binds log and records. Acts take turns; an act within an act is a mistake of the program."""

    def __init__(self, log: EventLog, database: Database, clock: Clock) -> None:
        self._log = log
        self._database = database
        self._clock = clock
        self._turn = threading.Lock()
        self._holder: int | None = None
        self._unanswered: tuple[_Entry, Act, Exception] | None = None

    @contextmanager
    def act(
        self,
        actor: Actor,
        event: type[Event],
        *,
        case_id: str | None = None,
        object_id: str | None = None,
        refused_as: type[Event] | None = None,
    ) -> Iterator[Act]:
        """Open an act; see the module. `refused_as` names the event of a refusal where it is another class.

        Raises:
            Refused: whatever was raised inside, now with the number of its entry; nothing was changed.
            LogUnavailable: the log cannot be written; nothing was changed.
            sqlalchemy.exc.OperationalError: the records cannot be reached or written; where the commit got no answer,
                the log tells whether it was kept.
        """
        now = self._clock()
        entry = _Entry(actor, event, refused_as or event, now)
        act = Act(now, case_id, object_id, _also=lambda a, kind, d: self._append(entry.of(a, kind, d)))
        with self._taking_turns():
            try:
                self._tell_unanswered()
                with self._database.transaction() as act.connection:
                    yield act
                    self._settle(entry, act)
            except LogUnavailable:
                raise
            except Refused as refused:
                raise self._refused(entry, act, refused) from refused.__cause__
            except PictureRefused as refused:
                told = Unacceptable(refused.rule, refused.reason, refused.next_step, fields={"picture": refused.reason})
                raise self._refused(entry, act, told) from refused
            except Exception as error:
                if not self._kept(entry, act, error):
                    raise
        if act.refusal:
            raise act.refusal

    @contextmanager
    def unrecorded(self) -> Iterator[Connection]:
        """Change records without an entry: only for the service's own plumbing, such as prolonging a session."""
        with self._taking_turns(), self._database.transaction() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Look at the records without an entry, to prepare an act or to answer plumbing."""
        with self._database.reading() as connection:
            yield connection

    def record(self, event: Event) -> int:
        """Append an event that changes no record and return its sequence. Raises LogUnavailable."""
        return self._append(event)

    def refusal_recorded(self, actor: Actor, event: type[Event], refused: Refused, **details: Detail) -> Refused:
        """Record a refusal that came before any act, and return it with the number of its entry."""
        now = self._clock()
        act = Act(now, details=dict(details))
        return self._refused(_Entry(actor, event, event, now), act, refused)

    def now(self) -> datetime:
        """Return the moment by the service's clock, UTC."""
        return self._clock()

    def _settle(self, entry: "_Entry", act: Act) -> None:
        """Write the entry and mark it, with the transaction still open."""
        if act.refusal:
            act.refusal = self._refused(entry, act, act.refusal)
        else:
            act.sequence = self._append(entry.of(act, entry.event, act.details))
        set_mark(act.connection, act.sequence)

    def _kept(self, entry: "_Entry", act: Act, error: Exception) -> bool:
        """Say whether an act that ended in an error was kept all the same, its commit only unanswered; else tell it.

        While the records cannot be reached nothing is told: the next act does it, or the next start.
        """
        if act.sequence:
            try:
                if self._mark() >= act.sequence:
                    return True
            except SQLAlchemyError:
                self._unanswered = (entry, act, error)
                return False
        error.add_note(f"log entry {self._append(entry.failed(act, error))}")
        return False

    def _tell_unanswered(self) -> None:
        if self._unanswered is None:
            return
        entry, act, error = self._unanswered
        if self._mark() >= act.sequence:
            # Whoever asked was told that the records could not be reached, and nothing after the act was done.
            _log.error("records: kept act %s, whose commit had got no answer; start the service again", act.sequence)
        else:
            self._append(entry.failed(act, error))
        self._unanswered = None

    def _mark(self) -> int:
        with self._database.after_writers() as connection:
            return mark_of(connection)

    def _refused(self, entry: "_Entry", act: Act, refused: Refused) -> Refused:
        act.sequence = self._append(entry.refusal(act, refused))
        old = refused.refusal
        return type(refused)(old.rule, old.reason, old.next_step, fields=old.fields, reference=act.sequence)

    def _append(self, event: Event) -> int:
        return self._log.append(event).sequence

    @contextmanager
    def _taking_turns(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("ledger: expected one act at a time, got an act within an act; end the first one before")
        with self._turn:
            self._holder = me
            try:
                yield
            finally:
                self._holder = None


@dataclass(frozen=True)
class _Entry:
    """Makes the events of one act."""

    actor: Actor
    event: type[Event]
    refused_as: type[Event]
    now: datetime

    def of(self, act: Act, kind: type[Event], details: dict[str, Detail]) -> Event:
        return kind(**self._who(), case_id=act.case_id, object_id=act.object_id, rule=act.rule, details=dict(details))

    def refusal(self, act: Act, refused: Refused) -> Event:
        refusal = refused.refusal
        details = dict(act.details)
        if refusal.fields:
            details["fields"] = _field_names(refusal.fields)
        return self.refused_as(
            **self._who(),
            case_id=act.case_id,
            object_id=act.object_id,
            result="refused",
            reason=one_line(refusal.reason, REASON_LIMIT),
            rule=one_line(refusal.rule, TEXT_LIMIT),
            details=details,
        )

    def failed(self, act: Act, error: Exception) -> Event:
        """Keep only the kind of error: its message could hold what the log may not."""
        details: dict[str, Detail] = {"error": type(error).__name__}
        if act.sequence:
            details["abandoned_sequence"] = act.sequence
        return self.event(**self._who(), case_id=act.case_id, object_id=act.object_id, result="failed", details=details)

    def _who(self) -> dict[str, Any]:
        if self.actor is None:
            return {"actor_id": "system", "role": "system"}
        workstation = one_line(self.actor.workstation, TEXT_LIMIT) or None
        if isinstance(self.actor, Visitor):
            return {"workstation": workstation}
        return {
            "service": self.actor.service,
            "actor_id": self.actor.account_id,
            "role": "+".join(sorted(self.actor.roles)),
            "certificate": certificates_in_words(self.actor, self.now.date()),
            "workstation": workstation,
        }


def _field_names(fields: Collection[str]) -> Sequence[str]:
    """Return the names of fields at fault that look like ours; others were made up by whoever asked."""
    return [name for name in sorted(fields) if _FIELD.fullmatch(name)][:_FIELDS_TOLD]


def one_line(text: str, limit: int) -> str:
    """Return text that the log accepts: without control characters, at most `limit` characters."""
    return "".join(character for character in text if character.isprintable())[:limit]


def mark_of(connection: Connection) -> int:
    """Return the sequence of the last act that was committed, or 0."""
    return connection.execute(select(log_marks.c.sequence)).scalar_one_or_none() or 0


def set_mark(connection: Connection, sequence: int) -> None:
    """Say that the act of this entry is committed together with this mark."""
    if connection.execute(_MARK, {"sequence": sequence}).rowcount == 0:
        connection.execute(insert(log_marks).values(place=1, sequence=sequence))
