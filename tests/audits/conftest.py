"""A key, a clock that is moved by hand, and a log in a temporary folder."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.analytics.opening import TABLES, make_views, view_groups
from audits.checkpoint import SignedLog, open_log
from audits.events import SearchStarted
from audits.log import Log
from audits.note import LogKey
from kernel_lib.sql import read_sql


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


@pytest.fixture
def whole(folder: Path, clock: HandClock, key: Ed25519PrivateKey) -> Path:
    """A log of ten records in three segments, with checkpoints kept at 0, 5 and 10."""
    log = Log(folder, records_limit=4)
    signed = SignedLog(folder, log, key, LogKey.of("leadbook", key), clock, None, 5)
    for number in range(10):
        clock.move(1)
        signed.append(SearchStarted(actor_id="é", object_id=f"request-{number}", details={"list_length": number}))
    signed.close()
    return folder


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables and views of a snapshot without any entry."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(read_sql("audits", TABLES, folder="schema"))
        make_views(connection, view_groups())
        yield connection
