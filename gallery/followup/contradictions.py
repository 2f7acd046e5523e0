"""Facts that speak against a person having been there: custody, death, age. A flag stops until a person answers it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from gallery.followup.facts import Facts
from gallery.records.gallery import pictures_of, subject_by_id
from gallery.records.leads import Lead
from gallery.records.searches import candidate_by_id
from kernel_lib.errors import WrongState
from kernel_lib.wire.follow_up import CircumstancesGiven

YEAR_UNCERTAIN = 1
"""A year of birth without its day leaves the age open by one year."""


def open_flags(connection: Connection, lead: Lead, facts: Facts) -> tuple[str, ...]:
    """Return every contradiction between what is recorded on the lead, what the gallery holds, and the offence."""
    told = facts.circumstances
    if told is None:
        return ()
    subject_id = candidate_by_id(connection, lead.candidate_id).subject_id
    subject = subject_by_id(connection, subject_id)
    booked = (each.captured_on for each in pictures_of(connection, subject_id))
    return flags(told, subject.birth_year if subject else None, booked)


def flags(told: CircumstancesGiven, birth_year: int | None, booked: Iterable[date]) -> tuple[str, ...]:
    """Return the contradictions in words, in a fixed order (E-10, W-16)."""
    found = []
    if _in_custody(told):
        found.append("Recorded as in custody on the day of the offence.")
    if told.offence_on in set(booked):
        found.append("A booking picture was taken on the day of the offence: check custody at that hour.")
    if told.died_on and told.died_on < told.offence_on:
        found.append("Recorded as dead before the day of the offence.")
    if birth_year is not None and not _age_fits(told, told.offence_on.year - birth_year):
        found.append("The age by the gallery's year of birth is outside the ages that witnesses told.")
    return tuple(found)


def demand_no_open_flag(connection: Connection, lead: Lead, facts: Facts) -> None:
    """Do nothing when nothing contradicts the lead, or a person gave the reason. Raises WrongState (E-10)."""
    raised = open_flags(connection, lead, facts)
    if raised and not facts.stop_answer(raised):
        raise WrongState("E-10", f"Stopped: {' '.join(raised)}", "An approver must answer this with a written reason.")


def _in_custody(told: CircumstancesGiven) -> bool:
    if told.custody_from is None and told.custody_to is None:
        return False
    since, until = told.custody_from or date.min, told.custody_to or date.max
    return since <= told.offence_on <= until


def _age_fits(told: CircumstancesGiven, age: int) -> bool:
    low = -1 if told.told_age_from is None else told.told_age_from
    high = 200 if told.told_age_to is None else told.told_age_to
    return low <= age + YEAR_UNCERTAIN and age - YEAR_UNCERTAIN <= high
