"""A key, a clock that is moved by hand, and a log in a temporary folder."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.checkpoint import SignedLog, open_log


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment at which it stands."""
        return self.now

    def move(self, seconds: float) -> None:
        """Move the clock, backwards too."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    """A clock at six in the morning, UTC."""
    return HandClock()


@pytest.fixture
def key() -> Ed25519PrivateKey:
    """A signing key, the same in every test."""
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the log goes."""
    return tmp_path / "audit"


@pytest.fixture
def opened(folder: Path, key: Ed25519PrivateKey, clock: HandClock) -> Iterator[Callable[[], SignedLog]]:
    """Open the log, again if need be; what is left open is closed afterwards."""
    logs: list[SignedLog] = []

    def again() -> SignedLog:
        logs.append(open_log(folder, key, clock=clock))
        return logs[-1]

    yield again
    for log in logs:
        log.close()
