"""Cases about what followed a lead: items 15 to 17, each with its near misses."""

from datetime import datetime
from typing import Any

from audits import events as acts
from audits.event import Event
from tests.audits.questions.plan import Plan, at
from tests.audits.questions.world import World

BASE = Plan("0", at("2026-07-06 15:00"), service="peel")
LINK = ("corroboration", True)


def plant(world: World) -> None:
    """Plant every case of this file."""
    _unsupported(world)
    _lineups(world)
    _charges(world)


def _unsupported(world: World) -> None:
    """Item 15: without a fact, without a check, without an outcome, thirty days old and one more, withdrawn."""
    world.plant(
        BASE.but("15-fact", facts=(("check", False), ("outcome", False))),
        BASE.but("15-check", facts=(LINK, ("outcome", False))),
        BASE.but("15-outcome", facts=(LINK, ("check", False))),
        BASE.but("15-in-time", facts=(LINK, ("check", False)), valid_days=114),
        BASE.but("15-old", start=at("2026-09-29 15:00"), facts=()),
        BASE.but("15-young", start=at("2026-09-30 15:00"), facts=()),
        BASE.but("15-withdrawn", facts=()),
    )
    _on_lead(world, "15-withdrawn", acts.LeadWithdrawn, at("2026-07-20 15:00"), lead_id="lead-15-withdrawn")


def _lineups(world: World) -> None:
    """Item 16: a lineup after a link, one before it, one with a fact that is no link; a photo array without any."""
    begun = at("2026-07-08 12:00")
    for name, facts in (
        ("16-after", (LINK, ("check", False), ("outcome", False))),
        ("16-before", (("check", False), ("outcome", False), LINK)),
        ("16-no-link", (("corroboration", False), ("check", False), ("outcome", False))),
        ("16-array", (("check", False), ("corroboration", False), ("outcome", False))),
    ):
        world.plant(BASE.but(name, facts=facts))
        if name == "16-array":
            told = {"array_id": "array-16", "person_sha256": "0" * 64}
            _on_lead(world, name, acts.PhotoArrayPrepared, begun, **told)
            _on_lead(world, name, acts.PhotoArrayPrepared, begun, array_id="array-16", step="measured")
        else:
            _on_lead(world, name, acts.LeadFollowedUp, begun, kind="lineup", fillers=9, from_search=True)


def _charges(world: World) -> None:
    """Item 17: charged and disclosed late, a warrant without disclosure, a warrant of the day before the lead."""
    for name, taken, of in (
        ("17-disclosed", "2026-07-10", "charge_laid"),
        ("17-open", "2026-07-06", "arrest_warrant"),
        ("17-before", "2026-07-05", "arrest_warrant"),
        ("17-interview", "2026-07-10", "interview"),
    ):
        world.plant(BASE.but(name))
        step = {"kind": "step", "of": of, "taken_on": taken}
        flags = {"warrant": of == "arrest_warrant", "charged": of == "charge_laid"}
        _on_lead(world, name, acts.LeadFollowedUp, at("2026-07-11 15:00"), **step, **flags)
    told = {"recipient": "defence", "method": "pack", "disclosed_on": "2026-07-30"}
    disclosing = {"service": "peel", "actor_id": "requester-1", "role": "investigator"}
    world.tell(acts.DisclosureRecorded, at("2026-08-03 15:00"), told, case_id="case-17-disclosed", **disclosing)
    refused = {"case_id": "case-17-open", "result": "refused", "rule": "E-17", "reason": "Not of the list."}
    world.tell(acts.DisclosureRecorded, at("2026-08-03 15:00"), told, **disclosing, **refused)


def _on_lead(world: World, name: str, act: type[Event], moment: datetime, **details: Any) -> None:
    about = {"case_id": f"case-{name}", "object_id": f"lead-{name}", "service": "peel"}
    told = {"request_id": f"request-{name}", **details}
    world.tell(act, moment, told, actor_id="requester-1", role="investigator", **about)
