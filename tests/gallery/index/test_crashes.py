"""A process killed at any step of a change leaves the index of before or of after, whole, and never a mixture."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gallery.index.dying import MODEL, opened, start, vectors

BEFORE = set(range(1, 45))
GROWN = BEFORE - {3, 42} | {46}
LEAST_STEPS = 20


def _killed(folder: Path, change: str) -> list[Path]:
    start(folder / "start")
    command = [sys.executable, "-m", "tests.gallery.index.dying", str(folder), change]
    subprocess.run(command, check=True, timeout=120)
    return sorted(path for path in folder.iterdir() if path.name != "start")


@pytest.mark.parametrize(
    ("change", "outcomes"),
    [
        ("grow", [BEFORE, BEFORE - {3}, BEFORE - {3, 42}, GROWN]),
        ("replace", [BEFORE, set(range(1, 31))]),
    ],
)
@pytest.mark.proves("B-08", "B-12")
def test_whatever_step_is_the_last_one_the_index_is_whole(
    tmp_path: Path, change: str, outcomes: list[set[int]]
) -> None:
    """What is left opens, holds a state of before or after, answers exactly, and shows nothing of the removed."""
    folders = _killed(tmp_path, change)

    assert len(folders) > LEAST_STEPS
    seen = set()
    for folder in folders:
        index = opened(folder)
        assert index.load() == "", folder.name
        held = set(index.numbers)
        assert held in outcomes, folder.name
        seen.add(len(held))
        assert [number for number, _ in index.nearest(vectors([7])[0], 1, held, MODEL)] == [7]
        _assert_only_held(folder, held)
    assert {len(outcomes[0]), len(outcomes[-1])} <= seen


def _assert_only_held(folder: Path, held: set[int]) -> None:
    left = b"".join(path.read_bytes() for path in folder.iterdir())
    for number in range(1, 47):
        assert (vectors([number]).tobytes() in left) == (number in held), (folder.name, number)
