"""A small world in which every rule is kept: one row at least of whatever a check looks at, in a database in memory.

A test plants one wrong state in it and takes it back; times, people and lineages are the same in every run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine

from audits.analytics import Answer
from gallery.conformance.finding import Seen
from gallery.records.schema import metadata
from gallery.records.sealed import Cipher, hang
from kernel_lib.settings import Settings
from tests.gallery.conformance.casework_rows import lead_rows, people_rows, request_rows, review_rows
from tests.gallery.conformance.office_rows import destruction_rows, gallery_rows, office_rows, rights_rows, sharing_rows
from tests.gallery.conformance.planting import HASH, MODEL, NOW, RULES, TODAY

_STORY = (
    people_rows,
    request_rows,
    review_rows,
    lead_rows,
    gallery_rows,
    destruction_rows,
    rights_rows,
    sharing_rows,
    office_rows,
)


def empty() -> Engine:
    """Return records of the newest schema with nothing in them."""
    engine = create_engine("sqlite://")
    hang(engine, Cipher(b"i" * 32))
    metadata.create_all(engine)
    return engine


def whole() -> Engine:
    """Return records of one story in which every rule is kept."""
    engine = empty()
    with engine.begin() as connection:
        for part in _STORY:
            part(connection)
    return engine


@contextmanager
def looking(engine: Engine, folder: Path, **changed: Any) -> Iterator[Seen]:
    """Give what a check sees of records, and take back whatever was planted."""
    with engine.connect() as connection:
        yield replace(seen_of(connection, folder), **changed)
        connection.rollback()


def seen_of(connection: Connection, folder: Path) -> Seen:
    """Return an installation that is what its records say, with its stores in memory."""
    casework = SimpleNamespace(
        ledger=SimpleNamespace(now=lambda: NOW),
        rules=RULES,
        images=SimpleNamespace(
            get=lambda lineage, sha256: b"",
            holding=lambda all_of: frozenset(each for each in all_of if not each.startswith("gone")),
        ),
        index=SimpleNamespace(model_id=MODEL, numbers=frozenset({1})),
        faces=SimpleNamespace(model_id=MODEL, model_hashes={"encodes": HASH}),
    )
    return Seen(
        connection=connection,
        settings=Settings(folder / "data", folder / "cache"),
        rules=RULES,
        casework=cast("Any", casework),
        log=cast("Any", None),
        destroyed=frozenset({"gone-1"}),
        last_acts={
            "statement_published": TODAY,
            "use_reviewed": TODAY,
            "backup_verified": TODAY,
            "staff_checked": TODAY,
        },
        routes=("GET /status",),
        now=NOW,
        ask=lambda name, **parameters: LOG[name],
    )


def answer(*rows: tuple[Any, ...]) -> Answer:
    """Return rows as a question of the log gives them."""
    return Answer("question", (), rows, HASH, 0, "")


LOG = {
    "requests_off_list": answer((None, None, None, None, "refused by rule", None, "A-05")),
    "uncertified_acts": answer((None, "search_started", "boss", "approver", "none", None, "done", None)),
    "search_bursts": answer(),
    "leads_before_steps": answer(("c1",)),
    "youth_returned": answer(("2026-11-20T10:00:00Z", *[None] * 6, "2026-11-20")),
    "gaps_and_restarts": answer(
        *((n, "", act) for n, act in enumerate(("service_started", "service_stopped", "service_started")))
    ),
    "entries_lacking": answer(
        ("allowed key", 9, 0, None),
        ("identical replay", 2, 0, None),
        ("rule of a refusal", 3, 0, None),
        ("state of a certificate", 4, 0, None),
        ("who", 9, 0, None),
    ),
}
"""What the log of this world answers to each question that a check asks."""
