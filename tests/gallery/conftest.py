"""What the gallery's tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gallery.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A whole service over fake faces, with its first administrator."""
    house = House(tmp_path)
    yield house
    house.close()
