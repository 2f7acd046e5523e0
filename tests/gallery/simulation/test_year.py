"""A small simulated year: whole, true to the rules, and marked for good."""

import pytest

from audits.verify import verify
from gallery.simulated.folder import simulation_of
from gallery.simulation.year import Simulated, simulate
from kernel_lib.errors import SettingsError


def test_the_log_of_the_year_is_whole(simulated_small: Simulated) -> None:
    """Its size and root are those that were told."""
    verdict = verify(simulated_small.settings.audit_dir)

    assert verdict.whole
    assert (verdict.events, verdict.root) == (simulated_small.events, simulated_small.root)


def test_the_folder_is_marked(simulated_small: Simulated) -> None:
    """With the year, the seed and how many people."""
    marked = simulation_of(simulated_small.settings.data_dir)

    assert marked is not None
    assert (marked.year, marked.seed, marked.people) == (2026, 7, 60)


def test_nothing_is_simulated_into_a_folder_that_holds_something(simulated_small: Simulated) -> None:
    """A year is made in a place of its own."""
    with pytest.raises(SettingsError, match="empty or absent"):
        simulate(simulated_small.settings, 2026, 8, 60, lambda _: None)
