"""The stricter of two services' limits is a lattice: nothing is ever allowed that one of them does not allow (G-03)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gallery.rules import Rules
from gallery.rules.sharing import Limits, ServiceLimits, strictest

NAMES = some.frozensets(some.sampled_from(("robbery", "murder", "arson", "assault")))
LIMITS = some.builds(
    Limits,
    offences=NAMES,
    purposes=NAMES,
    youth=some.booleans(),
    longest=some.integers(2, 50),
    min_score=some.floats(0.01, 0.99),
)


@pytest.mark.proves("G-03")
@given(LIMITS, LIMITS, LIMITS)
def test_the_order_of_services_never_matters_and_none_is_exceeded(one: Limits, two: Limits, three: Limits) -> None:
    """Commutative, associative, idempotent; the meet lies within each and is the widest that does."""
    both = one.meet(two)

    assert both == two.meet(one)
    assert both.meet(three) == one.meet(two.meet(three)) == strictest([three, one, two])
    assert one.meet(one) == one
    assert both.within(one)
    assert both.within(two)
    assert not (three.within(one) and three.within(two)) or three.within(both)


@pytest.mark.proves("G-03")
def test_a_service_can_only_be_stricter_than_the_rules_of_all() -> None:
    """A longer list or a lower threshold in its own limits changes nothing."""
    rules = Rules.load()
    lax = ServiceLimits("york", max_candidates=50, min_score=0.01)
    held = replace(rules.sharing, services={"york": lax})

    whole = held.limits_of("york", rules.casework, youth=True)

    assert whole.longest == rules.casework.search.max_candidates
    assert whole.min_score == rules.casework.search.min_score
    assert whole.within(held.limits_of("halton", rules.casework, youth=True))
