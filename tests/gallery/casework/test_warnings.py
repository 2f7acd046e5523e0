"""After the lock: look-alikes, and pictures taken years apart (C-07, C-08)."""

from datetime import date

import numpy as np
import pytest

from tests.gallery.casework.bench import Bench, probe_vector
from tests.gallery.fakes import NOON


@pytest.mark.proves("C-08")
def test_two_people_about_equally_similar_are_told_after_the_lock(bench: Bench) -> None:
    """A synthetic sibling of the most similar subject; before the lock nothing hints at it."""
    sibling = 0.6 * probe_vector()
    sibling[25] = np.sqrt(1 - 0.6**2)
    bench.add_reference("SIBLING", sibling)
    view = bench.opened()
    letters = sorted((bench.letter_of(view, "S-001"), bench.letter_of(view, "SIBLING")))

    locked = bench.conclude("examiner1", view, "S-001")

    assert view.warnings == ()
    assert any(f"Candidates {' and '.join(letters)} are different people" in each for each in locked.warnings)


@pytest.mark.proves("C-08")
def test_candidates_apart_by_more_than_the_margin_are_not_told(bench: Bench) -> None:
    """0.62 and 0.41 are apart; 0.35 and 0.31 are within the margin of the rules."""
    view = bench.opened()
    first = bench.letter_of(view, "S-001")

    locked = bench.conclude("examiner1", view, None)

    assert not any(first in each.split(" are ")[0].split() for each in locked.warnings if "look-alikes" in each)


@pytest.mark.proves("C-07")
def test_years_between_the_pictures_are_told_above_the_configured_years(bench: Bench) -> None:
    """A picture of 2013 is told, one of this year is not; every date is shown, newest first."""
    old = 0.5 * probe_vector()
    old[25] = np.sqrt(1 - 0.5**2)
    bench.add_reference("OLD", old, captured_on=date(2013, 1, 1))
    bench.add_reference("OLD", old, captured_on=date(2010, 1, 1))
    recent = 0.55 * probe_vector()
    recent[26] = np.sqrt(1 - 0.55**2)
    bench.add_reference("RECENT", recent, captured_on=NOON.date())
    view = bench.opened()
    letters = {name: bench.letter_of(view, name) for name in ("OLD", "RECENT")}

    locked = bench.conclude("examiner1", view, "OLD")

    banners = [each for each in locked.warnings if "years away" in each]
    assert any(each.startswith(f"Candidate {letters['OLD']}: ") for each in banners)
    assert not any(each.startswith(f"Candidate {letters['RECENT']}: ") for each in banners)
    told = next(each for each in locked.revealed if each.letter == letters["OLD"])
    assert told.captured_on == (date(2013, 1, 1), date(2010, 1, 1))
    assert view.warnings == ()
