"""One measurement in a process of its own: started, waited for, stopped when it takes too long."""

import json
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.catalogue import Listed
from benchmarks.peers.measured import Measured
from benchmarks.peers.templates import Case, Kind

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
PRODUCT = ROOT / ".venv" / "bin" / "python"

_STOPS_WITHIN_S = 20
_SLOW_KERNELS = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Settings for old builds of OpenBLAS, which would slow the current one down."""


@dataclass(frozen=True)
class Job:
    """A peer, the kind of templates, and how many."""

    listed: Listed
    kind: Kind
    count: int


def measured_apart(job: Job, case: Case, k: int, limit_s: float) -> Measured:
    """Measure in another process. What goes wrong there is in `why` of the answer, which then has no figures."""
    with tempfile.TemporaryDirectory(prefix="lb-peer-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        why = _run(_command(job, case, k, folder), folder / "words", limit_s)
        out = folder / "out.json"
        if out.exists() and not why:
            return Measured.from_json(json.loads(out.read_text()))
        dimensions = case.vectors(1).shape[1]
        return Measured(job.listed.name, job.kind, job.count, dimensions, k, why=why or "it left no figures")


# Private


def _command(job: Job, case: Case, k: int, folder: Path) -> list[str]:
    interpreter = PEERS if job.listed.group else PRODUCT
    places = ["--case", case.folder, "--folder", folder / "files", "--out", folder / "out.json"]
    what = ["--kind", job.kind, "--count", job.count, "--k", k]
    return [str(part) for part in (interpreter, "-m", "benchmarks.peers.one", job.listed.name, *places, *what)]


def _run(command: list[str], words: Path, limit_s: float) -> str:
    """Return why it failed, or nothing."""
    environment = {name: value for name, value in os.environ.items() if name not in _SLOW_KERNELS}
    with words.open("wb") as told:
        try:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=told, stderr=told, start_new_session=True
            )
        except OSError as error:
            return f"it could not be started: {error.strerror}"
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return f"not finished in {limit_s:.0f} s"
        finally:
            _end(process)
    return "" if code == 0 else _reason(words.read_text(errors="replace"), code)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop it and what it started: by interruption, so that it can stop its own server, then by force."""
    for how in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
        try:
            process.wait(_STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            continue
        return


def _reason(words: str, code: int) -> str:
    if code < 0:
        return f"ended by signal {signal.Signals(-code).name}"
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return (lines[-1] if lines else f"exit status {code}").replace(str(ROOT), "")[:200]
