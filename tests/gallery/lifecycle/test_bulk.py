"""A hundred thousand pictures go by rule: killed midway, resumed, and nothing is left over (F-33)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from gallery.index.absence import is_absent
from gallery.records import destructions as kept
from gallery.records.destruction_tables import destructions
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from kernel_lib.vocabulary import DestructionState, Role, RunState
from tests.counting import tried
from tests.gallery.house import House
from tests.gallery.lifecycle.many import RULE, fill

MANY = 100_000
WITH_FILES = 500
"""Of so many lineages files are made as well; the others have rows and index entries alone."""


class Killed(BaseException):
    """Stands for a kill: nothing of the service may catch it."""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[House]:
    """A service with many pictures, all due to go."""
    house = House(tmp_path)
    fill(house, MANY, WITH_FILES)
    yield house
    house.close()


def _counts(house: House, run_id: str) -> dict[str, int]:
    with house.parts.ledger.reading() as connection:
        return {str(state): count for state, count in kept.counts_of(connection, run_id).items()}


@pytest.mark.proves("F-33", "I-10")
def test_a_hundred_thousand_pictures_go_by_rule_and_reconcile_to_zero(full: House) -> None:
    """Killed after some batches and started again: each lineage is named in the log once, certified, and absent."""
    clerk, officer = full.somebody(Role.RECORDS_CLERK), full.somebody(Role.COMPLIANCE)
    works, batches = full.parts.works, []

    def kill(seconds: float) -> None:
        batches.append(seconds)
        if len(batches) == 3:
            raise Killed

    works.pause, works.start = kill, lambda: None  # type: ignore[method-assign]  # no thread of its own in this test
    run_id = full.ask("POST", "/destruction-runs", clerk, json={"rule": RULE}).json()["id"]
    for person in (clerk, officer):
        full.ask("GET", f"/destruction-runs/{run_id}/sample", person)
        full.ask("POST", f"/destruction-runs/{run_id}/release", person)
    with pytest.raises(Killed):
        works.carry_on()
    midway = _counts(full, run_id)

    full.crash()
    full.open()
    full.parts.works.pause = lambda seconds: None
    issued = full.parts.works.carry_on()

    assert midway == {"planned": MANY - 3_000, "removed": 3_000}
    assert issued == MANY
    assert _counts(full, run_id) == {"done": MANY}
    tried("synthetic references destroyed by rule", MANY)
    _assert_nothing_left(full, run_id)


def _assert_nothing_left(house: House, run_id: str) -> None:
    with house.parts.ledger.reading() as connection:
        for table in (subjects, booking_events, charges, pictures, references, eligibility):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        run = kept.run_by_id(connection, run_id)
        uncertified = select(func.count()).where(destructions.c.certificate.is_(None))
        assert connection.execute(uncertified).scalar_one() == 0
        done = kept.lines_in(connection, run_id, DestructionState.DONE, MANY)
    numbers = [number for line in done for number in line.numbers]
    assert run is not None
    assert run.state is RunState.FINISHED
    assert len(house.parts.index.held) == 0
    assert house.parts.images.lineages() == frozenset()
    absences = house.parts.index.absences(np.array(numbers, np.int64))
    assert all(is_absent(number, absences.named, absences.proofs.get(number // 256)) for number in numbers[:1000])
    removed = [each.event.details for each in house.entries() if each.event.act == "lineage_destroyed"]
    named = [
        one
        for details in removed
        for key, some in details.items()
        if key.startswith("lineages_") and key != "lineages_sha256"
        for one in some
    ]
    assert len(named) == len(set(named)) == MANY
