"""The audit snapshot by size: `python -m benchmarks.of_analytics LOG [LOG …] --write`, over what `grown_log` made.

Of each log: made from the first entry, continued by a day, every named question asked, the public figures counted for
all days and for the last thirty, and the analysts' counts made; of the first one the same answers as well from pandas
and from SQLite, in the same run. The log itself is only read. Seconds are processor time of
all cores together, which other work on the machine hardly stretches; beside them stand the clock's, with the load.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from audits.analytics import ask, bound, build, open_snapshot, questions
from audits.analytics.opening import one
from audits.cubes.made import Told, build_cubes
from audits.public_figures import Period, count
from benchmarks import kept
from benchmarks.analytics_peers import ASKED, Pandas, Peer, Sqlite
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.page import main as write_page

DAY = 5_500
"""Entries of a day of a log that holds ten million after five years."""

SLOWEST = 5

CORES = 2
"""Cores that an aim in seconds of the clock is meant for."""


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of all cores together."""

    clock: float
    cores: float

    def figure(self, what: str, of: str, aim: float | None = None) -> Figure:
        """Return the processor time, with the clock's and the load of the machine beside it."""
        told = f"{of}; {self.clock:.2f} s of the clock at a load of {os.getloadavg()[0]:.0f}"
        return Figure(what, self.cores, "s", told, aim)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print as JSON, and keep the figures where asked."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("logs", type=Path, nargs="+", help="folders of grown logs, the smallest first")
    asked.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    given = asked.parse_args(arguments)
    figures = []
    for number, log in enumerate(given.logs):
        with tempfile.TemporaryDirectory(prefix="lb-analytics-") as folder:
            figures += measured(log, Path(folder), with_peers=number == 0)
    sys.stdout.write(json.dumps([vars(figure) for figure in figures], indent=2) + "\n")
    if given.write:
        kept.keep_figures(kept.ANALYTICS, Machine.here(), figures)
        write_page()
    return 0


def measured(log: Path, folder: Path, *, with_peers: bool) -> list[Figure]:
    """Measure one log, with files in a folder that is thrown away."""
    view, target = _view(log, folder / "audit"), folder / "analytics" / "log.duckdb"
    size = int((view / "latest").read_text().split("\n")[1])
    _sign_for(log, view, size - DAY)
    scratch = _spent(lambda: build(view, target))
    _sign_for(log, view, size)
    day = _spent(lambda: build(view, target))
    of = f"{size:,} entries"
    figures = [
        scratch.figure("audit snapshot from the first entry", of, 60.0 * CORES),
        day.figure(f"audit snapshot continued by a day, {DAY:,} entries", of, 1.0 * CORES),
        Figure("memory while it is made, at most", _peak_mb(), "MB", of, 2_000.0),
        Figure("audit snapshot on disk", _megabytes(target.parent), "MB", of),
    ]
    figures += _questions(target, of)
    figures += _published(target, of)
    figures.append(Figure("memory of all of these, at most", _peak_mb(), "MB", of, 2_000.0))
    return figures + (_beside(view, target, folder, of) if with_peers else [])


# Private


def _view(log: Path, folder: Path) -> Path:
    """Return a folder with the log's records and a checkpoint of its own, so that it can be as long as is wanted."""
    folder.mkdir()
    (folder / "segments").symlink_to((log / "segments").absolute())
    for name in ("log.pub", "latest"):
        shutil.copyfile(log / name, folder / name)
    return folder


def _sign_for(log: Path, view: Path, size: int) -> None:
    shutil.copyfile(log / "checkpoints" / f"{size:012d}.txt", view / "latest")


def _questions(target: Path, of: str) -> list[Figure]:
    """Time every question; those that took longest by name, and the median."""
    with open_snapshot(target) as connection:
        (case,) = one(connection, "select min(case_id) from only_requests")
    spent = {}
    for asked in questions():
        values = bound(asked, {each.name: case for each in asked.parameters if each.required})
        spent[asked.name] = _spent(lambda name=asked.name, values=values: ask(target, name, values))
    ranked = sorted(spent, key=lambda name: spent[name].cores)
    return [
        spent[ranked[len(ranked) // 2]].figure(f"one of {len(spent)} named questions, median", of),
        *(spent[name].figure(f"question {name}", of, 10.0 * CORES) for name in reversed(ranked[-SLOWEST:])),
    ]


def _published(target: Path, of: str) -> list[Figure]:
    """Time what is counted to be published, and what is handed to analysts."""
    with open_snapshot(target) as connection:
        first, last = one(connection, "select min(submitted_at)::date, max(submitted_at)::date from requests")
    days, month = Period(first, last), Period(last - timedelta(days=29), last)
    told = Told(5, timedelta(days=90))
    return [
        _spent(lambda: count(target, days)).figure("public figures of all days", of, 5.0 * CORES),
        _spent(lambda: count(target, month)).figure("public figures of thirty days", of, 5.0 * CORES),
        _spent(lambda: build_cubes(target, target.parent / "counts.duckdb", today=last, told=told)).figure(
            "analysts' counts", of, 10.0 * CORES
        ),
    ]


def _beside(view: Path, target: Path, folder: Path, of: str) -> list[Figure]:
    """Build the same from the same records with other tools, ask them the same, and see that they answer the same."""
    ours = {name: _spent(lambda name=name: ask(target, name)) for name in ASKED}
    own_build = _spent(lambda: build(view, folder / "again" / "log.duckdb"))
    peers: tuple[Peer, ...] = (Sqlite(folder / "peer.sqlite"), Pandas())
    figures = []
    for peer in peers:
        made = _spent(lambda peer=peer: peer.build(view))
        figures.append(_ratio(f"{peer.name}: build", made, own_build, of))
        for name in ASKED:
            taken = _spent(lambda peer=peer, name=name: peer.ask(name))
            if peer.ask(name) != sorted(ask(target, name).rows, key=repr):
                raise ValueError(f"{peer.name} answers {name} otherwise")
            figures.append(_ratio(f"{peer.name}: question {name}", taken, ours[name], of))
    return figures


def _ratio(what: str, taken: Spent, ours: Spent, of: str) -> Figure:
    return taken.figure(what, f"{of}; {taken.cores / ours.cores:.1f} times ours in the same run")


def _spent(call: Callable[[], object]) -> Spent:
    clock, cores = time.perf_counter(), time.process_time()
    call()
    return Spent(time.perf_counter() - clock, time.process_time() - cores)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
