"""Who may be compared today: the states of millions of references in memory, exact the moment a record changes (B-08).

The records decide; this only remembers. A copy of all states is brought up to date with the few that changed before
every use, inside the transaction of whoever asks. At midnight the same copy gives another answer, without a run.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from gallery.index.allowed import Allowed
from gallery.records.changes import Revision, changed_since, revision_of
from gallery.records.searchable import Row, states_numbered, states_of
from kernel_lib.vocabulary import EligibilityState

OVERDUE = "review_overdue"
"""Class of reason for a picture whose eligibility should have been looked at again."""

_NOBODY = 0
_ELIGIBLE = 1
_OVERDUE = 2
_KNOWN = ("", str(EligibilityState.ELIGIBLE), OVERDUE)

Number = TypeVar("Number", np.uint16, np.int32)

_Codes = NDArray[np.uint16]
_Days = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Standing:
    """Every reference of a service and model on one day: `codes` has at its number its place in `classes`."""

    codes: _Codes
    classes: tuple[str, ...]

    @cached_property
    def eligible(self) -> Allowed:
        """The references that may be compared."""
        return Allowed.where(self.codes == _ELIGIBLE)

    @cached_property
    def known(self) -> Allowed:
        """Every reference that is held, whatever its state."""
        return Allowed.where(self.codes != _NOBODY)

    @cached_property
    def excluded(self) -> dict[str, int]:
        """How many references are left out of a search, by class of reason (B-09)."""
        return self._counts(self.codes)

    def together(self, other: "Standing") -> "Standing":
        """Return this and another service's, of the same model, as one."""
        size = max(len(self.codes), len(other.codes))
        mine, theirs = _grown(self.codes, size), _grown(other.codes, size)
        return Standing(np.where(mine == _NOBODY, theirs, mine), max(self.classes, other.classes, key=len))

    def left(self, then: Allowed) -> dict[str, int]:
        """Return how many of some references may not be compared now, by class of reason; those gone do not count."""
        inside = then.numbers
        return self._counts(self.codes[inside[inside < len(self.codes)]])

    def _counts(self, codes: _Codes) -> dict[str, int]:
        counts = np.bincount(codes, minlength=len(self.classes))
        reasons = sorted((name, int(count)) for name, count in zip(self.classes, counts, strict=True) if count)
        return {name: count for name, count in reasons if name not in _KNOWN[:_OVERDUE]}


@dataclass(frozen=True, eq=False)
class _Table:
    """By number: class and service as places in their lists, and the last day of the state, from 1970."""

    model_id: str
    revision: Revision
    classes: tuple[str, ...] = _KNOWN
    services: tuple[str, ...] = ()
    states: _Codes = field(default_factory=lambda: np.empty(0, np.uint16))
    owners: _Codes = field(default_factory=lambda: np.empty(0, np.uint16))
    days: _Days = field(default_factory=lambda: np.empty(0, np.int32))

    def with_rows(self, parts: Iterable[Sequence[Row]], gone: Iterable[int] = ()) -> "_Table":
        """Return a table in which `gone` are nobody's, and then the rows stand."""
        classes, services = _Places(self.classes), _Places(self.services)
        days = _Days1970()
        found = [
            (
                np.fromiter(numbers, np.int64, len(part)),
                np.fromiter((classes[state] for state in states), np.uint16, len(part)),
                np.fromiter((services[owner] for owner in owners), np.uint16, len(part)),
                np.fromiter((days[day] for day in until), np.int32, len(part)),
            )
            for part in parts
            if part
            for numbers, owners, states, until in (zip(*part, strict=True),)
        ]
        erased = np.fromiter(gone, np.int64)
        size = max([len(self.states), *(int(numbers.max()) + 1 for numbers, *_ in found)])
        states, owners, until = _grown(self.states, size), _grown(self.owners, size), _grown(self.days, size)
        states[erased[erased < size]] = _NOBODY
        for numbers, codes, owned, last in found:
            states[numbers], owners[numbers], until[numbers] = codes, owned, last
        return replace(self, classes=tuple(classes), services=tuple(services), states=states, owners=owners, days=until)

    def standing(self, service: str, today: date) -> Standing:
        """Return what stands for one service on one day."""
        if service not in self.services:
            return Standing(np.empty(0, np.uint16), self.classes)
        mine = self.owners == self.services.index(service)
        codes = np.where(mine, self.states, np.uint16(_NOBODY))
        codes[(codes == _ELIGIBLE) & (self.days < _Days1970()[today.isoformat()])] = _OVERDUE
        return Standing(codes, self.classes)


class Standings:
    """Remembers the newest table of one model, and what stands for each service on the day of the last question."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._table: _Table | None = None
        self._standing: dict[tuple[Revision, str, date], Standing] = {}

    def of(self, connection: Connection, service: str, model_id: str, today: date) -> Standing:
        """Return what stands for a service, as the transaction of this connection sees the records."""
        with self._turn:
            table = self._current(connection, model_id)
            key = table.revision, service, today
            if key not in self._standing:
                self._standing = {each: held for each, held in self._standing.items() if each[::2] == key[::2]}
                self._standing[key] = table.standing(service, today)
            return self._standing[key]

    def refresh(self, connection: Connection, model_id: str) -> None:
        """Read what is not known yet: long the first time, so at the start of the service and not in a search."""
        with self._turn:
            self._current(connection, model_id)

    def _current(self, connection: Connection, model_id: str) -> _Table:
        now, held = revision_of(connection), self._table
        if held is not None and (held.model_id, held.revision) == (model_id, now):
            return held
        changed = changed_since(connection, held.revision) if held and held.model_id == model_id else None
        if held is not None and changed is not None:
            rows = states_numbered(connection, model_id, changed)
            table = replace(held, revision=now).with_rows(rows, changed)
        else:
            table = _Table(model_id, now).with_rows(states_of(connection, model_id))
        # An older transaction than the newest one that asked must not take the table back for everybody.
        if held is None or held.model_id != model_id or now.sequence >= held.revision.sequence or changed is not None:
            self._table, self._standing = table, {}
        return table


# Private


class _Places(dict[str, int]):
    """The place of each name in a list that grows when a new one is asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__((name, place) for place, name in enumerate(names))

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


class _Days1970(dict[object, int]):
    """Days from 1970 on of dates, as text or as the database gives them; most occur many times."""

    def __missing__(self, day: object) -> int:
        self[day] = int(np.datetime64(str(day), "D").astype(np.int64))
        return self[day]


def _grown(column: NDArray[Number], size: int) -> NDArray[Number]:
    grown = np.zeros(size, column.dtype)
    grown[: len(column)] = column
    return grown
