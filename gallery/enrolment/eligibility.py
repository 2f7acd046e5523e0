"""May this picture be searched? A pure function of dated rule and inputs; both are kept with the answer (F-20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gallery.rules.enrolment import EligibilityRule
from kernel_lib.vocabulary import EligibilityState


@dataclass(frozen=True)
class Inputs:
    """What the rule looks at: when the charge was laid, and whether the event is a demonstration's."""

    charged_on: date
    demonstration: bool

    def kept(self) -> dict[str, str | bool]:
        """Return the inputs as they are kept with the state."""
        return {"charged_on": self.charged_on.isoformat(), "demonstration": self.demonstration}

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> "Inputs":
        """Read inputs that were kept with a state."""
        return cls(date.fromisoformat(str(kept["charged_on"])), bool(kept["demonstration"]))


@dataclass(frozen=True)
class Computed:
    """A state, the rule that gave it, and the last day on which it may be relied on without looking again."""

    state: EligibilityState
    rule: str
    rule_version: str
    next_review: date


def compute(rule: EligibilityRule, inputs: Inputs, today: date) -> Computed:
    """Return the state of a picture whose record is complete.

    The plain default: eligible from the charge until `years_after_charge` have passed, then ineligible. It is reviewed
    after `review_days`, or on its last eligible day when that comes first.
    """
    review = today + timedelta(days=rule.review_days)
    if inputs.demonstration and rule.demonstration_always:
        return Computed(EligibilityState.ELIGIBLE, rule.rule, rule.version, review)
    last = _years_later(inputs.charged_on, rule.years_after_charge)
    if inputs.charged_on <= today <= last:
        return Computed(EligibilityState.ELIGIBLE, rule.rule, rule.version, min(review, last))
    return Computed(EligibilityState.INELIGIBLE, rule.rule, rule.version, review)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # The 29th of February has its anniversary on the 28th.
        return day.replace(year=day.year + years, day=28)
