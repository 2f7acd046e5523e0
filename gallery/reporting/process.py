"""A report under way in a process of its own: one that hangs, fails or is stopped holds nothing up."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from kernel_lib.errors import ReportError
from kernel_lib.settings import Settings
from kernel_lib.words.language import DEFAULT, Language

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks" / "reports"
GRACE_SECONDS = 10.0
"""How long a stopped report has to record its end before it is killed."""


@dataclass(frozen=True)
class Order:
    """What is to be run, in which language, and the secret of the session in which it runs."""

    report: str
    parameters: dict[str, str]
    session: str
    language: Language = DEFAULT
    notebooks: Path = NOTEBOOKS


class ReportProcess:
    """One process. The secret goes over a pipe, never over the command line or the environment."""

    def __init__(self, settings: Settings, order: Order) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "gallery.reporting.running"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        told = {
            "report": order.report,
            "parameters": order.parameters,
            "language": order.language,
            "session": order.session,
            "socket": str(settings.socket),
            "out": str(settings.reports_dir),
            "notebooks": str(order.notebooks),
        }
        with suppress(BrokenPipeError), cast("IO[bytes]", self._child.stdin) as pipe:
            pipe.write(json.dumps(told).encode())

    def lines(self) -> Iterator[dict[str, Any]]:
        """Give each line that the process tells, until it has ended."""
        with cast("IO[bytes]", self._child.stdout) as output:
            for line in output:
                with suppress(ValueError):  # half a line of a process that was killed
                    yield json.loads(line)
        self._child.wait()

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Ask the process to end, and kill it with its children if it has not after `grace` seconds."""
        with suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGTERM)
        try:
            self._child.wait(grace)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)


def run_to_end(settings: Settings, order: Order, longest_seconds: float) -> str:
    """Run a report and return its state with the name of its folder.

    Raises:
        ReportError: it failed, or took too long; what it left is kept, marked as failed.
    """
    process = ReportProcess(settings, order)
    clock = threading.Timer(longest_seconds, process.stop)
    clock.start()
    try:
        told = list(process.lines())
    finally:
        clock.cancel()
    left = next((each for each in reversed(told) if "left" in each), None)
    if left is None:
        raise ReportError(
            f"{order.report}: expected a draft within {longest_seconds:.0f} s, got none; see the folder of reports"
        )
    return f"{left['left']}: {left['folder']}"
