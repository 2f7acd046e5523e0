"""A program that changes an index on disk many times over, killed each time at another step.

`python -m tests.gallery.index.dying FOLDER CHANGE` copies FOLDER/start for each step, begins the change in a process of
its own, and lets it die by SIGKILL just before or just after its n-th call that changes something on the disk.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from gallery.index.exact import Index
from gallery.index.shelf import Shelf

MODEL, SIZE, KEY = "fake@0123", 16, b"k" * 32
CALLS = ("open", "pwrite", "fsync", "replace", "unlink", "truncate")


def vectors(numbers: list[int]) -> np.ndarray:
    """Unit vectors, the same for the same numbers."""
    made = [np.random.default_rng(number).normal(size=SIZE) for number in numbers]
    rows = np.array(made, np.float32).reshape(-1, SIZE)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def opened(folder: Path) -> Index:
    """An index over a folder, not yet loaded."""
    return Index(Shelf(folder, KEY), MODEL, SIZE)


def start(folder: Path) -> None:
    """Keep references 1 to 40 in a first snapshot, and 41 to 44 in a second."""
    index = opened(folder)
    for numbers in (list(range(1, 41)), list(range(41, 45))):
        index.add(numbers, vectors(numbers), MODEL)
        index.save()


def grow(folder: Path) -> None:
    """Add two, remove one of each snapshot and of what was just added, and save."""
    index = opened(folder)
    assert index.load() == ""
    index.add([45, 46], vectors([45, 46]), MODEL)
    index.remove([3, 42, 45])
    index.save()


def replace(folder: Path) -> None:
    """Put everything into one new snapshot, as after a rebuild."""
    index = opened(folder)
    index.fill(np.arange(1, 31), vectors(list(range(1, 31))))
    index.save()


CHANGES: dict[str, Callable[[Path], None]] = {"grow": grow, "replace": replace}


def _die_at(step: int) -> None:
    """Count calls; step 2n is just before the n-th, step 2n + 1 just after it."""
    done = iter(count())

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def made(*given: Any, **named: Any) -> Any:
            if next(done) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = call(*given, **named)
            if next(done) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return made

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


def _survives(change: Callable[[Path], None], folder: Path, step: int) -> bool:
    child = os.fork()
    if child == 0:
        _die_at(step)
        change(folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise RuntimeError(f"step {step}: expected the change to be killed or to end well, got status {status}")
    return True


def main(folder: Path, change: Callable[[Path], None]) -> None:
    """Kill the change at each of its steps, until it survives."""
    for step in count():
        target = folder / str(step)
        shutil.copytree(folder / "start", target)
        if _survives(change, target, step):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), CHANGES[sys.argv[2]])
