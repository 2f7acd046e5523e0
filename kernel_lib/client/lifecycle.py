"""The routes of held pictures: facts come in, states are read, one method a route."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.lifecycle import (
    AgeAsked,
    ChaseList,
    CleanupAsked,
    CleanupStep,
    DeathAsked,
    ElectionAsked,
    FactPreviewAsked,
    FactsChanged,
    MarkAsked,
    OutcomeAsked,
    PersonStanding,
    RenumberAsked,
    RuleChangeAsked,
    RuleChangeTold,
    StandingView,
)


class Lifecycle:
    """What is known of held pictures, and why each is in its state (F-20 to F-48)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def record_outcome(self, asked: OutcomeAsked) -> FactsChanged:
        """Record how a charge ended."""
        return self._ask("POST", "/court-outcomes", FactsChanged, asked)

    def record_election(self, asked: ElectionAsked) -> FactsChanged:
        """Record how the Crown elected to proceed."""
        return self._ask("POST", "/elections", FactsChanged, asked)

    def record_age(self, asked: AgeAsked) -> FactsChanged:
        """Record the age at the offence."""
        return self._ask("POST", "/ages", FactsChanged, asked)

    def record_death(self, asked: DeathAsked) -> FactsChanged:
        """Record a person's death."""
        return self._ask("POST", "/deaths", FactsChanged, asked)

    def renumber(self, asked: RenumberAsked) -> FactsChanged:
        """Give somebody another service number."""
        return self._ask("POST", "/subject-numbers", FactsChanged, asked)

    def foresee_cleanup(self, asked: CleanupAsked) -> CleanupStep:
        """Return what a clean-up would do with some events that were taken over."""
        return self._ask("POST", "/cleanup/preview", CleanupStep, asked)

    def clean_up(self, asked: CleanupAsked) -> CleanupStep:
        """Classify some events that were taken over."""
        return self._ask("POST", "/cleanup", CleanupStep, asked)

    def place_mark(self, asked: MarkAsked) -> FactsChanged:
        """Lay a hold, a seal or a withdrawal on pictures."""
        return self._ask("POST", "/standing-marks", FactsChanged, asked)

    def lift_mark(self, mark_id: str) -> FactsChanged:
        """End a hold, a seal or a withdrawal."""
        return self._ask("POST", f"/standing-marks/{quote(mark_id, safe='')}/lifting", FactsChanged)

    def preview(self, asked: FactPreviewAsked) -> FactsChanged:
        """Return what an act would change, in numbers, without doing it."""
        return self._ask("POST", "/held-facts/preview", FactsChanged, asked)

    def try_clock(self, asked: RuleChangeAsked) -> RuleChangeTold:
        """Return what another length of a clock would do, in numbers, without changing anything."""
        return self._ask("POST", "/rule-changes/preview", RuleChangeTold, asked)

    def person(self, subject_number: str) -> PersonStanding:
        """Return why each picture of a person is in its state."""
        return self._ask("GET", f"/people/{quote(subject_number, safe='')}/standing", PersonStanding)

    def picture(self, picture_id: str) -> StandingView:
        """Return why one picture is in its state."""
        return self._ask("GET", f"/gallery-pictures/{quote(picture_id, safe='')}/standing", StandingView)

    def chase_list(self, waits_for: str = "all") -> ChaseList:
        """Return what somebody must bring for pictures of this service."""
        return self._ask("GET", f"/chase-list/{quote(waits_for, safe='')}", ChaseList)
