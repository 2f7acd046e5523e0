"""Cases about the installation and what went wrong: items 22, 24 and 25, each with its near misses."""

from typing import Any

from audits import events as acts
from audits.event import Event
from tests.audits.questions.plan import at
from tests.audits.questions.world import World

ADMINISTRATOR = {"service": "peel", "actor_id": "administrator-1", "role": "administrator"}
COMPLIANCE = {"service": "peel", "actor_id": "compliance-1", "role": "compliance"}
SYSTEM = {"actor_id": "system", "role": "system"}


def plant(world: World) -> None:
    """Plant every case of this file."""
    _changes(world)
    _wrongs(world)
    _log(world)


def _changes(world: World) -> None:
    """Item 22: a change before any evaluation, one after it, another model without one, and one with its own."""
    _tell(world, acts.ServiceStarted, "2026-09-01 05:00", SYSTEM, model="sface@1")
    _tell(world, acts.ConfigurationChanged, "2026-09-01 15:00", COMPLIANCE, "setting-1", version=1)
    _tell(world, acts.EvaluationFiled, "2026-09-02 15:00", COMPLIANCE, "evaluation-1", model_id="sface@1")
    _tell(world, acts.ConfigurationChanged, "2026-09-03 15:00", COMPLIANCE, "setting-2", version=2)
    _tell(world, acts.ModelChanged, "2026-09-04 15:00", COMPLIANCE, "", old_model="sface@1", new_model="other@2")
    _tell(world, acts.EvaluationFiled, "2026-09-05 15:00", COMPLIANCE, "evaluation-2", model_id="third@3")
    _tell(world, acts.ModelChanged, "2026-09-06 15:00", COMPLIANCE, "", old_model="other@2", new_model="third@3")


def _wrongs(world: World) -> None:
    """Item 24: a breach closed, one open, an incident; improper searches are planted with item 3."""
    for name, kind, people in (("breach-1", "unauthorised_search", 1), ("breach-2", "lost_device", 40)):
        _tell(world, acts.BreachOpened, "2026-09-07 15:00", COMPLIANCE, name, kind=kind, people_count=people)
    _tell(world, acts.BreachAssessed, "2026-09-08 15:00", COMPLIANCE, "breach-1", harm="real_risk", people_count=1)
    _tell(world, acts.BreachNotified, "2026-09-09 15:00", COMPLIANCE, "breach-1", people_count=1)
    _tell(world, acts.BreachClosed, "2026-09-10 15:00", COMPLIANCE, "breach-1")
    _tell(world, acts.IncidentOpened, "2026-09-11 15:00", COMPLIANCE, "lead-24", incident_id="incident-24")


def _log(world: World) -> None:
    """Item 25: a fault, gaps of sixty seconds and one less, a clock set back, an administrator's act and a look."""
    _tell(world, acts.LogVerified, "2026-09-14 15:00", COMPLIANCE, whole=True, faults=0)
    _tell(world, acts.LogVerified, "2026-09-15 15:00", COMPLIANCE, whole=False, faults=2)
    for moment, kind, seconds in (
        ("2026-09-16 05:00", "stop", 60.0),
        ("2026-09-17 05:00", "stop", 59.9),
        ("2026-09-18 05:00", "clock", -5.0),
    ):
        _tell(world, acts.LogGap, moment, SYSTEM, kind=kind, seconds=seconds)
    _tell(world, acts.AccountChanged, "2026-09-21 15:00", ADMINISTRATOR, "account-25", state="invited")
    _tell(world, acts.AccountViewed, "2026-09-21 15:01", ADMINISTRATOR, accounts=9)
    _tell(world, acts.SignedIn, "2026-09-21 14:59", ADMINISTRATOR)


def _tell(
    world: World, act: type[Event], moment: str, who: dict[str, str], object_id: str = "", **details: Any
) -> None:
    world.tell(act, at(moment), details, object_id=object_id or None, **who)
