"""The service counts what its gallery must not hold: nothing in order, and each fault laid into it (F-20, F-32)."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, insert, select, update

from gallery.desk.state import tell_state
from gallery.records.destruction_tables import destruction_runs, destructions
from gallery.records.held import eligibility, pictures
from gallery.records.ids import new_id
from kernel_lib.vocabulary import DestructionState, EligibilityState
from tests.gallery.casework.bench import MODEL, SIZE, Bench
from tests.gallery.fakes import NOON


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with four pictures that may be searched."""
    made = Bench(tmp_path / "bench")
    made.enrol(4)
    return made


@pytest.mark.proves("B-08", "F-20")
def test_a_gallery_in_order_tells_noughts(bench: Bench) -> None:
    """One entry of the system, with how many references the index holds."""
    words = tell_state(bench.casework)

    told = bench.log.entries[-1].event
    assert words == "0 ineligible but indexed, 0 restored after destruction"
    assert (told.act, told.actor_id, told.rule) == ("state_told", "system", "F-20")
    assert told.details["indexed"] == 4
    assert _faults(told.details) == (0, 0, 0, 0)


@pytest.mark.proves("B-08")
def test_a_state_that_changed_behind_the_service_is_counted(bench: Bench) -> None:
    """What a search would still compare, though its record says otherwise; and a number that no record knows."""
    tell_state(bench.casework)
    with bench.ledger.unrecorded() as connection:
        _set_one(connection, state=EligibilityState.INELIGIBLE)
    bench.index.add([999], np.eye(1, SIZE, dtype=np.float32), MODEL)

    tell_state(bench.casework)

    assert _faults(bench.log.entries[-1].event.details) == (0, 0, 2, 0)


@pytest.mark.proves("F-21", "F-34")
def test_what_waits_for_the_court_and_what_is_over_its_clock_is_counted(bench: Bench) -> None:
    """By the records, with the days that the rules leave for destruction."""
    within = bench.rules.destruction.within_days
    with bench.ledger.unrecorded() as connection:
        _set_one(connection, waits_for="disposition")
    for days in (within, within + 1):
        with bench.ledger.unrecorded() as connection:
            due = NOON.date() - timedelta(days=days)
            _set_one(connection, place=1 + days - within, state=EligibilityState.DUE, due_on=due)

    tell_state(bench.casework)

    assert _faults(bench.log.entries[-1].event.details)[:2] == (1, 1)


@pytest.mark.proves("F-32", "M-10")
def test_a_picture_that_has_a_certificate_of_destruction_is_counted(bench: Bench) -> None:
    """It was restored after its destruction, which must not happen; one whose line is not done is none."""
    with bench.ledger.unrecorded() as connection:
        _destroyed(connection, 0, DestructionState.DONE)
        _destroyed(connection, 1, DestructionState.FAILED)

    words = tell_state(bench.casework)

    assert _faults(bench.log.entries[-1].event.details) == (0, 0, 0, 1)
    assert words.endswith("1 restored after destruction")


def _faults(details: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(details[name] for name in ("without_disposition", "over_clock", "ineligible_indexed", "restored"))


def _set_one(connection: Connection, place: int = 0, **values: Any) -> None:
    """Write to the row of a picture's state past everything that notes changes."""
    ids = connection.execute(select(pictures.c.id).order_by(pictures.c.id)).scalars().all()
    connection.execute(update(eligibility).where(eligibility.c.picture_id == ids[place]).values(**values))


def _destroyed(connection: Connection, place: int, state: DestructionState) -> None:
    found = connection.execute(select(pictures).order_by(pictures.c.id)).mappings().all()[place]
    run: dict[str, Any] = {"id": new_id(), "service": "demo", "rule": "", "state": "finished", "planned": 1}
    run |= {"lineages_sha256": "0" * 64, "seed": "0" * 16, "sample_seen_by": [], "per_minute": 1}
    connection.execute(insert(destruction_runs).values(**run, proposed_by="a", proposed_at=NOON, stop_reason=""))
    line: dict[str, Any] = {"lineage_id": found["lineage_id"], "run_id": run["id"], "service": "demo"}
    line |= {"picture_id": found["id"], "picture_sha256": found["sha256"], "rule": "F-22.dismissed"}
    line |= {"rule_version": "1", "due_on": date(2026, 1, 1), "state": state, "told": "", "numbers": []}
    connection.execute(insert(destructions).values(**line))
