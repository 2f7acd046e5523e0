"""What tests of running servers share."""

import threading
import time
from collections.abc import Callable

import pytest


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Wait for something that another process does, without a fixed sleep."""
    return _wait_until


def _wait_until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        pause.wait(0.05)
