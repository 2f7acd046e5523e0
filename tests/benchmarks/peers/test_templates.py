"""Invented templates are the same from the same seed, lie as they say, and come with their true lists."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.peers.peer import EVERYONE
from benchmarks.peers.templates import KINDS, SHARES, Kind, made


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_bytes(kind: Kind, tmp_path: Path) -> None:
    """Two runs compare the same data."""
    first, second = (made(tmp_path / name, kind, 203, 16, 4) for name in ("first", "second"))

    assert np.array_equal(first.vectors(203), second.vectors(203))
    assert np.array_equal(first.probes(), second.probes())


@pytest.mark.parametrize("kind", KINDS)
def test_templates_and_probes_have_unit_length(kind: Kind, tmp_path: Path) -> None:
    """As every index asks for."""
    case = made(tmp_path / "case", kind, 203, 16, 4)

    rows = np.concatenate([case.vectors(203), case.probes()])

    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_pictures_of_one_person_are_as_alike_as_photographs(tmp_path: Path) -> None:
    """SFace gives pairs of photographs of one person 0.76 on average."""
    rows = made(tmp_path / "case", "like faces", 2000, 128, 4).vectors(2000)

    same = np.einsum("ij,ij->i", rows[0::5], rows[1::5]).mean()
    others = np.einsum("ij,ij->i", rows[0:-5:5], rows[5::5]).mean()

    assert same == pytest.approx(0.76, abs=0.03)
    assert abs(others) < 0.05


def test_probes_are_further_pictures_of_enrolled_people(tmp_path: Path) -> None:
    """A search finds the person, and not the probe itself."""
    case = made(tmp_path / "case", "like faces", 500, 128, 8)

    best = (case.vectors(500) @ case.probes().T).max(axis=0)

    assert ((best > 0.6) & (best < 0.999)).all()


def test_the_floor_is_the_similarity_of_the_last_true_candidate(tmp_path: Path) -> None:
    """Recall is counted by it, for everyone and for each share."""
    case = made(tmp_path / "case", "like faces", 400, 16, 3)
    scores = case.vectors(400) @ case.probes()[1]

    floors = case.floors(400, 10)

    assert set(floors) == {EVERYONE, *SHARES}
    assert floors[EVERYONE][1] == pytest.approx(np.sort(scores)[-10])
    few = np.sort(scores[case.shares(400)["50 %"]])
    assert floors["50 %"][1] == pytest.approx(few[-10])


def test_a_share_smaller_than_the_list_has_its_lowest_as_floor(tmp_path: Path) -> None:
    """One per cent of 400 are fewer than ten."""
    case = made(tmp_path / "case", "like faces", 400, 16, 3)
    scores = case.vectors(400) @ case.probes()[0]

    floor = case.floors(400, 10)["1 %"][0]

    assert floor == pytest.approx(scores[case.shares(400)["1 %"]].min())
