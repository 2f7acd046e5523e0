"""A lead on paper or as a file."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from gallery.casework import lead
from gallery.followup import copies, view
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import CopyKind
from kernel_lib.wire.follow_up import CopyAsked, CopyMade, LeadDocument
from tests.gallery.casework.bench import Bench

PRINT, FILE = CopyAsked(kind=CopyKind.PRINT), CopyAsked(kind=CopyKind.FILE)


def _copy(bench: Bench, lead_id: str, asked: CopyAsked = FILE) -> CopyMade:
    return copies.make(bench.casework, bench["investigator"], lead_id, asked)


def _document(bench: Bench, lead_id: str) -> LeadDocument:
    document = _copy(bench, lead_id).document
    assert document is not None
    return document


@pytest.mark.proves("C-11")
@pytest.mark.parametrize("asked", [PRINT, FILE], ids=["print", "file"])
def test_a_copy_is_in_the_log_before_it_leaves_and_carries_its_mark(
    bench: Bench, lead_id: str, asked: CopyAsked
) -> None:
    """User, time, search number and the standing words."""
    made = _copy(bench, lead_id, asked)

    for part in ("Investigative lead only", "investigator", "2026-11-24 12:00 UTC", "search ", "request "):
        assert part in made.mark
    entry = bench.log.entries[-1]
    assert (entry.event.act, entry.sequence) == ("exported", made.sequence)
    assert entry.event.details["kind"] == f"lead_{asked.kind}"
    assert str(entry.event.details["search_id"]) in made.mark
    assert [each.kind for each in view.get(bench.casework, bench["investigator"], lead_id).copies] == [asked.kind]


@pytest.mark.proves("C-11")
def test_no_copy_leaves_when_the_log_cannot_be_written(bench: Bench, lead_id: str) -> None:
    """Neither mark nor file."""
    bench.log.writable = False

    with pytest.raises(Exception, match="log"):
        _copy(bench, lead_id)


@pytest.mark.proves("E-04", "C-11")
def test_nothing_is_copied_before_the_limits_are_acknowledged(bench: Bench) -> None:
    """A file would be a way round them."""
    with pytest.raises(WrongState):
        _copy(bench, bench.lead())


@pytest.mark.proves("E-01", "E-02")
def test_the_file_says_for_machines_what_a_lead_is_not_and_holds_every_field(bench: Bench, lead_id: str) -> None:
    """Flags and limits; N, T, L, returned, quality, dates, gap, conclusions, disagreement, model, error rates."""
    held = json.loads(_document(bench, lead_id).model_dump_json())

    assert (held["investigative_lead_only"], held["identification"], held["ground_on_its_own"]) == (True, False, False)
    assert any("not an identification" in each for each in held["limits"])
    (person,) = held["persons"]
    assert {name for name, value in person["facts"] if value} >= {
        "Pictures in the gallery",
        "Similarity threshold",
        "Longest list",
        "Candidates returned",
        "Model",
        "Probe quality",
        "Examiners who differed",
        "Known error rates",
    }
    assert person["captured_on"]
    assert person["age_gap_years"] is not None
    assert len(person["conclusions"]) == 2


@pytest.mark.proves("E-01", "E-03")
@pytest.mark.parametrize(
    "changed",
    [
        {"investigative_lead_only": False},
        {"identification": True},
        {"ground_on_its_own": True},
        {"standing": ""},
        {"limits": []},
        {"mark": ""},
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_file_without_its_warnings_cannot_be_made(bench: Bench, lead_id: str, changed: dict[str, Any]) -> None:
    """The message itself refuses them."""
    held = json.loads(_document(bench, lead_id).model_dump_json())

    with pytest.raises(ValidationError):
        LeadDocument.model_validate({**held, **changed})


@pytest.mark.proves("E-03")
@pytest.mark.parametrize("count", [0, 2])
def test_a_file_holds_exactly_one_person(bench: Bench, lead_id: str, count: int) -> None:
    """Two persons are refused, and so is none."""
    held = json.loads(_document(bench, lead_id).model_dump_json())

    with pytest.raises(ValidationError):
        LeadDocument.model_validate({**held, "persons": held["persons"] * count})


@pytest.mark.proves("E-03")
def test_no_other_candidate_is_in_the_file(bench: Bench, lead_id: str) -> None:
    """Four were listed; one is told."""
    text = _document(bench, lead_id).model_dump_json()

    assert "S-001" in text
    assert not any(other in text for other in ("S-002", "S-003", "S-004"))


@pytest.mark.proves("C-11")
def test_what_is_on_the_screen_carries_the_mark_as_well(bench: Bench, lead_id: str) -> None:
    """A photograph of the screen tells who opened it, when, and that it is a lead only; before, there is nothing."""
    shown = lead.get(bench.casework, bench["investigator"], lead_id)

    for part in ("Investigative lead only", "investigator", "2026-11-24 12:00 UTC", "search "):
        assert part in shown.mark
    assert lead.listed(bench.casework, bench["investigator"])[0].mark == ""
