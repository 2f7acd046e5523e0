"""Three services on one bench, made once and copied for each test."""

from pathlib import Path

import pytest

from tests.gallery.casework.bench import Bench
from tests.gallery.sharing.three import HALTON, YORK, Three


@pytest.fixture(scope="session")
def made_three(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench on which each of three services holds people: two of the searcher, three of Halton, two of York."""
    bench = Bench(tmp_path_factory.mktemp("three"))
    three = Three(bench)
    three.hold("demo", "S-001", 1)
    three.hold("demo", "S-002", 3)
    three.hold(HALTON, "H-001", 0)
    three.hold(HALTON, "H-002", 2)
    three.hold(HALTON, "H-003", 5)
    three.hold(YORK, "Y-001", 4)
    three.hold(YORK, "Y-002", 6, age=16)
    return bench


@pytest.fixture
def three(made_three: Bench, tmp_path: Path) -> Three:
    """A copy of it for one test."""
    return Three(made_three.copied(tmp_path / "bench"))
