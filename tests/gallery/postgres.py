"""A real PostgreSQL for tests: one server on a private socket, under another user than root; a database a test."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from gallery.records.database import Database

_NEWEST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_START_SECONDS = 30.0
_TEMPLATE = "leadbook_made"


_SETTINGS = {
    "listen_addresses": "",
    # Nothing of a test must outlive the machine, so nothing is synchronised.
    "fsync": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "autovacuum": "off",
    # As the records ask it of every server.
    "wal_recycle": "off",
    "min_wal_size": "32MB",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}
_INITDB = ("-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
_ROLES = """
    CREATE ROLE leadbook LOGIN IN ROLE pg_checkpoint;
    CREATE ROLE leadbook_reader NOLOGIN NOBYPASSRLS;
    CREATE ROLE analyst LOGIN IN ROLE leadbook_reader;
"""


@dataclass
class Server:
    """A running server. `fresh` makes a database that already has the newest schema; `leadbook` owns it and no more."""

    socket: Path
    data: Path
    user: int | None = None
    made: int = 0
    prepared: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, as for the first time or after `stop` or `crash`, and wait until it answers."""
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        arguments = [_NEWEST[-1] / "postgres", "-D", self.data, "-k", self.socket, *options]
        with (self.data.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(arguments, stdout=log, stderr=log, user=self.user)
        _wait(self.socket)

    def stop(self) -> None:
        """Stop it fast: connections that a failed test left open are ended."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Stop it at once, as when the machine dies: nothing is finished, and the next start recovers."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_SECONDS)
            self._process = None

    def url(self, name: str) -> str:
        """Return the address of a database for its owner."""
        return f"postgresql:///{name}?host={self.socket}&user=leadbook"

    def fresh(self) -> str:
        """Make a database with the newest schema and return its address; 30 ms, the first of a run 300 ms."""
        if not self.prepared:
            Database.open(Path("/nowhere"), self.empty(_TEMPLATE)).close()
            self.prepared = True
        return self.copy(_TEMPLATE)

    def copy(self, name: str) -> str:
        """Make a database like another, in which nobody works now, and return its address."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER leadbook STRATEGY FILE_COPY")
        self.made += 1
        fresh = f"test_{self.made}"
        self.run(made.format(sql.Identifier(fresh), sql.Identifier(name)))
        return self.url(fresh)

    def empty(self, name: str = "") -> str:
        """Make a database with nothing in it, and return its address."""
        self.made += 1
        fresh = name or f"test_{self.made}"
        self.run(sql.SQL("CREATE DATABASE {} OWNER leadbook").format(sql.Identifier(fresh)))
        return self.url(fresh)

    def drop_since(self, made: int) -> None:
        """Drop every database that was made after so many: thousands of tests would fill the disk."""
        for number in range(made + 1, self.made + 1):
            name = sql.Identifier(f"test_{number}")
            self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def run(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> None:
        """Run one statement as the superuser."""
        with psycopg.connect(host=str(self.socket), user="postgres", dbname=database, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def serving() -> Iterator[Server]:
    """Start a server in a folder of its own, wait until it answers, and stop it at the end."""
    assert _NEWEST, "postgresql: expected Debian's package, got none; run `make test`, which installs it"
    binaries = _NEWEST[-1]
    folder = Path(tempfile.mkdtemp(prefix="leadbook-pg-"))
    user = _somebody() if os.geteuid() == 0 else None
    data, socket = folder / "data", folder / "socket"
    for each in (data, socket):
        each.mkdir(mode=0o700)
    if user is not None:
        for each in (folder, data, socket):
            os.chown(each, user, -1)
    prepared = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", *_INITDB]
    subprocess.run(prepared, check=True, capture_output=True, user=user)
    server = Server(socket, data, user)
    try:
        server.start()
        server.run(sql.SQL(_ROLES))
        server.run(sql.SQL("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO leadbook"), "template1")
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _somebody() -> int:
    names = {each.pw_name: each.pw_uid for each in pwd.getpwall()}
    return names.get("postgres", names["nobody"])


def _wait(socket: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(socket), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "postgresql: expected it to answer, it did not"
            time.sleep(0.05)
        else:
            return
