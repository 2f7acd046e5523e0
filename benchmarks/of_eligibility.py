"""Who may be compared, read from the records of a large gallery: as tuples of numbers at every search, and as bits.

`python -m benchmarks.of_eligibility --references 1000000` fills a records file with invented people and measures both.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, and_, insert, select

from benchmarks.machine import Machine
from gallery.casework.standing import Standings
from gallery.records.changes import note_changes
from gallery.records.database import Database
from gallery.records.gallery import current_eligibility, set_eligibility
from gallery.records.held import booking_events, eligibility, pictures, references, subjects
from gallery.records.ids import new_id
from kernel_lib.hashing import sha256_of
from kernel_lib.vocabulary import EligibilityState

MODEL = "bench@0"
TODAY = date(2026, 11, 24)
_AT_ONCE = 20_000


def fill(database: Database, count: int) -> None:
    """Keep invented people, one picture and one template each; one in ten may not be compared."""
    for start in range(0, count, _AT_ONCE):
        with database.transaction() as connection:
            rows = [_rows(number) for number in range(start + 1, min(start + _AT_ONCE, count) + 1)]
            for table in (subjects, booking_events, pictures, references, eligibility):
                connection.execute(insert(table), [each[table.name] for each in rows])
    with database.transaction() as connection:
        note_changes(connection, [count])


def measure(database: Database) -> dict[str, float]:
    """Return milliseconds of each way."""
    standings = Standings()
    figures: dict[str, float] = {}
    with database.reading() as connection:
        figures["tuples_ms"] = _timed(lambda: _tuples(connection))
        figures["bits_first_ms"] = _timed(lambda: standings.of(connection, "demo", MODEL, TODAY).eligible.kept())
        figures["bits_again_ms"] = _timed(lambda: standings.of(connection, "demo", MODEL, TODAY).eligible.kept())
        next_day = TODAY + timedelta(days=1)
        figures["bits_next_day_ms"] = _timed(lambda: standings.of(connection, "demo", MODEL, next_day).excluded)
        before = len(standings.of(connection, "demo", MODEL, TODAY).eligible)
    with database.transaction() as connection:
        _seal_one(connection)
    with database.reading() as connection:
        figures["bits_after_a_change_ms"] = _timed(lambda: standings.of(connection, "demo", MODEL, TODAY).eligible)
        if len(standings.of(connection, "demo", MODEL, TODAY).eligible) != before - 1:
            raise AssertionError("a sealed picture was still eligible")
    return figures


def main() -> None:
    """Fill, measure, and print JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--references", type=int, default=100_000)
    count = asked.parse_args().references
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "records.sqlite", identity=b"i" * 32)
        fill(database, count)
        figures = measure(database)
        database.close()
    told = {
        "references": count,
        "machine": vars(Machine.here()),
        **{name: round(ms, 1) for name, ms in figures.items()},
    }
    sys.stdout.write(json.dumps(told, indent=2) + "\n")


# Private


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _tuples(connection: Connection) -> str:
    """The way before: every number as a Python object, and their canonical JSON hashed for the capsule."""
    may = and_(eligibility.c.state == EligibilityState.ELIGIBLE, eligibility.c.next_review >= TODAY)
    now = and_(eligibility.c.picture_id == pictures.c.id, eligibility.c.current.is_(True))
    found = select(references.c.number).join(pictures, references.c.picture_id == pictures.c.id)
    found = found.join(booking_events, pictures.c.booking_event_id == booking_events.c.id)
    found = found.join(subjects, booking_events.c.subject_id == subjects.c.id).join(eligibility, now)
    found = found.where(subjects.c.service == "demo", references.c.model_id == MODEL, may)
    return sha256_of(tuple(connection.execute(found.order_by(references.c.number)).scalars()))


def _seal_one(connection: Connection) -> None:
    held = current_eligibility(connection, f"p{1:035}")
    if held is None:
        raise LookupError("the first picture has no state")
    set_eligibility(connection, replace(held, id=new_id(), state=EligibilityState.SEALED))


def _rows(number: int) -> dict[str, dict[str, object]]:
    person, event, picture = f"s{number:035}", f"e{number:035}", f"p{number:035}"
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    state = EligibilityState.ELIGIBLE if number % 10 else EligibilityState.INELIGIBLE
    return {
        "subjects": {"id": person, "service": "demo", "number": str(number), "fps_number": "", "made_at": moment},
        "booking_events": {
            "id": event,
            "subject_id": person,
            "number": str(number),
            "ica_authority": "2(1)(a)",
            "capturing_officer": "bench",
            "demonstration": True,
            "made_at": moment,
        },
        "pictures": {
            "id": picture,
            "lineage_id": picture,
            "booking_event_id": event,
            "sha256": f"{number:064}",
            "record_sha256": "",
            "bytes": 1,
            "format": "PNG",
            "width": 1,
            "height": 1,
            "pose": "frontal",
            "captured_on": TODAY,
            "findings": [],
            "box": [],
            "enrolled_by": "bench",
            "enrolled_at": moment,
        },
        "biometric_references": {
            "number": number,
            "id": picture,
            "picture_id": picture,
            "model_id": MODEL,
            "sealed_template": b"\0" * 540,
        },
        "eligibility": {
            "id": new_id(),
            "picture_id": picture,
            "current": True,
            "state": state,
            "rule": "F-20",
            "rule_version": "1",
            "inputs": {},
            "computed_at": moment,
            "next_review": TODAY + timedelta(days=number % 700 + 1),
        },
    }


if __name__ == "__main__":
    main()
