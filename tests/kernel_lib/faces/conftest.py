"""The real models and photographs. A missing cache is a failure: `make setup` brings them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gallery.demonstration.photographs import Photographs
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, decode
from kernel_lib.settings import Settings


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Where set-up put the model files."""
    return Settings.from_env().models_dir


@pytest.fixture(scope="session")
def engine(models_dir: Path) -> FaceEngine:
    """The real engine, opened once."""
    return FaceEngine.open(models_dir)


@pytest.fixture(scope="session")
def photograph() -> Callable[[str], bytes]:
    """Bytes of a photograph by its file name."""
    listed, folder = Photographs.listed(), Settings.from_env().photographs_dir
    return lambda file: listed.named(file).read(folder)


@pytest.fixture(scope="session")
def picture(photograph: Callable[[str], bytes]) -> Callable[[str], DecodedPicture]:
    """A decoded photograph by its file name."""
    return lambda file: decode(photograph(file))
