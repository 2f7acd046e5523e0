"""Child processes of a command: started one after another, each waited for, all stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError, ServiceUnreachable, SettingsError, SignInRequired
from kernel_lib.settings import Settings

_POLL_SECONDS = 0.05
_START_SECONDS = 90.0
_STOP_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1


class ChildFailed(LeadbookError):
    """A child process ended before it was asked to; the message holds the end of its own output."""


@dataclass(frozen=True)
class Child:
    """A running child, its name for people, and the file its output goes to."""

    name: str
    process: "subprocess.Popen[bytes]"
    output: Path

    def demand_running(self) -> None:
        """Raise ChildFailed when the process has ended."""
        code = self.process.poll()
        if code is not None:
            tail = self.output.read_text(errors="replace").strip().splitlines()[-5:]
            said = "\n  ".join(tail) or "nothing"
            raise ChildFailed(f"{self.name}: expected it to run, it ended with code {code} and said:\n  {said}")


class Children:
    """A context in which children run; leaving it stops every one of them, the last started first."""

    def __init__(self) -> None:
        self._running: list[Child] = []

    def __enter__(self) -> "Children":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, arguments: list[str], output: Path, env: Mapping[str, str] | None = None) -> Child:
        """Start `python ARGUMENTS`, its output going to a file. It ends with this process, however that ends."""
        output.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(output, "ab", opener=_for_us_only) as file:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # one prctl call, before any thread of ours exists
            )
        child = Child(name, process, output)
        self._running.append(child)
        return child

    def wait(self, child: Child, ready: Callable[[], bool]) -> None:
        """Wait until a child is ready. Raises ChildFailed when it ends first or takes too long."""
        deadline = time.monotonic() + _START_SECONDS
        while not ready():
            child.demand_running()
            if time.monotonic() > deadline:
                raise ChildFailed(
                    f"{child.name}: expected it to be ready within {_START_SECONDS:.0f} s; see its output"
                )
            time.sleep(_POLL_SECONDS)

    def watch(self) -> None:
        """Return never, until a child ends (ChildFailed) or the person interrupts (KeyboardInterrupt)."""
        while True:
            for child in self._running:
                child.demand_running()
            time.sleep(0.5)

    def named(self, name: str) -> Child:
        """Return the running child of a name. Raises LookupError when there is none."""
        for child in self._running:
            if child.name == name:
                return child
        raise LookupError(f"child {name}: expected it to run, it does not")

    def stop(self) -> None:
        """End every child in order, politely first."""
        while self._running:
            process = self._running.pop().process
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def start_service(children: Children, settings: Settings) -> Child:
    """Start the service on a data folder and wait until it answers on its socket."""
    socket = settings.socket
    arguments = ["-m", "gallery.service", "--data-dir", str(settings.data_dir)]
    child = children.start("service", arguments, settings.data_dir / "run" / "service.log", environment_of(settings))
    children.wait(child, lambda: service_answers(socket))
    return child


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment of a child with the records of these settings, whatever this process was started with."""
    return {**os.environ, "LEADBOOK_DATABASE_URL": settings.database_url}


def service_answers(socket: Path) -> bool:
    """Say whether a service answers on a socket."""
    if not socket.exists():
        return False
    with Client(socket) as nobody:
        try:
            nobody.resolve()
        except SignInRequired:
            return True
        except ServiceUnreachable:
            return False
    return False


def demand_free_port(port: int) -> None:
    """Raise SettingsError when something listens on a port of this machine's loopback address."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SettingsError(
                f"port {port}: expected it to be free, something listens there; stop it or choose another with --port"
            ) from error


def _for_us_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
