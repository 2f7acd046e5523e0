"""Charges that an election took out of the Identification of Criminals Act, ss. 4 and 5 (F-25).

A charge that is dealt with as a contravention or by a ticket is no ground for a photograph any more, whatever became of
it. What that means for the picture depends on the other charges of its event (F-27).
"""

from dataclasses import replace

from gallery.eligibility.facts import ChargeFacts, Facts
from gallery.rules.eligibility import EligibilityRules
from kernel_lib.vocabulary import Election

_RULES = {
    Election.CONTRAVENTION: "F-25.attorney_general_election",
    Election.CANNABIS_TICKET: "F-25.cannabis_election",
}


def is_set_aside(charge: ChargeFacts) -> bool:
    """Say whether an election ended the ground for a photograph that the charge was."""
    return charge.election in _RULES


def mandatory_rule(facts: Facts, rules: EligibilityRules) -> str:
    """Return the rule by which the picture must be destroyed, empty while another charge allows it to be held.

    Destruction cannot be undone: of a charge whose kind is not on file, nobody says that it allows no photograph.
    """
    demanded = [_RULES[each.election] for each in facts.charges if each.election in _RULES]
    if not demanded:
        return ""
    held = any(not is_set_aside(each) and rules.may_allow_photograph(each.offence) for each in facts.charges)
    return "" if held else min(demanded)


def left_over(facts: Facts) -> Facts:
    """Return the facts without the charges that an election set aside, here and at the person's other events."""
    if not any(map(is_set_aside, facts.charges)) and not any(map(is_set_aside, facts.elsewhere)):
        return facts
    return replace(
        facts,
        charges=tuple(each for each in facts.charges if not is_set_aside(each)),
        elsewhere=tuple(each for each in facts.elsewhere if not is_set_aside(each)),
    )
