"""A log of few people, cases and requests, so that every way in which entries belong together comes up."""

import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from audits import events as acts
from audits.analytics import bound, open_snapshot, questions
from audits.event import Event
from audits.segments import told
from benchmarks.grown_log import write_log

CASEWORK: tuple[type[Event], ...] = (
    acts.RequestDrafted,
    acts.RequestSubmitted,
    acts.RequestApproved,
    acts.RequestViewed,
    acts.SearchCompleted,
    acts.ListViewed,
    acts.AnalysisLocked,
    acts.ExaminationLocked,
    acts.VerificationLocked,
    acts.LeadIssued,
    acts.LeadAcknowledged,
    acts.LeadFollowedUp,
)
TABLES = (
    "events",
    "request_cases",
    "known_requests",
    "only_requests",
    "abandoned",
    "request_stages",
    "casework",
    "approvals",
)


def tangled(seed: int) -> Iterator[tuple[float, str]]:
    """Give moment and text of events without end: refused acts, cases that get more requests, acts taken back."""
    chance, moment, number = random.Random(seed), 1_767_000_000.0, 0  # noqa: S311  # a story, no secret
    while True:
        number += 1
        moment += chance.expovariate(1 / 600)
        yield moment, told(_event(chance, number)).decode()


def texted(events: Iterable[Event]) -> Iterator[tuple[float, str]]:
    """Give the moment and the text of each event, a second apart."""
    for number, event in enumerate(events):
        yield 1_767_000_000.0 + number, told(event).decode()


def sign_for(folder: Path, size: int) -> None:
    """Let a checkpoint of the past be the one in force, as it was when the log had `size` entries."""
    shutil.copyfile(folder / "checkpoints" / f"{size:012d}.txt", folder / "latest")


def tangled_log(folder: Path, events: int, seed: int = 5) -> Path:
    """Write a log of tangled events and return its folder; each hundredth checkpoint is kept."""
    for _ in write_log(folder, events, tangled(seed)):
        pass
    return folder


def content(snapshot: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table and of the views that the others are made from, in an order of its own."""
    with open_snapshot(snapshot) as connection:
        return {
            name: connection.execute(f"select * from {name} order by all").fetchall()  # noqa: S608  # a name of ours
            for name in TABLES
        }


def answers(snapshot: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the whole answer to every named question, as it stands or with a word where one is required, sorted."""
    found = {}
    with open_snapshot(snapshot) as connection:
        for asked in questions():
            given = {each.name: "case-1" for each in asked.parameters if each.required}
            found[asked.name] = sorted(connection.execute(asked.sql, bound(asked, given)).fetchall(), key=repr)
    return found


# Private


def _event(chance: random.Random, number: int) -> Event:
    person = f"person-{chance.randrange(6)}"
    case, request = f"case-{chance.randrange(number // 30 + 3)}", f"request-{chance.randrange(number // 20 + 3)}"
    if chance.random() < 0.02:
        return acts.LogRecovered(actor_id="system", details={"abandoned_sequence": chance.randrange(1, number + 1)})
    if chance.random() < 0.1:
        return acts.SignedIn(actor_id=person, workstation=f"desk-{chance.randrange(4)}")
    details: dict[str, Any] = {
        "stage_seconds": chance.random(),
        "offence_id": "robbery",
        "returned": 3,
        "order": "first",
    }
    if chance.random() < 0.4:
        details["request_id"] = request
    if chance.random() < 0.1:
        details["known_task"] = True
    return chance.choice(CASEWORK)(
        service="demo",
        actor_id=person,
        workstation=f"desk-{chance.randrange(4)}",
        case_id=case if chance.random() < 0.8 else None,
        object_id=request if chance.random() < 0.6 else f"thing-{chance.randrange(number)}",
        result="refused" if chance.random() < 0.1 else "done",
        details={**details, "requester_id": person},
    )
