"""How a run of destruction goes, killed twice: `python -m benchmarks.of_destruction --references 1000000 --write`.

Rows, index entries and certificates of synthetic references, through the service's own works, on real files: every
batch is an entry of the real log. For one reference in a hundred a key is on the disk as well. The process that works
kills itself (SIGKILL) when half of the rows are gone, and when half of the certificates are on the disk, between a file
of certificates and the act that issues them; each time another process goes on. Then everything is counted against
what was released. Filling is not in the figures, nor is the pause of a run between batches.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.page import main as write_page
from benchmarks.reconciled import reconciled
from gallery.lifecycle.certificate_folder import Issued
from gallery.lifecycle.works import Works
from kernel_lib.vocabulary import Role
from tests.gallery.house import House
from tests.gallery.lifecycle.many import RULE, fill

Told = dict[str, Any]
_AIM_A_SECOND = 1_000
"""What a run is let do by its rule (`gallery/rules/destruction.toml`): faster than that, the work is not in its way."""


class _Killing:
    """Certificates are kept as ever, until so many are: then the process kills itself."""

    def __init__(self, works: Works, after: int, kill: Callable[[], None]) -> None:
        self._folder, self._left, self._kill = works.folder, after, kill

    def keep(self, issued: Issued) -> None:
        """Write the file; the act that issues its certificates may never end."""
        self._folder.keep(issued)
        self._left -= len(issued.lines)
        if self._left <= 0:
            self._kill()


def main() -> int:
    """Run once and print the figures as JSON. Exit 1 when something was left over."""
    given = _chosen()
    if given.phase:
        sys.stdout.write(json.dumps(_phase(given)) + "\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="lb-", dir=given.folder) as folder:
        figures = measured(Path(folder), given.references)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    if given.write:
        kept.keep_figures(kept.DESTRUCTION, Machine.here(), _figures(figures))
        write_page()
    return 0 if figures["left_over"] == 0 else 1


def measured(folder: Path, many: int) -> Told:
    """Fill, plan and release in one process, work in three, reconcile in a last; return counts, seconds and memory."""
    planned = _apart(folder, many, "plan")
    turns = [
        _apart(folder, many, "work", "--kill-after-batches", str(many // 2_000), killed=True),
        _apart(folder, many, "work", "--kill-after-certificates", str(many // 2), killed=True),
        _apart(folder, many, "work"),
    ]
    seconds = sum(turn["seconds"] for turn in turns)
    return {
        "references": many,
        "planned_seconds": planned["seconds"],
        "plan_more_mb": planned["more_mb"],
        "seconds": round(seconds, 1),
        "processor_seconds": round(sum(turn["processor_seconds"] for turn in turns), 1),
        "references_a_second": round(many / seconds),
        "service_mb": max(turn["service_mb"] for turn in turns),
        "more_mb": max(turn["more_mb"] for turn in turns),
        "opened_seconds": max(turn["opened_seconds"] for turn in turns),
        "turns": turns,
        **_apart(folder, many, "reconcile"),
    }


# Private


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--references", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where there is room; 12 GB for a million")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    parser.add_argument("--phase", choices=("plan", "work", "reconcile"), default="", help="this alone, in --folder")
    parser.add_argument("--kill-after-batches", type=int, default=0)
    parser.add_argument("--kill-after-certificates", type=int, default=0)
    return parser.parse_args()


def _apart(folder: Path, many: int, phase: str, *more: str, killed: bool = False) -> Told:
    command = [sys.executable, "-m", "benchmarks.of_destruction", "--phase", phase, "--folder", str(folder)]
    done = subprocess.run(
        [*command, "--references", str(many), *more], check=not killed, stdout=subprocess.PIPE, text=True
    )
    if killed and done.returncode != -signal.SIGKILL:
        raise ChildProcessError(f"{phase}: expected a process that killed itself, got status {done.returncode}")
    told: Told = json.loads(done.stdout)
    return told


def _phase(given: argparse.Namespace) -> Told:
    if given.phase == "plan":
        return _plan(given.folder, given.references)
    began = time.perf_counter()
    house = House(given.folder, fresh=False)
    opened = round(time.perf_counter() - began, 2)
    if given.phase == "work":
        return _work(house, given, opened)
    found = reconciled(house)
    house.close()
    return found


def _plan(folder: Path, many: int) -> Told:
    house = House(folder)
    fill(house, many, many // 100)
    house.parts.works.start = lambda: None  # type: ignore[method-assign]  # worked on by other processes
    clerk, officer = house.somebody(Role.RECORDS_CLERK), house.somebody(Role.COMPLIANCE)
    before, began = _start_of_peak(), time.perf_counter()
    run = house.ask("POST", "/destruction-runs", clerk, json={"rule": RULE}).json()["id"]
    seconds, more = time.perf_counter() - began, _megabytes("VmHWM") - before
    for person in (clerk, officer):
        house.ask("GET", f"/destruction-runs/{run}/sample", person)
        house.ask("POST", f"/destruction-runs/{run}/release", person)
    house.close()
    return {"seconds": round(seconds, 2), "more_mb": more}


def _work(house: House, given: argparse.Namespace, opened: float) -> Told:
    works, batches = house.parts.works, [0]
    before, began, worked = _start_of_peak(), time.perf_counter(), time.process_time()

    def told() -> Told:
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
        peak = _megabytes("VmHWM")
        spent = {"opened_seconds": opened, "seconds": round(seconds, 2), "processor_seconds": round(processor, 2)}
        return {**spent, "batches": batches[0], "service_mb": peak, "more_mb": peak - before}

    def kill() -> None:
        sys.stdout.write(json.dumps(told()) + "\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    def pause(seconds: float) -> None:
        batches[0] += 1
        if batches[0] == given.kill_after_batches:
            kill()

    works.pause = pause
    if given.kill_after_certificates:
        works.folder = _Killing(works, given.kill_after_certificates, kill)  # type: ignore[assignment]  # its place
    works.carry_on()
    figures = told()
    house.close()
    return figures


def _start_of_peak() -> int:
    """Let the peak of memory begin here (proc(5), clear_refs), and return what the process holds now in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name: str) -> int:
    text = Path("/proc/self/status").read_text()
    return round(int(text.partition(f"{name}:")[2].split()[0]) / 1024)


def _figures(found: Told) -> list[Figure]:
    of = f"{found['references']:,} references, each with its certificate; killed twice and resumed"
    return [
        Figure("a run of destruction", found["seconds"], "s", of, found["references"] / _AIM_A_SECOND),
        Figure("a run of destruction: all cores together", found["processor_seconds"], "s", of),
        Figure("references destroyed and certified", found["references_a_second"], "a second", of),
        Figure("its plan", found["planned_seconds"], "s", of),
        Figure("start of the service after a kill, at most", found["opened_seconds"], "s", of),
        Figure("memory of the run beside what the service holds, at most", found["more_mb"], "MB", of),
        Figure("memory of the service with the run, at most", found["service_mb"], "MB", of),
        Figure("left over, missing or named twice", found["left_over"], "lineages", found["over"], 1.0),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
