"""One log of a hundred thousand innocent entries and every planted case, and the snapshot that is made of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audits.analytics import ask, build
from tests.audits.questions import planted_control, planted_gallery, planted_leads, planted_requests, planted_reviews
from tests.audits.questions.world import World, grown, last_entry

Asked = Callable[..., list[tuple[Any, ...]]]
PLANTED = (planted_requests, planted_reviews, planted_leads, planted_gallery, planted_control)


@pytest.fixture(scope="session")
def world() -> World:
    """Innocent entries from a seed, and those of every case."""
    made = World()
    made.innocent()
    for each in PLANTED:
        each.plant(made)
    last_entry(made)
    return made


@pytest.fixture(scope="session")
def planted(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of that log, made in the ordinary way."""
    folder = tmp_path_factory.mktemp("planted")
    grown(world, folder / "audit")
    build(folder / "audit", folder / "analytics" / "log.duckdb")
    return folder / "analytics" / "log.duckdb"


@pytest.fixture(scope="session")
def asked(planted: Path) -> Asked:
    """Ask a question and return the columns named of its whole answer."""

    def answer(name: str, *columns: str, **parameters: Any) -> list[tuple[Any, ...]]:
        given = ask(planted, name, parameters)
        assert given.complete
        places = [given.columns.index(column) for column in columns]
        return [tuple(row[place] for place in places) for row in given.rows]

    return answer
