"""What the workers of one run share: made once, and shared out by folder or file."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sharing_out import ByFolderOrFile, in_order, once


@dataclass(frozen=True)
class Made:
    """Something that is costly to make."""

    folder: Path
    passwords: dict[str, str]


@dataclass
class Basetemp:
    """The temporary folder of a worker, as pytest gives it: one in that of the run."""

    folder: Path

    def getbasetemp(self) -> Path:
        """Where this worker's own folders go."""
        return self.folder


@dataclass(frozen=True)
class Item:
    """A test as far as its order is concerned."""

    nodeid: str


@pytest.mark.parametrize("asking", [1, 2, 8])
def test_what_several_workers_ask_for_is_made_once(
    asking: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who ask meanwhile wait, and all get the same."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    made: list[Path] = []

    def make(folder: Path) -> Made:
        made.append(folder)
        return Made(folder, {"admin": f"secret {len(made)}"})

    def ask(worker: int) -> Made:
        return once(Made, "costly", Basetemp(tmp_path / f"gw{worker}"), make)

    with ThreadPoolExecutor(asking) as workers:
        got = list(workers.map(ask, range(asking)))

    assert made == [tmp_path / "costly"]
    assert got == [Made(tmp_path / "costly", {"admin": "secret 1"})] * asking


def test_a_make_that_failed_is_tried_again_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is told to whoever met it, and nothing half-made is taken for whole."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")

    def fail(folder: Path) -> Made:
        raise OSError(f"{folder.name}: no room")

    with pytest.raises(OSError, match="costly: no room"):
        once(Made, "costly", Basetemp(tmp_path / "gw0"), fail)

    got = once(Made, "costly", Basetemp(tmp_path / "gw1"), lambda folder: Made(folder, {}))
    assert got == Made(tmp_path / "costly", {})


@pytest.mark.parametrize(
    ("test", "together"),
    [
        ("tests/browser/test_roles.py::test_a", "tests/browser/"),
        ("tests/widgets/lab/test_app.py::test_a[1]", "tests/widgets/lab/"),
        ("tests/widgets/pages/test_home.py::test_a", "tests/widgets/pages/test_home.py"),
        ("tests/journeys/test_killed.py::test_a[x::y]", "tests/journeys/test_killed.py"),
    ],
)
def test_tests_of_one_server_go_to_one_worker(test: str, together: str) -> None:
    """Elsewhere a file does, with what was made for it."""
    assert ByFolderOrFile.__new__(ByFolderOrFile)._split_scope(test) == together


def test_the_longest_begins_first_and_the_rest_keeps_its_order() -> None:
    """The order among the others is the random one of the run."""
    items = [
        Item("tests/z.py::b"),
        Item("tests/journeys/y.py::d"),
        Item("tests/browser/x.py::a"),
        Item("tests/a.py::c"),
    ]

    in_order(items)

    expected = ["tests/browser/x.py::a", "tests/journeys/y.py::d", "tests/z.py::b", "tests/a.py::c"]
    assert [each.nodeid for each in items] == expected
