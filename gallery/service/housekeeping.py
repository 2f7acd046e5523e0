"""What a running service does by itself every few minutes: end sessions, review, tell, and remove what is due."""

import logging
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

from sqlalchemy.exc import OperationalError

from gallery.casework.retention import remove_due
from gallery.casework.search_pictures import purge_due
from gallery.control.exigency import tell_late
from gallery.lifecycle.reckoning import review_due
from gallery.proficiency.due import suspend_due
from gallery.rights.forgetting import forget_due
from gallery.service.parts import Parts
from gallery.sharing.messages import tell_due
from gallery.staff.check import run_due
from kernel_lib.errors import LeadbookError, LogUnavailable

_EVERY_SECONDS = 300.0

_log = logging.getLogger("leadbook.service")


def keep_house(parts: Parts) -> bool:
    """Do each chore once; say whether all could be done. One that cannot be done is left for the next time.

    It stops no other, unless the log cannot be written: then none of them could be recorded.
    """
    done = True
    for name, chore in _chores(parts):
        try:
            chore()
        except LogUnavailable:
            _log.error("housekeeping put off: the log cannot be written")
            return False
        except (LeadbookError, OperationalError, OSError) as error:
            _log.error("housekeeping, %s put off: %s", name, type(error).__name__)
            done = False
    return done


def _chores(parts: Parts) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "sessions", lambda: parts.sessions.end_expired()
    yield "accounts", lambda: parts.changes.disable_unused()
    yield "reviews of access", lambda: parts.access.disable_late()
    yield "proficiency", lambda: suspend_due(parts.casework)
    yield "strangers", lambda: parts.strangers.tell_counted(parts.ledger)
    yield "eligibility", lambda: review_due(parts.ledger, parts.rules)
    yield "late approvals", lambda: tell_late(parts.ledger)
    yield "pictures of probes", lambda: remove_due(parts.casework)
    yield "pictures of candidates", lambda: purge_due(parts.casework)
    yield "answered applications", lambda: forget_due(parts.casework)
    yield "staff check", lambda: run_due(parts.staff)
    yield "partners", lambda: tell_due(parts.sharing)
    yield "destruction", lambda: parts.works.start()


class Housekeeper:
    """A context in which the chores are done every few minutes, in a thread of their own."""

    def __init__(self, parts: Parts, every_seconds: float = _EVERY_SECONDS) -> None:
        self._parts = parts
        self._every = every_seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def __enter__(self) -> "Housekeeper":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            keep_house(self._parts)
