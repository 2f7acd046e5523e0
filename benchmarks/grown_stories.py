"""Invented acts for a large log: requests with their stages, sign-ins, refusals and readings, in a likely mixture.

From a seed, the same acts in the same order. Each is the canonical JSON of an event, written by hand for speed; the
test of `grown_log` reads a part of them back as events.
"""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

START = 1743465600.0
"""1 April 2025, midnight UTC, in seconds of the Unix clock."""

SERVICES = ("demo", "north", "lakeside")
OFFENCES = ("robbery", "murder", "aggravated_assault", "assault_weapon", "sexual_assault", "discharge_firearm")
SOURCES = ("security_camera", "phone_video", "photograph", "social_media")
RACES = ("black", "east_southeast_asian", "indigenous", "latino", "middle_eastern", "south_asian", "white", "unknown")
AGES = ("under_18", "18_24", "25_44", "45_64", "65_over", "unknown")

Step = tuple[float, str]
"""Seconds after the step before it, and the act."""


@dataclass
class World:
    """Who acts, and the numbers that ids are made of."""

    seed: int
    chance: Random = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311  # invented acts, not secrets

    def id(self) -> str:
        """Return an id that was not given before, of the length of a real one."""
        self.made += 1
        return f"{self.made:08x}-4d7a-7854-98ac-{self.seed & 0xFFFFFFFFFFFF:012x}"

    def hash(self) -> str:
        """Return 64 hexadecimal digits."""
        return f"{self.chance.getrandbits(256):064x}"

    def person(self, role: str) -> tuple[str, str, str]:
        """Return account, role and service of one of a few dozen people."""
        number = self.chance.randrange(40)
        return f"{role}-{number:03d}", role, SERVICES[number % len(SERVICES)]


def acts(seed: int) -> Iterator[tuple[float, str]]:
    """Give acts without end, in order of time: the moment in Unix seconds, and the event as canonical JSON."""
    world = World(seed)
    under_way: list[tuple[float, int, str, Iterator[Step]]] = []
    now, number = START, 0
    while True:
        now += world.chance.expovariate(1 / 40.0)
        while under_way and under_way[0][0] <= now:
            moment, at, text, story = heapq.heappop(under_way)
            yield moment, text
            _go_on(under_way, moment, at, story)
        number += 1
        _go_on(under_way, now, number, _story(world))


def _go_on(under_way: list[tuple[float, int, str, Iterator[Step]]], now: float, at: int, story: Iterator[Step]) -> None:
    step = next(story, None)
    if step:
        heapq.heappush(under_way, (now + step[0], at, step[1], story))


def _story(world: World) -> Iterator[Step]:
    kind = world.chance.random()
    if kind < 0.7:
        return _request(world)
    return _refused_entry(world) if kind < 0.8 else _visit(world)


def _visit(world: World) -> Iterator[Step]:
    """Somebody signs in, asks the log something, and leaves."""
    who = world.person(world.chance.choice(("auditor", "analyst", "compliance")))
    yield 0, _text("signed_in", who, object_id=who[0])
    yield 20, _text("token_issued", who, object_id=world.id(), page="audit")
    for _ in range(world.chance.randrange(1, 5)):
        rows = world.chance.randrange(200)
        yield 60, _text("question_asked", who, object_id="searches_by_offence", rows=rows, sql_sha256=world.hash())
    yield 300, _text("signed_out", who, ended_by=world.chance.choice(("person", "idle")))


def _refused_entry(world: World) -> Iterator[Step]:
    who = world.person("investigator")
    told: dict[str, Any] = {"result": "refused", "reason": "Name or password is wrong.", "rule": "signin.wrong"}
    for _ in range(world.chance.randrange(1, 4)):
        yield 5, _text("sign_in_refused", who, object_id=who[0], **told)


def _request(world: World) -> Iterator[Step]:
    """A request from its draft to its end, wherever that is."""
    chance, who = world.chance, world.person("investigator")
    case, request, probe = world.id(), world.id(), world.hash()
    source = chance.choice(SOURCES)
    yield 0, _text("signed_in", who, object_id=who[0])
    yield 40, _text("request_drafted", who, object_id=request, purpose="criminal_investigation", source_type=source)
    size: dict[str, Any] = {"bytes": chance.randrange(20_000, 4_000_000), "format": "JPEG", "found": 1, "sha256": probe}
    yield 90, _text("probe_received", who, object_id=request, **size)
    yield 30, _text("face_chosen", who, object_id=request, derived_sha256=world.hash(), of=1, parent_sha256=probe)
    yield 300, _text("request_submitted", who, case_id=case, object_id=request, **_asked(world, source, probe))
    decider, seconds = world.person("approver"), chance.expovariate(1 / 7200)
    about: dict[str, Any] = {"requester_id": who[0], "decided_after_seconds": round(seconds, 1)}
    if chance.random() < 0.12:
        rest: dict[str, Any] = {
            "result": "refused",
            "reason": "The ground does not reach the threshold.",
            "rule": "A-11",
        }
        yield seconds, _text("approval_refused", decider, case_id=case, object_id=request, **about, **rest)
        return
    yield seconds, _text("request_approved", decider, case_id=case, object_id=request, **about)
    yield from _search(world, case, request)


def _search(world: World, case: str, request: str) -> Iterator[Step]:
    chance, examiner, second = world.chance, world.person("examiner"), world.person("examiner")
    search, returned = world.id(), chance.randrange(0, 21)
    about: dict[str, Any] = {"case_id": case, "request_id": request}
    yield 3600, _text("search_started", examiner, object_id=search, gallery_sha256=world.hash(), **about)
    done: dict[str, Any] = {"eligible": 181_000, "excluded": 12_402, "gallery_size": 193_402, "list_length": 20}
    done |= {"milliseconds": chance.randrange(20, 900), "model_id": "edge", "returned": returned, "threshold": 0.35}
    yield 1, _text("search_completed", examiner, object_id=search, **done, **about)
    if returned == 0:
        return
    for order, person in (("first", examiner), ("verification", second)):
        act = "examination_locked" if order == "first" else "verification_locked"
        scale = chance.randrange(-3, 4)
        told: dict[str, Any] = {"order": order, "selected": scale > 0, "stage_seconds": chance.randrange(60, 4000)}
        yield 5000, _text(act, person, object_id=world.id(), value_of_scale=scale, **told, **about)
    if chance.random() < 0.3:
        lead = world.id()
        yield 900, _text("lead_issued", second, object_id=lead, **about)
        yield 40_000, _text("lead_acknowledged", world.person("investigator"), object_id=lead, **about)


def _asked(world: World, source: str, probe: str) -> dict[str, Any]:
    chance = world.chance
    return {
        "answers_sha256": world.hash(),
        "depicted_age_band": chance.choice(AGES),
        "depicted_race": chance.choice(RACES),
        "depicted_sex": chance.choice(("female", "male", "male", "male", "another", "unknown")),
        "exigent": chance.random() < 0.03,
        "occurrence_state": "not asked",
        "offence_id": chance.choice(OFFENCES),
        "probe_sha256": probe,
        "purpose": "criminal_investigation",
        "role_depicted": "person_of_interest",
        "source_authority": "consent",
        "source_type": source,
    }


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _text(
    act: str,
    who: tuple[str, str, str],
    *,
    case_id: str | None = None,
    object_id: str | None = None,
    result: str = "done",
    reason: str | None = None,
    rule: str | None = None,
    **details: Any,
) -> str:
    actor, role, service = who
    certificate = "valid until 2027-03-01" if role == "examiner" else "none"
    return (
        f'{{"act":"{act}","actor_id":"{actor}","case_id":{_quoted(case_id)},"certificate":"{certificate}",'
        f'"details":{_encode(details)},"object_id":{_quoted(object_id)},"reason":{_quoted(reason)},'
        f'"result":"{result}","role":"{role}","rule":{_quoted(rule)},"service":"{service}","workstation":"desk 1"}}'
    )


def _quoted(text: str | None) -> str:
    return "null" if text is None else f'"{text}"'
