"""Putting a photo array together: fillers proposed, sent, taken out, and measured."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gallery.casework import pictures
from gallery.followup import array_fillers, evidence
from gallery.records.arrays import array_by_id
from gallery.records.gallery import subject_by_id
from gallery.records.leads import lead_by_id
from gallery.records.searches import candidates_of
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.vocabulary import ArrayState, EligibilityState
from kernel_lib.wire.arrays import UploadSource
from tests.gallery.casework.bench import Bench, picture
from tests.gallery.followup.arrays import SOURCE, ArrayBench, vector
from tests.gallery.followup.given import TODAY, on_the_day

NINE = range(9)


@pytest.fixture
def made(bench: Bench, lead_id: str) -> ArrayBench:
    """A lead with an independent link."""
    return ArrayBench.of(bench, lead_id)


@pytest.mark.proves("E-06")
def test_no_array_without_an_independent_link(bench: Bench, lead_id: str) -> None:
    """Nothing is begun, and the refusal names the rule."""
    with pytest.raises(WrongState) as refused:
        array_fillers.prepare(bench.casework, bench["investigator"], lead_id)

    assert refused.value.refusal.rule == "E-06"


@pytest.mark.proves("E-10")
def test_a_contradiction_stops_an_array_at_every_step(made: ArrayBench) -> None:
    """Also one that came up after it was begun."""
    array_id = made.prepared()
    evidence.tell_circumstances(
        made.bench.casework, made.me, made.lead_id, on_the_day(custody_from=TODAY.replace(day=1))
    )

    with pytest.raises(WrongState) as refused:
        made.sent(array_id, [vector(0.25, 10)])

    assert refused.value.refusal.rule == "E-10"


@pytest.mark.proves("E-07", "W-17")
def test_fillers_are_proposed_from_eligible_pictures_within_the_bounds_without_names(made: ArrayBench) -> None:
    """As many as lack; each its own person, none of the search's list."""
    made.held(12)
    array_id = made.prepared()

    view = array_fillers.propose(made.bench.casework, made.me, array_id)

    assert len(view.arrays[-1].fillers) == 9
    assert "F-0" not in view.model_dump_json()
    with made.bench.ledger.reading() as connection:
        array, lead = array_by_id(connection, array_id), lead_by_id(connection, made.lead_id)
        assert array is not None
        assert lead is not None
        subjects = [each.subject_id for each in array.fillers]
        listed = {each.subject_id for each in candidates_of(connection, lead.search_id)}
        names = {found.number for each in subjects if (found := subject_by_id(connection, each))}
    assert len(names) == 9
    assert all(name.startswith("F-") for name in names)
    assert not listed & set(subjects)
    assert array_fillers.measure(made.bench.casework, made.me, array_id).arrays[-1].state is ArrayState.READY


def test_nobody_beyond_the_rule_is_proposed(made: ArrayBench) -> None:
    """Too unlike, too like, not eligible, of another service: fillers are sent instead."""
    made.held(2, 0.0)
    made.held(2, 0.5)
    made.held(2, state=EligibilityState.INELIGIBLE)
    made.held(2, service="partner")
    array_id = made.prepared()

    with pytest.raises(Unacceptable, match="No further booking picture"):
        array_fillers.propose(made.bench.casework, made.me, array_id)


def test_what_was_taken_out_is_not_offered_again(made: ArrayBench) -> None:
    """And no more pictures are offered than the rule allows, so that nobody leafs through the gallery."""
    made.held(12)
    array_id = made.prepared()
    array_fillers.propose(made.bench.casework, made.me, array_id)
    for _ in NINE:
        array_fillers.take_out(made.bench.casework, made.me, array_id, 1)

    view = array_fillers.propose(made.bench.casework, made.me, array_id)

    assert len(view.arrays[-1].fillers) == 3
    with pytest.raises(Unacceptable, match="No further booking picture"):
        array_fillers.propose(made.bench.casework, made.me, array_id)


@pytest.mark.proves("E-07", "W-17")
@pytest.mark.parametrize(
    ("fillers", "said"),
    [
        ([vector(0.0, 10), *(vector(0.25, 11 + n) for n in range(8))], "too unlike the person: 1;"),
        ([*(vector(0.25, 10 + n) for n in range(8)), vector(0.5, 18)], "Near-twins of the person: 9;"),
        (
            [vector(0.25, 10, x25=0.5), vector(0.25, 11, x25=0.6), *(vector(0.25, 12 + n) for n in range(7))],
            "of each other: 1 + 2.",
        ),
        (
            [vector(0.05, 10), *(vector(0.05, 11 + n, x20=0.4) for n in range(8))],
            "too unlike the other pictures: 1.",
        ),
    ],
    ids=["odd", "twin of the person", "twins", "apart"],
)
def test_an_array_that_is_not_fair_is_refused_with_the_place_and_why(
    made: ArrayBench, fillers: list[Any], said: str
) -> None:
    """In words: neither a score nor a share stands in the refusal, and nothing is ready."""
    array_id = made.prepared()
    made.sent(array_id, fillers)

    with pytest.raises(Unacceptable) as refused:
        array_fillers.measure(made.bench.casework, made.me, array_id)

    reason = refused.value.refusal.reason
    assert (refused.value.refusal.rule, list(refused.value.refusal.fields)) == ("E-07", ["fillers"])
    assert said in reason
    assert "%" not in reason
    assert "0." not in reason
    assert made.array.state is ArrayState.PREPARING


@pytest.mark.proves("E-06")
def test_too_few_fillers_are_refused(made: ArrayBench) -> None:
    """Eight are one too few."""
    array_id = made.prepared()
    made.sent(array_id, [vector(0.25, 10 + n) for n in range(8)])

    with pytest.raises(Unacceptable, match="at least 9 fillers"):
        array_fillers.measure(made.bench.casework, made.me, array_id)


@pytest.mark.proves("E-07", "W-17")
def test_a_fair_array_keeps_rule_bounds_and_table_and_no_template(made: ArrayBench) -> None:
    """With the source of the bounds; the log holds no similarity."""
    array_id = made.fair()

    with made.bench.ledger.reading() as connection:
        array = array_by_id(connection, array_id)
    rules = made.bench.rules.follow_up
    assert array is not None
    assert array.measured["bounds_source"] == rules.lineup.bounds_source
    assert (array.measured["odd_below"], array.measured["twin_from"]) == (
        rules.lineup.odd_below,
        rules.lineup.twin_from,
    )
    assert array.measured["rules_sha256"] == rules.sha256
    assert np.shape(array.measured["similarities"]) == (10, 10)
    assert "similar" not in str(made.bench.log.entries[-1].event.details)


def test_a_change_after_measuring_asks_for_a_new_one(made: ArrayBench) -> None:
    """What was measured no longer holds."""
    array_id = made.fair()

    view = array_fillers.take_out(made.bench.casework, made.me, array_id, 9)

    assert view.arrays[-1].state is ArrayState.PREPARING


def test_a_picture_that_is_no_filler_is_refused(made: ArrayBench) -> None:
    """Two faces, none, or a picture that is there."""
    array_id = made.prepared()
    array_fillers.name_source(made.bench.casework, made.me, array_id, UploadSource(source=SOURCE))
    offered = {"shows 2": picture(faces=2, shade=100), "No face": picture(faces=0), "already": picture(shade=1)}

    for said, data in offered.items():
        with pytest.raises(Unacceptable, match=said):
            array_fillers.upload(made.bench.casework, made.me, array_id, data)


def test_a_filler_without_its_lawful_source_is_refused(made: ArrayBench) -> None:
    """At the field of the source."""
    array_id = made.prepared()

    with pytest.raises(Unacceptable) as refused:
        array_fillers.upload(made.bench.casework, made.me, array_id, picture(shade=100))

    assert list(refused.value.refusal.fields) == ["source"]


def test_every_picture_of_an_array_has_one_frame(made: ArrayBench) -> None:
    """Whatever the size of the original."""
    array_id = made.prepared()
    made.sent(array_id, [vector(0.25, 10)])

    shown = [pictures.show(made.bench.casework, made.me, f"arrays/{array_id}/fillers/{number}")[0] for number in (0, 1)]

    assert {Image.open(io.BytesIO(each)).size for each in shown} == {(480, 600)}


def test_an_array_is_nobody_elses(made: ArrayBench) -> None:
    """Neither its pictures nor its acts."""
    array_id, other = made.prepared(), made.bench["examiner1"]

    for ask in (
        lambda: array_fillers.take_out(made.bench.casework, made.bench["asks_and_approves"], array_id, 1),
        lambda: pictures.show(made.bench.casework, other, f"arrays/{array_id}/shown/1"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_filler_that_was_destroyed_meanwhile_is_told_and_not_measured(made: ArrayBench) -> None:
    """As when its retention ended between the proposal and the measurement."""
    made.held(9)
    array_id = made.prepared()
    array_fillers.propose(made.bench.casework, made.me, array_id)
    with made.bench.ledger.reading() as connection:
        array = array_by_id(connection, array_id)
    assert array is not None
    made.bench.images.destroy(array.fillers[0].lineage_id)

    with pytest.raises(WrongState, match="no longer held"):
        array_fillers.measure(made.bench.casework, made.me, array_id)
