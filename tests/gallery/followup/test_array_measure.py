"""Which pictures of an array stand out and which are near-twins, by the real model on real photographs."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest

from gallery.casework.means import Casework
from gallery.demonstration.photographs import Photographs
from gallery.followup.array_measure import Alike, demand_fair, kept, vector_of
from gallery.rules import Rules
from kernel_lib.errors import Unacceptable
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings

RULES = Rules.load().follow_up
PEOPLE = ("D-0001-1.jpg", "D-0002-1.jpg", "D-0003-1.jpg", "D-0004-1.jpg", "D-0005-1.png", "D-0006-1.jpg")


@dataclass(frozen=True)
class _Faces:
    """The one part of casework that measuring uses."""

    faces: FaceEngine


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    """Templates of six people, and a second photograph of the first."""
    settings = Settings.from_env()
    casework = cast("Casework", _Faces(FaceEngine.open(settings.models_dir)))
    listed = Photographs.listed()
    files = (*PEOPLE, "D-0001-2.jpg")
    return {file: vector_of(casework, listed.named(file).read(settings.photographs_dir)) for file in files}


@pytest.mark.proves("E-07", "W-17")
def test_another_photograph_of_the_person_is_a_near_twin(vectors: dict[str, Any]) -> None:
    """And no two different people of the demonstration are."""
    others = [vectors[file] for file in PEOPLE[1:]]

    found = Alike.of([vectors["D-0001-1.jpg"], *others, vectors["D-0001-2.jpg"]])

    assert found.twins(RULES.lineup) == ((0, 6),)
    with pytest.raises(Unacceptable, match=r"Near-twins of the person: 6; of each other: none\."):
        demand_fair(found, RULES.lineup)


@pytest.mark.proves("E-07", "W-17")
def test_a_real_stranger_who_is_too_unlike_stands_out(vectors: dict[str, Any]) -> None:
    """Whoever the model finds less like the person than the bound is named by place; the others are not."""
    person, others = vectors[PEOPLE[0]], [vectors[file] for file in PEOPLE[1:]]
    expected = {place for place, each in enumerate(others, start=1) if float(each @ person) < RULES.lineup.odd_below}

    odd = Alike.of([person, *others]).odd(RULES.lineup)

    assert set(odd) == expected
    assert 0 < len(expected) < len(others)


def test_what_is_kept_of_a_measurement_holds_no_template(vectors: dict[str, Any]) -> None:
    """Rule, bounds, model and a square table of similarities with ones on its diagonal."""
    told = kept(Alike.of([vectors[file] for file in PEOPLE]), RULES, "model@hash")

    assert np.diagonal(np.array(told["similarities"])).tolist() == pytest.approx([1.0] * 6, abs=1e-3)
    assert np.shape(told["similarities"]) == (6, 6)
    assert set(told) == {
        "rules_version", "rules_sha256", "min_fillers", "odd_below", "twin_from", "bounds_source", "model_id",
        "similarities",
    }  # fmt: skip
