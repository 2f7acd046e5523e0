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
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from gallery.records.database import Database

_NEWEST = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_START_SECONDS = 30.0
_TEMPLATE = "leadbook_made"


@dataclass
class Server:
    """A running server. `fresh` makes a database that already has the newest schema."""

    socket: Path
    made: int = 0

    def url(self, name: str, user: str = "leadbook") -> str:
        """Return the address of a database."""
        return f"postgresql:///{name}?host={self.socket}&user={user}"

    def fresh(self) -> str:
        """Make a database and return its address."""
        if not self.made:
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
            Database.open(Path("/nowhere"), self.url(_TEMPLATE)).close()
        self.made += 1
        name = f"test_{self.made}"
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._run(made.format(sql.Identifier(name), sql.Identifier(_TEMPLATE)))
        return self.url(name)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.socket), user="leadbook", dbname="postgres", autocommit=True) as connection:
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
    prepared = [
        binaries / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "leadbook",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run(prepared, check=True, capture_output=True, user=user)
    # Nothing of a test must outlive the machine, so nothing is synchronised.
    options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=50"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", socket, *options], stdout=log, stderr=log, user=user
        )
    try:
        _wait(socket)
        yield Server(socket)
    finally:
        # Fast: connections that a failed test left open are ended.
        server.send_signal(signal.SIGINT)
        server.wait(_START_SECONDS)
        shutil.rmtree(folder)


def _somebody() -> int:
    names = {each.pw_name: each.pw_uid for each in pwd.getpwall()}
    return names.get("postgres", names["nobody"])


def _wait(socket: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(socket), user="leadbook", dbname="postgres").close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "postgresql: expected it to answer, it did not"
            time.sleep(0.05)
        else:
            return
