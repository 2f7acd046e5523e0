"""The bench that tests of casework share."""

from pathlib import Path

import pytest

from tests.gallery.casework.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with ten subjects in the gallery."""
    made = Bench(tmp_path)
    made.enrol()
    return made
