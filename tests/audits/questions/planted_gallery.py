"""Cases about the gallery and other services: items 18 to 21 and 23, each with its near misses."""

from typing import Any

from audits import events as acts
from audits.event import Event
from tests.audits.questions.plan import Plan, at
from tests.audits.questions.world import World

BASE = Plan("0", at("2026-08-03 15:00"), service="york", lead=False, first_value=-1, second_value=-1)
CLERK = {"service": "york", "actor_id": "clerk-1", "role": "records_clerk"}
SYSTEM = {"actor_id": "system", "role": "system"}


def plant(world: World) -> None:
    """Plant every case of this file."""
    _state(world)
    _destruction(world)
    _youth(world)
    _shared(world)
    _applications(world)


def _state(world: World) -> None:
    """Item 18: a day with all four counts, one with nothing."""
    whole = {"without_disposition": 7, "over_clock": 2, "ineligible_indexed": 1, "restored": 3, "indexed": 1000}
    world.tell(acts.StateTold, at("2026-08-03 04:00"), whole, service="york", **SYSTEM)
    world.tell(
        acts.StateTold, at("2026-08-04 04:00"), dict.fromkeys(whole, 0) | {"indexed": 990}, service="york", **SYSTEM
    )


def _destruction(world: World) -> None:
    """Item 19: done on the thirtieth day and on the next, stopped, late, under way; destroyed again."""
    for run, proposed, finished in (
        ("run-done", "2026-08-03", "2026-09-02"),
        ("run-late", "2026-08-03", "2026-09-03"),
        ("run-stopped", "2026-08-03", ""),
        ("run-waiting", "2026-09-29", ""),
        ("run-fresh", "2026-09-30", ""),
    ):
        _run(world, run, f"{proposed} 15:00", f"{finished} 15:00" if finished else "")
    _by_clerk(world, acts.DestructionStopped, "2026-08-05 15:00", "run-stopped")
    again = {"lineages": 2, "files": 2, "records": 0}
    world.tell(acts.DestructionRepeated, at("2026-10-05 05:00"), again, **SYSTEM)
    refused = {"object_id": "run-refused", "result": "refused", "rule": "F-33", "reason": "Nothing is due."}
    world.tell(acts.DestructionProposed, at("2026-08-03 15:00"), {"planned": 1}, **CLERK, **refused)


def _run(world: World, run: str, proposed: str, finished: str) -> None:
    _by_clerk(world, acts.DestructionProposed, proposed, run, planned=5, of_rule="F-22.dismissed")
    if not finished:
        return
    _by_clerk(world, acts.DestructionReleased, "2026-08-04 15:00", run, both=False)
    _by_clerk(world, acts.DestructionReleased, "2026-08-04 16:00", run, both=True)
    for act, details in (
        (acts.EligibilityChanged, {"changed": 4, "waiting": 1}),
        (acts.LineageDestroyed, {"removed": 4, "lineages_1": ["l1", "l2", "l3", "l4"]}),
        (acts.CertificateIssued, {"certificates": 4}),
        (acts.CertificateIssued, {"what": "run finished", "done": 4, "waiting": 1}),
    ):
        world.tell(act, at(finished), details, object_id=run, **SYSTEM)


def _youth(world: World) -> None:
    """Item 20: two pictures of young people listed on one list; another list tells none."""
    told = {"youth_returned": 2, "youth_rules": ["F-42.119(2)(g)", "F-42.119(2)(h)"], "youth_until": ["2026-12-01"]}
    world.plant(BASE.but("20-listed", youth=told), BASE.but("20-none", start=at("2026-08-04 15:00")))


def _shared(world: World) -> None:
    """Item 21: within an agreement, a day after it, before it was signed, after it ended, without any; messages."""
    for agreement, signed in (("agreement-1", "2026-08-02 15:00"), ("agreement-2", "2026-08-10 15:00")):
        days = {"begins_on": "2026-08-03", "expires_on": "2026-08-31", "searcher": "york", "owner": "peel"}
        _by_clerk(world, acts.AgreementProposed, "2026-08-01 15:00", agreement, **days)
        _by_clerk(world, acts.AgreementSigned, signed, agreement, **days)
    _by_clerk(world, acts.AgreementEnded, "2026-08-20 15:00", "agreement-2")
    for search, moment, agreement in (
        ("first-day", "2026-08-03 15:00", "agreement-1"),
        ("last-day", "2026-08-31 15:00", "agreement-1"),
        ("day-after", "2026-09-01 15:00", "agreement-1"),
        ("unsigned", "2026-08-10 14:59", "agreement-2"),
        ("signed", "2026-08-10 15:01", "agreement-2"),
        ("ended", "2026-08-20 15:01", "agreement-2"),
        ("courtesy", "2026-08-11 15:00", ""),
    ):
        told = {"search_id": search, "agreement_id": agreement, "searcher": "york", "owner": "peel"}
        _by_clerk(world, acts.PartnerGallerySearched, moment, f"searched-{search}", **told)
    for moment, messages in (("2026-10-22 05:00", ["m-1", "m-2"]), ("2026-10-23 05:00", ["m-3"])):
        world.tell(acts.PartnersTold, at(moment), {"message_ids": messages, "told_withdrawn": 2}, **SYSTEM)
    _by_clerk(world, acts.PartnerMessageAcknowledged, "2026-10-29 15:00", "m-1", kind="withdrawn")


def _applications(world: World) -> None:
    """Item 23: answered on the thirtieth day and the next, a statement attached, waiting for thirty days and more."""
    for name, kind, received, outcome, days in (
        ("in-time", "access", "2026-08-03", "released", 30),
        ("late", "removal", "2026-08-03", "refused", 31),
        ("statement", "correction", "2026-08-04", "statement", 3),
        ("waiting", "access", "2026-09-29", "", 0),
        ("fresh", "access", "2026-09-30", "", 0),
    ):
        told: dict[str, Any] = {"kind": kind, "received_on": received}
        _by_clerk(world, acts.ApplicationReceived, f"{received} 16:00", f"application-{name}", **told)
        event = {"access": acts.ApplicationReleased, "correction": acts.CorrectionDecided}.get(
            kind, acts.ApplicationDecided
        )
        if outcome:
            more = {"statement_sha256": "0" * 64} if name == "statement" else {}
            answer = {"kind": kind, "outcome": outcome, "days": days, "ground_id": None, **more}
            _by_clerk(world, event, "2026-09-03 15:00", f"application-{name}", **answer)


def _by_clerk(world: World, act: type[Event], moment: str, object_id: str, **details: Any) -> None:
    world.tell(act, at(moment), details, object_id=object_id, **CLERK)
