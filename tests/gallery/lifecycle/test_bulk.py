"""A hundred thousand pictures go by rule: killed midway, resumed, and nothing is left over (F-33)."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, func, insert, select

from gallery.index.absence import is_absent
from gallery.records import destructions as kept
from gallery.records.destruction_tables import destructions
from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from kernel_lib.vocabulary import Role, RunState
from tests.counting import tried
from tests.gallery.casework.bench import MODEL, SIZE
from tests.gallery.fakes import NOON
from tests.gallery.house import House

MANY = 100_000
WITH_FILES = 500
"""Of so many lineages files are made as well; the others have rows and index entries alone."""

RULE = "F-22.dismissed"


class Killed(BaseException):
    """Stands for a kill: nothing of the service may catch it."""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[House]:
    """A service with many pictures, all due to go, made by plain rows."""
    house = House(tmp_path)
    with house.parts.ledger.unrecorded() as connection:
        _fill(connection)
        lineages = connection.execute(select(pictures.c.lineage_id).limit(WITH_FILES)).scalars().all()
    for lineage_id in lineages:
        house.parts.images.seal(lineage_id, b"template", "template")
    rows = np.random.default_rng(7).normal(size=(MANY, SIZE)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    house.parts.index.fill(np.arange(1, MANY + 1), rows)
    house.parts.index.save()
    yield house
    house.close()


def _fill(connection: Connection) -> None:
    ids = [[f"{place:08x}-{kind:04x}-4000-8000-000000000000" for place in range(MANY)] for kind in range(6)]
    people, events, shown, lineages, charged, states = ids
    made = {"made_at": NOON}
    own: dict[Any, list[dict[str, Any]]] = {
        subjects: [
            {"id": each, "service": "demo", "number": f"S{n}", "fps_number": "", **made}
            for n, each in enumerate(people)
        ],
        booking_events: [
            {
                "id": each,
                "subject_id": person,
                "number": "E",
                "ica_authority": "2(1)(a)",
                "capturing_officer": "o",
                "demonstration": False,
                **made,
            }
            for each, person in zip(events, people, strict=True)
        ],
        charges: [
            {
                "id": each,
                "booking_event_id": event,
                "offence_id": "robbery",
                "offences_version": "1",
                "charged_on": date(2026, 1, 1),
            }
            for each, event in zip(charged, events, strict=True)
        ],
        pictures: [_picture(*each) for each in zip(shown, lineages, events, strict=True)],
        references: [
            {"number": n, "id": picture, "picture_id": picture, "model_id": MODEL, "sealed_template": b"sealed"}
            for n, picture in enumerate(shown, 1)
        ],
        eligibility: [_state(*each) for each in zip(states, shown, strict=True)],
    }
    for table, rows in own.items():
        connection.execute(insert(table), rows)


def _picture(picture_id: str, lineage_id: str, event_id: str) -> dict[str, Any]:
    hashed = (picture_id + lineage_id).replace("-", "")
    plain = {"bytes": 1, "format": "PNG", "width": 1, "height": 1, "pose": "frontal", "captured_on": date(2026, 1, 1)}
    made = {"findings": [], "box": [0, 0, 1, 1], "enrolled_by": "x", "enrolled_at": NOON}
    named = {"id": picture_id, "lineage_id": lineage_id, "booking_event_id": event_id}
    return {**named, "sha256": hashed, "record_sha256": hashed, **plain, **made}


def _state(state_id: str, picture_id: str) -> dict[str, Any]:
    named = {"id": state_id, "picture_id": picture_id, "current": True, "state": "due_for_destruction", "rule": RULE}
    days = {"next_review": date(2027, 1, 1), "due_on": date(2026, 11, 20), "computed_at": NOON}
    return {**named, **days, "rule_version": "1", "inputs": {}, "waits_for": ""}


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
        numbers = kept.numbers_of(connection, run_id)
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
