"""`make bench-peers`: the same templates and probes through every peer, one process each, in one run.

The figures are written when the run has ended; one that is interrupted leaves what was there.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.kept import PEERS, keep_peers
from benchmarks.machine import Machine
from benchmarks.peers.catalogue import CATALOGUE, Listed
from benchmarks.peers.child import ROOT, Job, measured_apart
from benchmarks.peers.measured import Measured
from benchmarks.peers.table import as_table
from benchmarks.peers.templates import KINDS, made

_LOWER = 200_000
_PROBES = 20


def main() -> None:
    """Measure who was asked for, print the table, and write the figures."""
    chosen = _chosen()
    jobs = list(planned(chosen.count, chosen.only, everyone=chosen.all))
    console = Console()
    try:
        rows = _measured(jobs, chosen, console)
    except KeyboardInterrupt:
        console.print("Interrupted: no figures written.")
        raise SystemExit(130) from None
    console.print(as_table(rows))
    if chosen.json:
        keep_peers(chosen.json, Machine.here(), rows)


def planned(count: int, only: Sequence[str] | None, *, everyone: bool) -> Iterator[Job]:
    """Yield what is measured at `count` rows, or at the most that a peer takes unless `everyone` is to take all.

    Peers that are yardsticks are measured at the lower counts as well, so that every time has one beside it.
    """
    for listed in CATALOGUE:
        if only and listed.name not in only:
            continue
        counts = {count if everyone or listed.most is None else min(count, listed.most)}
        if listed.yardstick:
            counts |= {min(count, _LOWER)}
        for kind in KINDS if listed.by_content else KINDS[:1]:
            yield from (Job(listed, kind, each) for each in sorted(counts))


# Private


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=_positive, default=1_000_000, help="templates (default: 1,000,000)")
    parser.add_argument("--dimensions", type=_positive, default=128, help="numbers of a template (default: 128)")
    parser.add_argument("--k", type=_positive, default=50, help="candidates asked for (default: 50)")
    parser.add_argument("--only", nargs="+", choices=[each.name for each in CATALOGUE], help="these peers alone")
    parser.add_argument("--all", action="store_true", help="every peer at the full count; graphs take many minutes")
    parser.add_argument("--limit", type=float, default=150, help="seconds after which a peer is stopped (default: 150)")
    parser.add_argument("--json", type=Path, help=f"write the figures here (make: {PEERS.relative_to(ROOT)})")
    return parser.parse_args()


def _positive(text: str) -> int:
    value = int(text.replace(",", ""))
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, got {text}")
    return value


def _measured(jobs: list[Job], chosen: argparse.Namespace, console: Console) -> list[Measured]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="lb-peers-") as name, Progress(*columns, console=console) as progress:
        task = progress.add_task("making templates", total=len(jobs))
        cases = {
            kind: made(Path(name) / kind.replace(" ", "-"), kind, chosen.count, chosen.dimensions, _PROBES)
            for kind in dict.fromkeys(job.kind for job in jobs)
        }
        for kind, count in dict.fromkeys((job.kind, job.count) for job in jobs):
            cases[kind].floors(count, chosen.k)
        for job in jobs:
            progress.update(task, description=f"{job.listed.title}, {job.count:,} {job.kind}")
            rows.append(measured_apart(job, cases[job.kind], chosen.k, chosen.limit))
            progress.console.print(told(job.listed, rows[-1]))
            progress.advance(task)
    return rows


def told(listed: Listed, row: Measured) -> str:
    """Return one line for the terminal."""
    if row.all is None:
        return f"{listed.title}, {row.count:,} {row.kind}: {row.why}"
    return (
        f"{listed.title}, {row.count:,} {row.kind}: {row.all.milliseconds:.2f} ms, recall {row.all.recall:.3f}, "
        f"{row.memory_mb:,.0f} MB, built in {row.build_s:.1f} s"
    )


if __name__ == "__main__":
    main()
