"""A run of destruction is certified a page of its lines at a time; what a page comes to waits for no other page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gallery.records.destructions import Line
from kernel_lib.vocabulary import Role
from tests.gallery.house import House
from tests.gallery.lifecycle.many import RULE, fill

MANY = 7
CLERK, OFFICER = Role.RECORDS_CLERK, Role.COMPLIANCE


@dataclass(frozen=True)
class _Looking:
    """A store that holds nothing, and tells of each page at which it is looked at again."""

    look: Callable[[Sequence[Line]], frozenset[str]]
    name: str = "a store"

    def remove(self, lines: Sequence[Line]) -> None:
        """Do nothing."""

    def left(self, lines: Sequence[Line]) -> frozenset[str]:
        """Tell of the page."""
        return self.look(lines)


def _released(house: House, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("gallery.lifecycle.works._PAGE", 2)
    fill(house, MANY, MANY)
    clerk, _ = house.somebody(CLERK), house.somebody(OFFICER)
    house.parts.works.start = lambda: None  # type: ignore[method-assign]  # nothing runs but what this test asks for
    run_id: str = house.ask("POST", "/destruction-runs", clerk, json={"rule": RULE}).json()["id"]
    _release(house, run_id)
    return run_id


def _release(house: House, run_id: str) -> None:
    for person in (CLERK.value, OFFICER.value):
        house.ask("GET", f"/destruction-runs/{run_id}/sample", person)
        assert house.ask("POST", f"/destruction-runs/{run_id}/release", person).is_success


def _looked_at(house: House, look: Callable[[Sequence[Line]], frozenset[str]]) -> None:
    works = house.parts.works
    works.stores = replace(works.stores, others=(*works.stores.others, _Looking(look)))


@pytest.mark.proves("F-33")
def test_a_line_that_fails_keeps_no_other_page_waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of seven lines in four pages one is still held: six have certificates; tried again, the last has one too."""
    run_id = _released(house, monkeypatch)
    pages: list[int] = []

    def third_page_fails_once(lines: Sequence[Line]) -> frozenset[str]:
        pages.append(len(lines))
        return frozenset({lines[0].lineage_id}) if len(pages) == 3 else frozenset()

    _looked_at(house, third_page_fails_once)
    first = house.parts.works.carry_on()
    failed = house.ask("GET", f"/destruction-runs/{run_id}", CLERK.value).json()
    house.ask("POST", f"/destruction-runs/{run_id}/second-try", CLERK.value)
    _release(house, run_id)
    second = house.parts.works.carry_on()
    done = house.ask("GET", f"/destruction-runs/{run_id}", CLERK.value).json()

    assert (pages, first, second) == ([2, 2, 2, 1, 1], MANY - 1, 1)
    assert (failed["state"], failed["counts"], failed["stores"]) == (
        "finished",
        {"done": MANY - 1, "failed": 1},
        {"a store": 1},
    )
    assert (done["state"], done["counts"], done["stores"]) == ("finished", {"done": MANY}, {})


@pytest.mark.proves("F-33")
def test_a_service_that_ends_lets_one_page_end_and_the_next_start_takes_up_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has its certificate keeps it; the run is finished only when the last page is."""
    house = House(tmp_path)
    run_id = _released(house, monkeypatch)
    over = house.parts.works._over

    def end(lines: Sequence[Line]) -> frozenset[str]:
        over.set()
        return frozenset()

    _looked_at(house, end)
    before = house.parts.works.carry_on()
    house.close()
    house.open()
    between = house.ask("GET", f"/destruction-runs/{run_id}", CLERK.value).json()
    after = house.parts.works.carry_on()
    done = house.ask("GET", f"/destruction-runs/{run_id}", CLERK.value).json()
    house.close()

    assert (before, between["state"], between["counts"]) == (2, "released", {"done": 2, "removed": MANY - 2})
    assert (after, done["state"], done["counts"]) == (MANY - 2, "finished", {"done": MANY})
