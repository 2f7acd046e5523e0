"""All states of a large gallery: from scratch, when nothing changed, at one midnight, and after one changed rule.

`python -m benchmarks.of_states --pictures 200000` fills a records file with invented people, charges and outcomes, and
reckons through the same acts as the service. Figures: seconds by the clock and of all cores together, and memory.
"""

import argparse
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from audits.event import Event
from benchmarks import kept
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.page import main as write_page
from gallery.ledger import Ledger
from gallery.lifecycle.reckoning import review_due
from gallery.lifecycle.reckoning_all import reckon_all
from gallery.records.database import Database
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from gallery.records.standing_tables import charge_outcomes
from gallery.rules import Rules
from gallery.rules.eligibility import build
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import CourtDisposition, Election

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WAYS = {
    "scratch": "every state from nothing",
    "again": "every state again, nothing changed",
    "midnight": "one midnight: those whose day has come",
    "changed_rule": "every state under another length of a clock",
}
_AT_ONCE = 20_000
_OFFENCES = ("robbery", "assault", "murder", "fraud_over", "theft_under", "mischief")
_TABLES = (subjects, booking_events, charges, charge_outcomes, pictures, references)


class Counted:
    """A log that keeps only how many entries it was given: the signed one is measured elsewhere."""

    def __init__(self) -> None:
        self.sequence = 0

    def append(self, event: Event) -> "Counted":
        """Count an entry."""
        self.sequence += 1
        return self


def fill(database: Database, count: int, seed: int = 7) -> None:
    """Keep invented people with one or two events, one or two charges an event, most of them ended, a picture each."""
    chance, made = random.Random(seed), 0  # noqa: S311  # invented records, no secret
    while made < count:
        rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in _TABLES}
        while made < count and len(rows["pictures"]) < _AT_ONCE:
            for number in range(min(chance.choice((1, 1, 2)), count - made)):
                _one(rows, chance, made, first=number == 0)
                made += 1
        with database.transaction() as connection:
            for table in _TABLES:
                connection.execute(insert(table), rows[table.name])


def measure(database: Database, records: Path, processes: int, ways: Sequence[str]) -> dict[str, float]:
    """Return seconds of each way, with the pictures that each changed."""
    log, day = Counted(), [NOW]
    ledger, rules = Ledger(log, database, lambda: day[0]), Rules.load()
    figures: dict[str, float] = {}
    for name in ways:
        under = changed_rules(rules) if name == "changed_rule" else rules
        started, worked = time.perf_counter(), _processor_s()
        if name == "midnight":
            day[0] += timedelta(days=1)
            written = review_due(ledger, rules)
            day[0] = NOW
        else:
            written = reckon_all(ledger, under, records, processes=processes).written
        figures[f"{name}_s"] = round(time.perf_counter() - started, 3)
        figures[f"{name}_processor_s"] = round(_processor_s() - worked, 3)
        figures[f"{name}_written"] = written
    figures["acts"] = log.sequence
    return figures


def main() -> None:
    """Fill, measure, print JSON, and keep the figures where asked to."""
    given = _chosen()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.sqlite"
        started = time.perf_counter()
        _filled(given.filled or path, given.pictures)
        figures = {"fill_s": round(time.perf_counter() - started, 1)}
        if given.filled:
            shutil.copyfile(given.filled, path)
        database = Database.beside(path)
        figures |= measure(database, path, given.processes, given.ways)
        states = dict(_states(database))
        figures["file_mb"] = round(path.stat().st_size / 2**20)
        database.close()
    figures |= _memory()
    told = {"pictures": given.pictures, "machine": vars(Machine.here()), **figures, "states": states}
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    if given.write:
        kept.keep_figures(kept.STATES, Machine.here(), _figures(figures, given))
        write_page()


def changed_rules(rules: Rules) -> Rules:
    """Open charges lapse after twelve months instead of twenty-four, under another version of the clocks."""
    clocks, *others = rules.eligibility.files
    profiles = [{**each, "open_charge_months": 12} for each in clocks.data["profile"]]
    changed = replace(clocks, data={**clocks.data, "profile": profiles}, version=f"{clocks.version}-b")
    return replace(rules, eligibility=build(changed, *others))


# Private


def _chosen() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pictures", type=int, default=100_000)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument(
        "--filled", type=Path, help="a records file of so many pictures, made when missing; a copy is used"
    )
    asked.add_argument(
        "--ways", nargs="+", choices=WAYS, default=tuple(WAYS), help="what to measure; the states come first"
    )
    asked.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    return asked.parse_args()


def _filled(path: Path, count: int) -> None:
    if not path.exists():
        database = Database.open(path, identity=b"i" * 32)
        fill(database, count)
        database.close()


def _figures(found: Mapping[str, float], given: argparse.Namespace) -> list[Figure]:
    over = f"{given.pictures:,} pictures, {given.processes} processes"
    figures = []
    for name in given.ways:
        what, aim = WAYS[name], 60.0 if name == "scratch" else None
        of = f"{over}; {found[f'{name}_written']:,} written"
        figures.append(Figure(what, found[f"{name}_s"], "s", of, aim))
        figures.append(Figure(f"{what}: all cores together", found[f"{name}_processor_s"], "s", of))
    figures.append(Figure("memory of the process that writes, at most", found["peak_mb"], "MB", over))
    figures.append(Figure("memory of a process beside, at most", found["largest_worker_peak_mb"], "MB", over))
    return figures


def _one(rows: dict[str, list[dict[str, Any]]], chance: random.Random, number: int, *, first: bool) -> None:
    key = f"{number:012}"
    subject = f"00000000-0000-7000-8000-{key}" if first else rows["subjects"][-1]["id"]
    event = f"00000000-0000-7001-8000-{key}"
    taken = date(2026, 11, 1) - timedelta(days=chance.randrange(9000))
    if first:
        rows["subjects"].append(
            {"id": subject, "service": "demo", "number": key, "fps_number": "", "birth_year": None, "made_at": NOW}
        )
    rows["booking_events"].append(
        {
            "id": event,
            "subject_id": subject,
            "number": key,
            "ica_authority": "2(1)(a)",
            "capturing_officer": "bench",
            "demonstration": False,
            "made_at": NOW,
        }
    )
    for place, offence in enumerate(chance.sample(_OFFENCES, chance.choice((1, 1, 2)))):
        charge = f"00000000-0000-7{place + 2:03}-8000-{key}"
        rows["charges"].append(_charge(chance, charge, event, offence, taken))
        rows["charge_outcomes"] += list(_outcomes(chance, charge, taken, f"00000000-0000-7{place + 8:03}-8000-{key}"))
    rows["pictures"].append(_picture(event, key, taken))
    template = {"id": f"00000000-0000-7300-8000-{key}", "model_id": "bench@0", "sealed_template": b"x"}
    rows["biometric_references"].append({**template, "picture_id": rows["pictures"][-1]["id"]})


def _charge(chance: random.Random, charge: str, event: str, offence: str, taken: date) -> dict[str, Any]:
    elected = chance.choice((None, Election.SUMMARY, Election.INDICTABLE))
    age = chance.choice((16, 24, 37, 51))
    return {
        "id": charge,
        "booking_event_id": event,
        "offence_id": offence,
        "offences_version": "1",
        "charged_on": taken,
        "election": elected,
        "years_at_offence": age,
    }


def _outcomes(chance: random.Random, charge: str, taken: date, outcome: str) -> Iterator[dict[str, Any]]:
    happened = taken + timedelta(days=chance.randrange(30, 700))
    if chance.random() < 0.8 and happened <= NOW.date():
        ended = chance.choice(
            (
                CourtDisposition.CONVICTED,
                CourtDisposition.CONVICTED,
                CourtDisposition.WITHDRAWN,
                CourtDisposition.ACQUITTED,
            )
        )
        yield {
            "id": outcome,
            "charge_id": charge,
            "happened": happened,
            "disposition": ended,
            "appealed": False,
            "sentence_done": happened + timedelta(days=90),
            "as_adult": False,
            "recorded_by": "bench",
            "recorded_at": NOW,
        }


def _picture(event: str, key: str, taken: date) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-7100-8000-{key}",
        "lineage_id": f"00000000-0000-7200-8000-{key}",
        "booking_event_id": event,
        "sha256": sha256_of(key),
        "record_sha256": "0" * 64,
        "bytes": 1,
        "format": "JPEG",
        "width": 1,
        "height": 1,
        "pose": "frontal",
        "captured_on": taken,
        "findings": [],
        "box": [],
        "enrolled_by": "bench",
        "enrolled_at": NOW,
    }


def _states(database: Database) -> Iterator[tuple[str, int]]:
    counted = select(eligibility.c.state, text("count(*)")).where(eligibility.c.current.is_(True))
    with database.reading() as connection:
        yield from connection.execute(counted.group_by(eligibility.c.state))


def _processor_s() -> float:
    """Seconds of all cores together, of this process and of those that it ended: the same on a busy machine."""
    used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _memory() -> dict[str, int]:
    own, children = (resource.getrusage(each).ru_maxrss for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"peak_mb": round(own / 1024), "largest_worker_peak_mb": round(children / 1024)}


if __name__ == "__main__":
    main()
