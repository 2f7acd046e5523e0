"""How a run with several workers (`pytest -n 2`) shares out the tests, and what the workers share."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydantic import TypeAdapter
from xdist.scheduler import LoadFileScheduling

T = TypeVar("T")

TOGETHER = ("tests/browser/", "tests/widgets/dashboards/", "tests/widgets/lab/")
"""Folders whose tests share one running server: a folder goes to one worker. Elsewhere a file does."""

FIRST = ("tests/browser/", "tests/gallery/lifecycle/test_bulk.py", "tests/journeys/", "tests/notebooks/")
"""What takes longest begins first, in this order, so that no worker is left alone with it at the end."""


class ByFolderOrFile(LoadFileScheduling):
    """Gives a worker whole files, and of some folders the whole folder, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        folder = next((each for each in TOGETHER if nodeid.startswith(each)), "")
        return folder or str(super()._split_scope(nodeid))


def in_order(items: list[pytest.Item]) -> None:
    """Put what takes longest first; the rest keeps its random order."""
    items.sort(key=lambda item: next((n for n, each in enumerate(FIRST) if item.nodeid.startswith(each)), len(FIRST)))


def once(kind: type[T], name: str, factory: pytest.TempPathFactory, make: Callable[[Path], T]) -> T:
    """Make something in a folder of its own once a run, whichever worker asks first; the others wait and read it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make(factory.mktemp(name))
    folder, kept = factory.getbasetemp().parent / name, TypeAdapter(kind)
    folder.mkdir(exist_ok=True, mode=0o700)
    told = folder / "told.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_bytes(kept.dump_json(make(folder)))
        return kept.validate_json(told.read_bytes())
