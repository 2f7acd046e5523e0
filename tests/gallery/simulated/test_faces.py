"""The simulated engine: people resemble themselves, families a little, and it runs in a marked folder only."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from gallery.simulated.drawing import Drawn, tile
from gallery.simulated.faces import FAMILY, simulated_faces
from gallery.simulated.folder import MARKER, Simulation, demand_its_own, mark, simulation_of
from kernel_lib.errors import SettingsError, WeightsRefused
from kernel_lib.faces.encoding import Template, similarity
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode

MADE = Simulation(2026, 7, 40, datetime(2026, 11, 24, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def engine(tmp_path: Path) -> FaceEngine:
    """The engine of a marked folder."""
    mark(tmp_path, MADE)
    return simulated_faces(tmp_path)


def _template(engine: FaceEngine, drawn: Drawn) -> Template:
    picture = decode(tile(drawn))
    (face,) = engine.detect(picture)
    return engine.encode(picture, face)


def test_pictures_of_one_person_are_alike(engine: FaceEngine) -> None:
    """More than those of a family, which are more alike than those of strangers."""
    first = _template(engine, Drawn(FAMILY + 1, 1, 10))

    own = similarity(first, _template(engine, Drawn(FAMILY + 1, 2, 60)))
    family = np.mean([similarity(first, _template(engine, Drawn(FAMILY + place, 1))) for place in range(2, 12)])
    strangers = np.mean([similarity(first, _template(engine, Drawn(FAMILY * place, 1))) for place in range(2, 12)])

    assert own > 0.6 > 0.35 > family > 0.15 > strangers


def test_two_tiles_are_two_faces_and_a_blank_is_none(engine: FaceEngine) -> None:
    """Side by side, from left to right."""
    left, right = (decode(tile(Drawn(number))) for number in (1, 2))
    both = np.hstack([left.pixels, right.pixels])

    assert [face.index for face in engine._detector.detect(both)] == [0, 1]
    assert engine._detector.detect(np.full_like(both, 90)) == ()


def test_it_runs_in_no_other_folder(tmp_path: Path) -> None:
    """A folder without the mark is refused."""
    with pytest.raises(WeightsRefused, match=MARKER):
        simulated_faces(tmp_path)


def test_a_folder_that_holds_something_is_never_marked(tmp_path: Path) -> None:
    """Nor is a mark that cannot be read passed over."""
    (tmp_path / MARKER).write_text("{}")

    with pytest.raises(SettingsError, match="empty"):
        mark(tmp_path, MADE)
    with pytest.raises(SettingsError, match="cannot be read"):
        simulation_of(tmp_path)


def test_a_mark_beside_pictures_of_people_is_refused() -> None:
    """Templates of a real model and the mark exclude each other."""
    demand_its_own(None, {"sface@1"})
    demand_its_own(MADE, {"simulated-faces@1"})
    with pytest.raises(SettingsError, match="take it out"):
        demand_its_own(MADE, {"sface@1"})


def test_its_clock_never_shows_the_simulated_time_again() -> None:
    """It goes on from the end of the year at the pace of the real one; a year that has long passed changes nothing."""
    goes_on = MADE.clock(lambda: datetime(2026, 11, 25, tzinfo=UTC))
    past = replace(MADE, until=datetime(2020, 1, 1, tzinfo=UTC)).clock(lambda: datetime(2030, 1, 1, tzinfo=UTC))

    assert goes_on() == datetime(2027, 1, 2, tzinfo=UTC)
    assert past() == datetime(2030, 1, 1, tzinfo=UTC)
