"""A gallery of many pictures that are all due to go, made by plain rows: nobody enrols a hundred thousand in a test."""

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select

from gallery.records.held import booking_events, charges, eligibility, pictures, references, subjects
from tests.gallery.casework.bench import MODEL, SIZE
from tests.gallery.fakes import NOON
from tests.gallery.house import House

RULE = "F-22.dismissed"
_AT_ONCE = 50_000


def fill(house: House, many: int, with_files: int) -> None:
    """Fill a service with so many due pictures; for some of them a key is on the disk as well."""
    for first in range(1, many + 1, _AT_ONCE):
        with house.parts.ledger.unrecorded() as connection:
            _fill(connection, first, min(_AT_ONCE, many + 1 - first))
    with house.parts.ledger.reading() as connection:
        lineages = connection.execute(select(pictures.c.lineage_id).limit(with_files)).scalars().all()
    for lineage_id in lineages:
        house.parts.images.seal(lineage_id, b"template", "template")
    rows = np.random.default_rng(7).normal(size=(many, SIZE)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    house.parts.index.fill(np.arange(1, many + 1), rows)
    house.parts.index.save()


def _fill(connection: Connection, first: int, count: int) -> None:
    places = range(first, first + count)
    ids = [[f"{place:08x}-{kind:04x}-4000-8000-000000000000" for place in places] for kind in range(6)]
    people, events, shown, lineages, charged, states = ids
    made = {"made_at": NOON}
    own: dict[Any, list[dict[str, Any]]] = {
        subjects: [
            {"id": each, "service": "demo", "number": f"S{n}", "fps_number": "", **made}
            for n, each in enumerate(people, first)
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
            for n, picture in enumerate(shown, first)
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
