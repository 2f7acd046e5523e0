"""What the log tells of young people's records on a list: how many pictures, by which rules, until when (F-42)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from audits.event import LIST_LIMIT, Detail
from gallery.records.gallery import current_eligibilities
from gallery.records.searches import Candidate
from gallery.rules.eligibility import EligibilityRules


def youth_told(connection: Connection, rules: EligibilityRules, found: Iterable[Candidate]) -> dict[str, Detail]:
    """Return counts, rules and days for the pictures listed whose booking holds an offence of a young person (F-40).

    `youth_until` are the days on which their states are looked at again, which end with the access period. No detail
    says who was listed, or at which place.
    """
    ids = [picture.picture_id for each in found if each.listed for picture in each.pictures]
    states = current_eligibilities(connection, ids).values()
    youth = [each for each in states if _is_youth(each.inputs, rules)]
    if not youth:
        return {"youth_returned": 0}
    return {
        "youth_returned": len(youth),
        "youth_rules": sorted({each.rule for each in youth})[:LIST_LIMIT],
        "youth_until": sorted({each.next_review.isoformat() for each in youth})[:LIST_LIMIT],
    }


# Private


def _is_youth(inputs: Mapping[str, Any], rules: EligibilityRules) -> bool:
    ages = (charge.get("age") for charge in inputs.get("charges", ()))
    return any(age is not None and rules.youth.youngest <= age <= rules.youth.oldest for age in ages)
