"""Breaches of privacy, for compliance (M-06)."""

from typing import Annotated

from fastapi import APIRouter, Response

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.breach import (
    BreachAssessment,
    BreachClosing,
    BreachContainment,
    BreachesView,
    BreachNotice,
    BreachOffered,
    BreachView,
)

router = APIRouter(prefix="/breaches")

Handles = Annotated[Person, permitted("breach_handled")]


@router.get("")
def listed(person: Handles, parts: PartsNow) -> BreachesView:
    """Show every breach, the counts by year, and what is asked."""
    return parts.breaches.listed(person)


@router.post("")
def open_by_hand(offered: BreachOffered, person: Handles, parts: PartsNow) -> BreachView:
    """Open a breach."""
    return parts.breaches.open(person, offered)


@router.post("/{breach_id}/containment")
def contain(breach_id: str, given: BreachContainment, person: Handles, parts: PartsNow) -> BreachView:
    """Record what was done so that it cannot go on."""
    return parts.breaches.contain(person, breach_id, given)


@router.post("/{breach_id}/assessment")
def assess(breach_id: str, given: BreachAssessment, person: Handles, parts: PartsNow) -> BreachView:
    """Record whether there is a real risk of significant harm."""
    return parts.breaches.assess(person, breach_id, given)


@router.post("/{breach_id}/notices")
def notify(breach_id: str, given: BreachNotice, person: Handles, parts: PartsNow) -> BreachView:
    """Record who was told."""
    return parts.breaches.notify(person, breach_id, given)


@router.post("/{breach_id}/closing")
def close(breach_id: str, given: BreachClosing, person: Handles, parts: PartsNow) -> BreachView:
    """Close a breach."""
    return parts.breaches.close(person, breach_id, given)


@router.get("/{breach_id}/letters/{kind}/{language}")
def letter(breach_id: str, kind: str, language: str, person: Handles, parts: PartsNow) -> Response:
    """Make a letter: to the commissioner, or to a person."""
    return Response(parts.breaches.letter(person, breach_id, kind, language), media_type="application/pdf")
