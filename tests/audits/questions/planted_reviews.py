"""Cases about people at work: items 2, 3 and 10 to 14, each with its near misses."""

from datetime import timedelta
from typing import Any

from audits import events as acts
from tests.audits.questions.plan import VALID, Plan, at
from tests.audits.questions.world import World

BASE = Plan("0", at("2026-05-04 15:00"), service="halton", lead=False, first_value=-1, second_value=-1)
SATURDAYS = (at("2026-05-09 15:00"), at("2026-05-16 15:00"))
QUICK = 4.9


def plant(world: World) -> None:
    """Plant every case of this file."""
    _at_work(world)
    _findings(world)
    _lists(world)
    _pairs(world)
    _known_tasks(world)
    _timed(world)


def _at_work(world: World) -> None:
    """Item 2: a second before work, its last and the first after it, an expired certificate, a locked account."""
    looked = {"service": "halton", "role": "examiner", "workstation": "desk-2", "certificate": VALID}

    def view(who: str, moment: str, **changed: Any) -> None:
        world.tell(acts.PictureViewed, at(moment), {"place": "probe"}, **{**looked, "actor_id": who, **changed})

    view("early", "2026-05-04 10:59:59")
    view("punctual", "2026-05-04 11:00:00")
    view("leaving", "2026-05-04 22:59:59")
    view("late", "2026-05-04 23:00:00")
    view("late", "2026-05-04 23:10:00")
    view("winter", "2026-02-02 11:30:00")
    search = {"service": "halton", "role": "examiner", "workstation": "desk-2"}
    for who, until in (("expired", "2026-05-03"), ("in-force", "2026-05-04")):
        held = {**search, "actor_id": who, "certificate": f"examination valid until {until}"}
        world.tell(acts.ListViewed, at("2026-05-04 15:00"), {"shown": 1, "request_id": "request-2"}, **held)
    for moment, state in (("2026-05-04 14:00", "locked"), ("2026-05-05 14:00", "active")):
        changed = {"actor_id": "administrator-0", "role": "compliance", "object_id": "closed"}
        world.tell(acts.AccountChanged, at(moment), {"state": state}, **changed)
    for moment in ("2026-05-04 13:59", "2026-05-04 14:01", "2026-05-05 14:01"):
        view("closed", moment)
    for act, moment in ((acts.RightsSuspended, "2026-05-06 14:00"), (acts.RightsRestored, "2026-05-07 14:00")):
        told = {"because": "failed", "cases": 3} if act is acts.RightsSuspended else {}
        world.tell(act, at(moment), told, actor_id="compliance-1", role="compliance", object_id="suspended")
    for moment in ("2026-05-06 13:59", "2026-05-06 14:01", "2026-05-07 14:01"):
        view("suspended", moment)
    for who in ("expired", "in-force"):
        held = {**search, "actor_id": who, "certificate": VALID, "object_id": "examination-2"}
        world.tell(acts.ExaminationLocked, at("2026-05-04 15:20"), {"request_id": "request-2", "order": "more"}, **held)


def _findings(world: World) -> None:
    """Item 3: improper, not answered after thirty days and one day more, answered in time, proper."""
    for check, day in (("check-1", "2026-09-29 14:00"), ("check-2", "2026-09-30 14:00")):
        told = {"finding_ids": [f"{check}-{kind}" for kind in ("improper", "proper", "silent")], "drawn": 1}
        world.tell(acts.StaffChecked, at(day), told, actor_id="system", role="system", object_id=check)
    for check in ("check-1", "check-2"):
        for kind in ("improper", "proper"):
            answer: dict[str, Any] = {"proper": kind == "proper", "reason_sha256": "0" * 64}
            if kind == "improper":
                answer["search_id"] = f"search-of-{check}"
            answering = {"actor_id": "compliance-1", "role": "compliance", "object_id": f"{check}-{kind}"}
            world.tell(acts.StaffFindingAnswered, at("2026-10-01 15:00"), answer, **answering)


def _lists(world: World) -> None:
    """Item 10: a list without a conclusion, and dispositions at and under the limit of seconds."""
    world.plant(
        BASE.but("10-open", concluded=False, examiner="idle-1", opened=True),
        BASE.but("10-unverified", start=at("2026-05-05 15:00"), verified=False),
        BASE.but("10-quick", start=at("2026-05-06 15:00"), gap=QUICK, examiner="quick-1"),
        BASE.but("10-slow", start=at("2026-05-07 15:00"), gap=5.0, examiner="slow-1"),
    )


def _pairs(world: World) -> None:
    """Item 11: twenty agreements, nineteen, twenty and a conflict settled for the first, one for the second."""
    for first, count in (("always-20", 20), ("always-19", 19), ("but-one", 20)):
        for number in range(count):
            start = at("2026-06-01 15:00") + timedelta(days=number % 5)
            world.plant(BASE.but(f"11-{first}-{number}", start=start, examiner=first, verifier="agrees"))
    differing = BASE.but(
        "11-first", start=at("2026-06-08 15:00"), examiner="but-one", verifier="agrees", second_value=2
    )
    world.plant(
        differing.but("11-first", third_value=-1),
        differing.but("11-second", third_value=2, examiner="but-two"),
    )


def _known_tasks(world: World) -> None:
    """Item 12: answers of each kind by two reviewers; a lock of casework is no answer."""
    for who, kinds in (("reviewer-1", ("right", "right", "missed")), ("reviewer-2", ("false_support", "inconclusive"))):
        for number, kind in enumerate(kinds):
            told = {"known_task": True, "known_answer": kind, "order": "verification", "value_of_scale": 1}
            fields = {"actor_id": who, "role": "examiner", "certificate": VALID, "object_id": f"task-{who}-{number}"}
            event = acts.AnalysisLocked if kind == "inconclusive" else acts.VerificationLocked
            world.tell(event, at("2026-06-09 15:00") + timedelta(days=number), told, **fields)
    for who, verdict in (("reviewer-1", "passed"), ("reviewer-2", "failed")):
        fields = {"actor_id": "compliance-1", "role": "compliance", "object_id": who}
        world.tell(acts.ProficiencyRecorded, at("2026-05-05 15:00"), {"verdict": verdict, "tasks": 4}, **fields)


def _timed(world: World) -> None:
    """Items 13 and 14: ten requests of a Saturday, each ten times as slow as the first at most; one a week later."""
    for times in range(1, 11):
        stages = (100.0 * times, 200.0 * times, 300.0 * times, 50.0 * times)
        timed = BASE.but(
            f"14-{times}",
            start=SATURDAYS[0],
            approve_after=120.0 + 60 * times,
            stages=stages,
            offence="arson",
            requester=f"requester-14-{times % 2}",
            returned=0 if times <= 2 else 1,
            lead=times >= 8,
            low_quality=False,
        )
        world.plant(timed)
    world.plant(BASE.but("14-after", start=SATURDAYS[1], offence="arson", returned=0))
