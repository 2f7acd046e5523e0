"""The bench that tests of casework share."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.gallery.casework.bench import Bench


@pytest.fixture(scope="session")
def made_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A bench with ten subjects in the gallery, made once."""
    made = Bench(tmp_path_factory.mktemp("bench"))
    made.enrol()
    return made


@pytest.fixture
def bench(made_bench: Bench, tmp_path: Path) -> Bench:
    """A copy of it for one test."""
    return made_bench.copied(tmp_path / "bench")


@pytest.fixture
def seeded(bench: Bench) -> Bench:
    """A bench on which every blind examination is accompanied by a known task."""
    always = replace(bench.rules, review=replace(bench.rules.review, known_task_rate=1.0))
    bench.rules = always
    bench.casework = replace(bench.casework, rules=always)
    return bench
