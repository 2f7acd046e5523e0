"""What was recorded about a lead, sorted by kind; adding to it is follow-up, and moves the lead's last day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.ledger import Act
from gallery.records.follow_up import LeadFact, add_fact, facts_of
from gallery.records.ids import new_id
from gallery.records.leads import Lead, change_lead
from gallery.rules.follow_up import Choices, FollowUpChoice
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.follow_up import CircumstancesGiven


class FactKind(StrEnum):
    """Kinds of records about a lead."""

    CORROBORATION = "corroboration"
    CHECK = "check"
    CIRCUMSTANCES = "circumstances"
    STOP_ANSWER = "stop_answer"
    RELIANCE = "reliance"
    REVIEW = "review"
    LINEUP = "lineup"
    ARRAY = "array"
    PARAGRAPH = "paragraph"
    EDITED = "edited"
    STEP = "step"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Facts:
    """Everything recorded about one lead, oldest first."""

    all: tuple[LeadFact, ...]

    @classmethod
    def of(cls, connection: Connection, lead_id: str) -> "Facts":
        """Read them."""
        return cls(facts_of(connection, lead_id))

    def every(self, kind: FactKind) -> tuple[LeadFact, ...]:
        """Return all of a kind."""
        return tuple(each for each in self.all if each.kind == kind)

    def newest(self, kind: FactKind) -> LeadFact | None:
        """Return the one of a kind that counts, or None."""
        return next(reversed(self.every(kind)), None)

    def checks(self) -> Mapping[str, LeadFact]:
        """Return the newest answer to each check."""
        return {str(each.body["check"]): each for each in self.every(FactKind.CHECK)}

    @property
    def circumstances(self) -> CircumstancesGiven | None:
        """The newest circumstances."""
        held = self.newest(FactKind.CIRCUMSTANCES)
        return CircumstancesGiven.model_validate(held.body) if held else None

    def stop_answer(self, flags: tuple[str, ...]) -> str:
        """Return the reason given for going on past exactly these flags, or nothing (E-10)."""
        for each in reversed(self.every(FactKind.STOP_ANSWER)):
            if tuple(each.body["flags"]) == flags:
                return str(each.body["reason"])
        return ""


def keep(act: Act, person: Person, lead: Lead, kind: FactKind, body: Mapping[str, Any]) -> LeadFact:
    """Add a record about a lead; its entry names the kind and the lead."""
    fact = LeadFact(new_id(), lead.id, kind.value, body, person.account_id, act.now)
    add_fact(act.connection, fact)
    act.note(kind=kind.value)
    return fact


def followed(act: Act, casework: Casework, lead: Lead) -> None:
    """Count an act as follow-up: the days of the lead begin anew (E-11)."""
    until = act.now + timedelta(days=casework.rules.casework.lead.valid_days)
    change_lead(act.connection, lead.id, expires_at=until)
    act.note(valid_until=until.date().isoformat())


def chosen(choices: Choices, given: str, field: str, rule: str) -> FollowUpChoice:
    """Return a choice of a list. Raises Unacceptable for any other."""
    if given not in choices:
        message = f"Choose one of the list: {', '.join(each.title for each in choices.values())}."
        raise Unacceptable(rule, message, "The list is fixed by the rules in force.", fields={field: message})
    return choices[given]


def demand_words(text: str, least: int, field: str, rule: str) -> None:
    """Do nothing when something was written. Raises Unacceptable when it is shorter than `least` characters."""
    if len(text) < least:
        message = f"Write at least {least} characters: what, where from, and by whom."
        raise Unacceptable(rule, message, "Nothing was recorded.", fields={field: message})


def demand_past(day: date, act: Act, field: str, rule: str) -> None:
    """Do nothing for a day that has come. Raises Unacceptable for one to come, but a day for time zones."""
    if day > act.now.date() + timedelta(days=1):
        message = "This day has not come yet."
        raise Unacceptable(rule, message, "Give the day on which it happened.", fields={field: message})
