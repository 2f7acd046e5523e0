"""The log in which cases are planted: a hundred thousand innocent entries from a seed, and those of every case."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from audits import events as acts
from audits.event import FIELDS, Event
from tests.audits.questions.plan import Plan, at

FIRST_DAY, LAST_DAY = at("2026-01-05 15:00"), at("2026-10-30 21:00")
INNOCENT = 100_000
OFFENCES = ("robbery", "murder", "aggravated_assault", "assault_weapon", "sexual_assault")
SOURCES = ("security_camera", "police_camera", "supplied", "supplied_post", "seized_device")

_EMPTY = dict.fromkeys(FIELDS) | {"certificate": "none", "result": "done"}


@dataclass
class World:
    """Every entry so far, with its moment, in no order; and the plans that were told."""

    chance: Random = field(default_factory=lambda: Random(5))  # noqa: S311  # invented acts, not secrets
    entries: list[tuple[float, int, str]] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)

    def plant(self, *plans: Plan) -> None:
        """Tell requests; each entry is checked to be one that the log takes."""
        for plan in plans:
            self.plans.append(plan)
            for after, act, fields, details in plan.told():
                self.tell(act, plan.start + timedelta(seconds=after), details, **fields)

    def tell(self, act: type[Event], moment: datetime, details: dict[str, Any] | None = None, **fields: Any) -> None:
        """Tell one act; raises ValueError for one that the log would not take."""
        act(**fields, details=details or {})
        self._keep(act.act, moment.timestamp(), fields, details or {})

    def innocent(self, count: int = INNOCENT) -> None:
        """Tell at least so many entries in which no question finds anything."""
        number = 0
        while len(self.entries) < count:
            number += 1
            plan = _innocent(self.chance, number)
            self.plans.append(plan)
            start = plan.start.timestamp()
            for after, act, fields, details in plan.told():
                self._keep(act.act, start + after, fields, details)
            self._visit(plan, start)

    def story(self) -> Iterator[tuple[float, str]]:
        """Give every entry in order of time: the moment in Unix seconds, and the event as canonical JSON."""
        for moment, _, text in sorted(self.entries):
            yield moment, text

    # Private

    def _visit(self, plan: Plan, start: float) -> None:
        """Somebody signs in and out, an auditor reads, a stop that was planned."""
        who = {"service": plan.service, "actor_id": plan.examiner, "role": "examiner", "certificate": plan.certificate}
        self._keep("signed_in", start - 60, who, {})
        self._keep("work_listed", start - 50, who, {"waiting": 3})
        self._keep("signed_out", start + 30_000, who, {"ended_by": "person"})
        reading = {"service": plan.service, "actor_id": "auditor-1", "role": "auditor"}
        self._keep("log_read", start + 70, reading, {"entries": 200})

    def _keep(self, act: str, moment: float, fields: dict[str, Any], details: dict[str, Any]) -> None:
        event = {**_EMPTY, **fields, "act": act, "details": details}
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.entries.append((moment, len(self.entries), text))


def _innocent(chance: Random, number: int) -> Plan:
    service = ("peel", "halton", "york")[number % 3]
    lead, empty = chance.random() < 0.3, chance.random() < 0.1
    returned = 0 if empty else chance.randrange(1, 5)
    examiner, verifier = chance.sample(range(1, 13), 2)
    value = 2 if lead and not empty else -1
    return Plan(
        name=f"{number:06d}",
        start=_working_moment(chance),
        service=service,
        requester=f"requester-{service}-{chance.randrange(1, 40)}",
        approver=f"approver-{service}-{chance.randrange(1, 6)}",
        examiner=f"examiner-{service}-{examiner}",
        verifier=f"examiner-{service}-{verifier}",
        offence=chance.choice(OFFENCES),
        source=chance.choice(SOURCES),
        approve_after=200.0 + chance.randrange(3000),
        returned=returned,
        first_value=value,
        second_value=value + chance.randrange(2) * (-1 if value < 0 else 0),
        lead=lead and not empty,
        stages=(1900.0 + chance.randrange(900), 1200.0 + chance.randrange(900), 900.0 + chance.randrange(900), 600.0),
    )


def _working_moment(chance: Random) -> datetime:
    """A moment on a Monday to Friday at which work is done in Toronto, early enough for the day's work to end."""
    weeks = (LAST_DAY - FIRST_DAY).days // 7 - 6
    day = FIRST_DAY + timedelta(days=7 * chance.randrange(weeks) + chance.randrange(5))
    return day + timedelta(seconds=chance.randrange(3600))


def last_entry(world: World) -> None:
    """End the log on its last day, which is the day from which the questions reckon."""
    world.tell(acts.ServiceStopped, LAST_DAY, actor_id="system", role="system")


def grown(world: World, folder: Path) -> int:
    """Write the log; return how many entries it has."""
    from benchmarks.grown_log import write_log

    for _ in write_log(folder, len(world.entries), world.story()):
        pass
    return len(world.entries)
