"""Refusals of senders whom nobody knows: each is counted, and one a minute and route is an entry of the log (I-03).

Otherwise whoever can reach the dashboards could fill the log, and the disk, with made-up cookies.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from audits.events import AccessRefused
from gallery.ledger import Ledger, Visitor
from kernel_lib.errors import Refused

_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class _Seen:
    """The last entry for one rule and route, and how many refusals came after it without one."""

    at: datetime
    reference: int | None
    uncounted: int
    refused: Refused


class Strangers:
    """Knows when each kind of refusal was last recorded. Routes and rules are ours, so it stays small."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], _Seen] = {}
        self._turn = threading.Lock()

    def refused(self, ledger: Ledger, refused: Refused, route: str) -> Refused:
        """Return a refusal with the number of its entry: a new one, or that of the same minute, which it is counted to.

        Raises:
            LogUnavailable: a new entry cannot be written.
        """
        key, now = (refused.refusal.rule, route), ledger.now()
        with self._turn:
            seen = self._seen.get(key)
            if seen and now < seen.at + _EVERY:
                self._seen[key] = replace(seen, uncounted=seen.uncounted + 1)
                old = refused.refusal
                return type(refused)(old.rule, old.reason, old.next_step, fields=old.fields, reference=seen.reference)
            return self._record(ledger, refused, route, now)

    def tell_counted(self, ledger: Ledger) -> int:
        """Record what was counted and has no entry yet, once its minute is over; return how many entries that made."""
        with self._turn:
            due = list(self._due(ledger.now()))
            for rule, route in due:
                self._record(ledger, self._seen[rule, route].refused, route, ledger.now())
        return len(due)

    # Private

    def _record(self, ledger: Ledger, refused: Refused, route: str, now: datetime) -> Refused:
        key = (refused.refusal.rule, route)
        before = self._seen.get(key)
        counted = {"refused_before": before.uncounted} if before and before.uncounted else {}
        told = ledger.refusal_recorded(Visitor(), AccessRefused, refused, route=route, **counted)
        self._seen[key] = _Seen(now, told.refusal.reference, 0, refused)
        return told

    def _due(self, now: datetime) -> Iterator[tuple[str, str]]:
        return (key for key, seen in self._seen.items() if seen.uncounted and now >= seen.at + _EVERY)
