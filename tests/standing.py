"""On which database a test's records stand: SQLite, PostgreSQL, or both in turn (`--records`)."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event, make_url

from gallery.records.database import Database
from tests.gallery.postgres import Server, serving

KINDS = ("sqlite", "postgres")
_ON_BOTH = "tests/gallery/records/"
"""Where both are tried unless the option says otherwise."""


@dataclass
class Standing:
    """Gives each folder of a test its records; on PostgreSQL a folder has a database of its own, and finds it again."""

    kind: str = "sqlite"
    usual: str = "sqlite"
    _server: Server | None = None
    _urls: dict[Path, str] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)
    _open: list[psycopg.Connection[Any]] = field(default_factory=list)

    @property
    def server(self) -> Server:
        """The server of this run, started by whoever asks first."""
        if self._server is None:
            self._server = self._stack.enter_context(serving())
            event.listen(Engine, "connect", self._opened)
        return self._server

    def url(self, folder: Path) -> str:
        """Return the address of the records of a folder, made at the first asking; empty for a file of SQLite."""
        if self.kind == "sqlite":
            return ""
        if folder not in self._urls:
            self._urls[folder] = self.server.fresh()
        return self._urls[folder]

    def copied(self, url: str, folder: Path) -> str:
        """Give a folder a copy of records in which nobody works now; return their address."""
        if not url:
            return ""
        self._urls[folder] = self.server.copy(make_url(url).database or "")
        return self._urls[folder]

    def emptied(self, folder: Path) -> str:
        """Give a folder a database with nothing in it; return its address."""
        self._urls[folder] = self.server.empty()
        return self._urls[folder]

    def opened(self, path: Path) -> Database:
        """Open the records of a file, or the database that stands for it."""
        return Database.open(path, self.url(path.parent))

    def let_go(self) -> None:
        """Close what a test left open; who works on finds out and connects anew."""
        while self._open:
            self._open.pop().close()

    @property
    def made(self) -> int:
        """How many databases were made in this run."""
        return self._server.made if self._server else 0

    def forget(self, made: int) -> None:
        """Drop the databases that a test made for itself, which came after so many."""
        if self._server is not None:
            self._server.drop_since(made)

    def close(self) -> None:
        """Stop the server, if it was started."""
        self.let_go()
        if self._server is not None:
            event.remove(Engine, "connect", self._opened)
        self._stack.close()
        self._server = None

    def _opened(self, connection: object, record: object) -> None:
        if isinstance(connection, psycopg.Connection):
            self._open.append(connection)


STANDING = Standing()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where records stand; without it SQLite, and both in the tests of the records themselves."""
    parser.addoption("--records", default="", choices=("", *KINDS, "both"), help="database of the records")


def pytest_configure(config: pytest.Config) -> None:
    """Let what a module or the run shares stand where the option says."""
    config.addinivalue_line("markers", "records(*kinds): where the records of this test stand: sqlite, postgres")
    asked = config.getoption("--records")
    STANDING.kind = STANDING.usual = asked if asked in KINDS else "sqlite"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each database that is asked for."""
    asked = metafunc.config.getoption("--records")
    marked = metafunc.definition.get_closest_marker("records")
    if marked:
        kinds = tuple(marked.args)
    elif asked:
        kinds = KINDS if asked == "both" else (asked,)
    else:
        kinds = KINDS if _ON_BOTH in metafunc.definition.nodeid else ("sqlite",)
    if kinds != (STANDING.usual,):
        metafunc.parametrize("records_kind", kinds, indirect=True)


@pytest.fixture(scope="session")
def standing() -> Standing:
    """What gives each folder its records."""
    return STANDING


@pytest.fixture(autouse=True)
def records_kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where this test's records stand."""
    STANDING.kind = getattr(request, "param", STANDING.usual)
    if STANDING.kind == "sqlite" and STANDING.usual == "postgres":
        pytest.skip("about the file of SQLite")
    # What modules and the run share was made before: a test's own fixtures come after this one.
    shared = STANDING.made
    yield STANDING.kind
    STANDING.kind = STANDING.usual
    STANDING.let_go()
    STANDING.forget(shared)


def pytest_unconfigure() -> None:
    """Stop what was started."""
    STANDING.close()
