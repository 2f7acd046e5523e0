"""A year of invented casework as entries of the log, each request going as far as chance lets it."""

from collections.abc import Iterator
from random import Random

from audits import events
from audits.event import Event

OFFENCES = ("murder", "robbery", "theft")
RACES = ("black", "white", "south_asian", "unknown")
OUTCOMES = ("confirmed", "charge_laid", "eliminated", "wrongful", "unresolved")


def told_year(seed: int, requests: int) -> Iterator[Event]:
    """Give the entries of some requests, one request after the other."""
    chance = Random(seed)  # noqa: S311  # invented casework
    for number in range(requests):
        yield from _request(chance, f"request-{number}", f"case-{number}")


def _request(chance: Random, request: str, case: str) -> Iterator[Event]:
    details = {
        "offence_id": chance.choice(OFFENCES),
        "source_type": "security_camera",
        "role_depicted": "person_of_interest",
        "purpose": "criminal_investigation",
        "depicted_sex": chance.choice(("female", "male", "unknown")),
        "depicted_age_band": chance.choice(("18_24", "25_44", "unknown")),
        "depicted_race": chance.choice(RACES),
        "exigent": chance.random() < 0.05,
    }
    yield events.RequestSubmitted(service="demo", actor_id="a", case_id=case, object_id=request, details=details)
    fate = chance.random()
    if fate < 0.15:
        if fate < 0.08:
            yield events.ApprovalRefused(object_id=request, case_id=case)
        return
    yield events.RequestApproved(object_id=request, case_id=case, details={"galleries": ["demo"]})
    if chance.random() < 0.1:
        yield events.ProbeRejected(case_id=case, details={"request_id": request, "unsuitable": True})
        return
    yield from _searched(chance, request)


def _searched(chance: Random, request: str) -> Iterator[Event]:
    mine = {"request_id": request}
    yield events.SearchCompleted(details={**mine, "returned": chance.randint(0, 3)})
    if chance.random() < 0.1:
        return
    selected = chance.random() < 0.6
    yield events.ExaminationLocked(object_id="e", details={**mine, "order": "first", "selected": selected})
    if chance.random() < 0.1:
        return
    yield events.VerificationLocked(object_id="e", details={**mine, "order": "verification"})
    if chance.random() < 0.2:
        yield events.ConflictOpened(details=mine)
        if chance.random() < 0.3:
            return
    lead = selected and chance.random() < 0.8
    yield events.LeadIssued(details={**mine, "lead": lead, "lead_id": f"lead-{request}"})
    if lead and chance.random() < 0.8:
        outcome = chance.choice(OUTCOMES)
        told = {**mine, "of": outcome, "charged": outcome == "charge_laid", "withdrawn": False}
        yield events.LeadFollowedUp(object_id=f"lead-{request}", details=told)
