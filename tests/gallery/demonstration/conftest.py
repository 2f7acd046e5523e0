"""The photographs in the cache, and the real engine. A missing cache is a failure: `make setup` brings them."""

from pathlib import Path

import pytest

from gallery.demonstration.feed import Feed, build_feed
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings


@pytest.fixture(scope="session")
def photographs_dir() -> Path:
    """Where set-up put the photographs."""
    return Settings.from_env().photographs_dir


@pytest.fixture(scope="session")
def engine() -> FaceEngine:
    """The real engine, opened once."""
    return FaceEngine.open(Settings.from_env().models_dir)


@pytest.fixture(scope="session")
def feed(photographs_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Feed:
    """One built feed, which tests only read."""
    return build_feed(photographs_dir, tmp_path_factory.mktemp("demonstration") / "feed")
