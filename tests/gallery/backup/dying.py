"""A child that works and is killed by SIGKILL just before its n-th call that changes something on the disk."""

import os
import resource
import signal
from collections.abc import Callable
from itertools import count
from typing import Any

CALLS = ("open", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "truncate", "ftruncate", "sync")


def nothing() -> None:
    """Do nothing before the act."""


def killed_at(step: int, act: Callable[[], object], before: Callable[[], object] = nothing) -> bool:
    """Run an act in a child that dies at its n-th call, from 0; say whether it died. Calls of `before` do not count."""

    def dying() -> None:
        before()
        _counting(step, act)

    return _ended(dying) == -signal.SIGKILL


def calls_of(act: Callable[[], object], before: Callable[[], object] = nothing) -> int:
    """Return how many such calls a whole act makes, run in a child."""
    reading, writing = os.pipe()

    def counted() -> None:
        before()
        made = _counting(-1, act)
        os.write(writing, str(made).encode())

    status = _ended(counted)
    os.close(writing)
    with os.fdopen(reading) as file:
        told = file.read()
    if status:
        raise RuntimeError(f"expected the act to end well, got status {status}")
    return int(told)


def with_files_of(limit: int, act: Callable[[], object]) -> int:
    """Run an act in a child in which no file may grow beyond so many bytes, as on a full disk; return its status."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        act()

    return _ended(limited)


def spread(total: int, wanted: int) -> list[int]:
    """Return so many steps of a number of calls, the first and the last ones among them."""
    edges = {0, 1, 2, total - 3, total - 2, total - 1}
    return sorted(edges | {total * each // wanted for each in range(wanted)})


def _ended(act: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        status = 70
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _counting(step: int, act: Callable[[], object]) -> int:
    done = count()
    made = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            nonlocal made
            made = next(done) + 1
            if made - 1 == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return called

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    act()
    return made
