"""A small simulated year: whole, the same for the same seed, marked for good, and fit to be opened and signed in to."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audits.segments import Entry, read
from audits.verify import verify
from gallery.service.app import create_app
from gallery.service.parts import Parts
from gallery.service.wiring import open_parts
from gallery.simulated.folder import MARKER, simulation_of
from gallery.simulation.inside import inside
from gallery.simulation.year import Simulated, simulate
from kernel_lib.client import Client
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings


@pytest.fixture
def copied(simulated_small: Simulated, tmp_path: Path) -> Settings:
    """A copy of the folder for one test."""
    shutil.copytree(simulated_small.settings.data_dir, tmp_path / "data")
    return replace(simulated_small.settings, data_dir=tmp_path / "data")


@pytest.fixture
def opened(copied: Settings) -> Iterator[Parts]:
    """The service over the copy, as `leadbook service` opens it."""
    parts = open_parts(copied)
    yield parts
    parts.close()


def _told(settings: Settings) -> list[Entry]:
    return list(read(settings.audit_dir))


def test_the_log_of_the_year_is_whole(simulated_small: Simulated) -> None:
    """Its size and root are those that were told."""
    verdict = verify(simulated_small.settings.audit_dir)

    assert verdict.whole
    assert (verdict.events, verdict.root) == (simulated_small.events, simulated_small.root)


def test_the_same_seed_tells_the_same(simulated_small: Simulated, tmp_path: Path) -> None:
    """Entry by entry, by hash; all but the last one, with which the shorter year ends."""
    settings = Settings(tmp_path / "again", tmp_path / "cache")

    again = simulate(settings, 2026, 7, 40, lambda _: None, last=date(2026, 1, 20))

    hashes = [entry.hash for entry in _told(settings)]
    assert hashes[:-1] == [entry.hash for entry in _told(simulated_small.settings)][: again.events - 1]
    assert again.events > 300


def test_the_folder_is_marked(simulated_small: Simulated) -> None:
    """With the year, the seed and how many people."""
    marked = simulation_of(simulated_small.settings.data_dir)

    assert marked is not None
    assert (marked.year, marked.seed, marked.people) == (2026, 7, 40)


def test_nothing_is_simulated_into_a_folder_that_holds_something(simulated_small: Simulated) -> None:
    """A year is made in a place of its own."""
    with pytest.raises(SettingsError, match="empty or absent"):
        simulate(simulated_small.settings, 2026, 8, 40, lambda _: None)


def test_people_sign_in_and_are_told_that_everything_is_simulated(simulated_small: Simulated, opened: Parts) -> None:
    """With the passwords that were told once, after the year is over by the service's clock."""
    name = "halton.investigator1"
    with inside(create_app(opened)) as way, Client(Path("none"), transport=way) as nobody:
        granted = nobody.sign_in(name, simulated_small.passwords[name])
        with Client(Path("none"), granted.session, way) as client:
            status, requests = client.status(), client.requests.list()

    assert status.simulated
    assert requests
    assert opened.ledger.now().date() > date(2026, 12, 30)


def test_a_simulated_folder_is_never_one_for_casework(copied: Settings) -> None:
    """An installation that is declared as released does not open it."""
    with pytest.raises(SettingsError, match="simulated"):
        open_parts(replace(copied, release=True))


def test_the_mark_cannot_be_taken_away(copied: Settings) -> None:
    """Without it the folder is not opened as that of a service."""
    (copied.data_dir / MARKER).unlink()

    with pytest.raises(SettingsError, match="put it back"):
        open_parts(copied)
