"""Cases about how searches were asked for: items 1 and 4 to 9, each with its near misses."""

from datetime import timedelta
from typing import Any

from audits import events as acts
from tests.audits.questions.plan import Plan, at
from tests.audits.questions.world import World

BASE = Plan("0", at("2026-04-01 15:00"), service="york", lead=False, first_value=-1, second_value=-1)
SOME_DAY, LATE = at("2026-04-07 15:00"), at("2026-09-30 15:00")


def plant(world: World) -> None:
    """Plant every case of this file."""
    _cases(world)
    _again(world)
    _off_list(world)
    _decided(world)
    _pictures(world)
    _bursts(world)


def _cases(world: World) -> None:
    """Item 1: no case, a closed and an unknown one, a result never opened but by its examiner; one as a whole case."""
    world.plant(
        BASE.but("1-no-case", has_case=False),
        BASE.but("1-closed", occurrence="closed"),
        BASE.but("1-unknown", occurrence="unknown"),
        BASE.but("1-not-asked", occurrence="not asked"),
        BASE.but("1-unopened", start=at("2026-09-29 15:00"), opened=False),
        BASE.but("1-case", start=at("2026-09-29 15:00"), opened=False),
        BASE.but("1-young", start=LATE, opened=False),
    )
    seen: dict[str, Any] = {"service": "york", "actor_id": "examiner-1", "role": "examiner"}
    world.tell(acts.RequestViewed, at("2026-10-05 15:00"), object_id="request-1-unopened", **seen)
    world.tell(acts.CaseViewed, at("2026-10-05 15:00"), case_id="case-1-case", **{**seen, "role": "approver"})


def _again(world: World) -> None:
    """Item 4: the same picture with another T after an empty list, another cut and L, a similar one; and none."""
    first = BASE.but("4-first", start=SOME_DAY, probe="probe-4", cut="cut-4", returned=0)
    world.plant(
        first,
        first.but("4-lower", start=at("2026-04-08 15:00"), threshold=0.2, returned=4),
        first.but("4-cut", start=at("2026-04-09 15:00"), cut="cut-5", length=50),
        first.but("4-same", start=at("2026-04-10 15:00"), cut="cut-5", length=50, returned=1),
        first.but("4-similar", start=at("2026-04-13 15:00"), probe="probe-5", similar=("request-4-lower",)),
        first.but("4-later-named", start=at("2026-04-14 15:00"), probe="probe-6", similar=("request-4-never",)),
    )


def _off_list(world: World) -> None:
    """Item 5: accepted off the list, refused by rule, refused by an approver."""
    world.plant(
        BASE.but("5-off", offence="loitering", in_force=False),
        BASE.but("5-refused", start=at("2026-04-02 15:00"), approved=False, approver="approver-5"),
    )
    asking = {"service": "york", "actor_id": "requester-5", "role": "investigator", "object_id": "request-5-rule"}
    told = {"offences_version": "2026-02", "offence_id": "fraud", "offence_in_force": False, "source_type": "supplied"}
    refused = {"result": "refused", "rule": "A-02", "reason": "Not on the list."}
    world.tell(acts.RequestRefused, at("2026-04-03 16:00"), told, **asking, **refused)
    prohibited = {"result": "refused", "rule": "A-05", "reason": "Never used."}
    told = {"source_type": "social_media", "offence_id": "robbery", "offences_version": "2026-02"}
    world.tell(acts.RequestRefused, at("2026-04-03 17:00"), told, **{**asking, "object_id": "request-8"}, **prohibited)


def _decided(world: World) -> None:
    """Items 6 and 7: 59.9 seconds and 60; a victim, a witness without a higher approver, a protest."""
    quick = {"approver": "approver-6", "requester": "requester-6"}
    world.plant(
        BASE.but("6-quick", approve_after=120 + 59.9, **quick),
        BASE.but("6-slow", approve_after=120 + 60.0, **quick),
        BASE.but("6-declined", approve_after=120 + 5.0, approved=False, **quick),
        BASE.but(
            "7-victim", depicted="victim", higher_for=("A-07",), approver="higher-1", approver_role="higher_approver"
        ),
        BASE.but("7-witness", start=at("2026-04-02 15:00"), depicted="witness"),
        BASE.but(
            "7-protest",
            start=at("2026-04-03 15:00"),
            higher_for=("A-09",),
            approver="higher-1",
            approver_role="approver+higher_approver",
        ),
    )


def _pictures(world: World) -> None:
    """Item 9: edited with a lead, poor without one, both; a sufficient picture that is not edited is none."""
    world.plant(
        BASE.but("9-edited", operations=("rotate", "levels"), lead=True, first_value=2, second_value=2),
        BASE.but("9-poor", start=at("2026-04-02 15:00"), low_quality=True),
        BASE.but("9-both", start=at("2026-04-03 15:00"), operations=("crop",), low_quality=True, returned=0),
    )


def _bursts(world: World) -> None:
    """Ten searches of one person in an hour to the second, and ten of another in nine seconds more."""
    for who, apart in (("busy", 400), ("steady", 401)):
        for number in range(10):
            start = at("2026-04-15 15:00") + timedelta(seconds=apart * number)
            world.plant(BASE.but(f"burst-{who}-{number}", start=start, examiner=who))
