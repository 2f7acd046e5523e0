"""A peer is measured as it is: whole lists and lists with gaps, removals that are and that are not, bytes that stay."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers.measured import Measured
from benchmarks.peers.of_faiss_flat import Flat
from benchmarks.peers.of_leadbook import Leadbook
from benchmarks.peers.of_numpy import Numpy
from benchmarks.peers.one import measure
from benchmarks.peers.peer import EVERYONE, Flags, InMemory, Peer, Rows, Unsupported, Vectors
from benchmarks.peers.templates import Case, made

COUNT = 1200


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A small gallery."""
    return made(tmp_path / "case", "like faces", COUNT, 16, 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a peer keeps its files."""
    (tmp_path / "files").mkdir()
    return tmp_path / "files"


class HalfBlind(InMemory):
    """Sees every second row, writes a log that it never cleans, and forgets nothing."""

    def build(self, vectors: Vectors, shares: dict[str, Flags], folder: Path) -> None:
        """Write the rows into the log."""
        self._vectors, self._shares = np.array(vectors), dict(shares)
        (folder / "log").write_bytes(b"log " + self._vectors.tobytes())

    def search(self, probe: Vectors, k: int, share: str) -> Rows:
        """Compare every second row."""
        scores = self._vectors @ probe
        scores[1::2] = -np.inf
        if share != EVERYONE:
            scores[~self._shares[share]] = -np.inf
        order = np.argsort(-scores)[:k]
        return order[np.isfinite(scores[order])]

    def remove(self, row: int) -> None:
        """Pretend."""
        del row

    def version(self) -> str:
        """None."""
        return "0"


class Fixed(HalfBlind):
    """Has no removal."""

    def remove(self, row: int) -> None:
        """Say so."""
        raise Unsupported("built once")


def measured(peer: Peer, case: Case, folder: Path) -> Measured:
    """The figures of a peer."""
    return measure(peer, Measured("numpy", "like faces", COUNT, 16, 10), case, folder)


@pytest.mark.parametrize("peer", [Numpy, Flat, Leadbook], ids=lambda peer: peer.__name__)
def test_exact_searches_miss_nobody_and_forget_who_is_removed(peer: type[Peer], case: Case, folder: Path) -> None:
    """The real thing: recall 1 for everyone and each share; a removed row is gone, from the file too."""
    found = measured(peer(), case, folder)

    assert found.all is not None
    assert found.all.recall == 1
    assert [share.recall for share in found.shares.values()] == [1, 1, 1]
    assert found.removed is not None
    assert (found.removed.gone, found.removed.bytes) == (True, "gone")


def test_a_list_with_gaps_has_less_recall(case: Case, folder: Path) -> None:
    """Half of the rows are never looked at, so about half of the list is missing."""
    found = measured(HalfBlind(), case, folder)

    assert found.all is not None
    assert 0.2 < found.all.recall < 0.8


def test_a_removal_that_does_nothing_is_told(case: Case, folder: Path) -> None:
    """The row is found again, and its bytes are still in the log."""
    found = measured(HalfBlind(), case, folder)

    assert found.removed is not None
    assert (found.removed.gone, found.removed.bytes) == (False, "stay")


def test_rows_that_are_numbered_anew_are_not_taken_for_the_removed_one(case: Case, folder: Path) -> None:
    """Another picture of the same person moves to the number of the removed one; that is no remainder of it."""
    peer, row, vectors = Numpy(), COUNT // 2, case.vectors(COUNT)
    peer.build(vectors, case.shares(COUNT), folder)
    peer.remove(row)

    found = measured(Numpy(), case, folder)

    assert row in peer.search(vectors[row], 4, EVERYONE)

    assert found.removed is not None
    assert found.removed.gone


def test_a_peer_without_removal_says_why(case: Case, folder: Path) -> None:
    """No time is told for what was not done."""
    found = measured(Fixed(), case, folder)

    assert found.removed is not None
    assert (found.removed.milliseconds, found.removed.why) == (None, "built once")


def test_figures_survive_being_kept_as_json(case: Case, folder: Path) -> None:
    """What is read is what was written."""
    found = measured(Numpy(), case, folder)

    assert Measured.from_json(found.as_json()) == found
