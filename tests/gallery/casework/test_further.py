"""Further pictures of the same person: stored, chosen, seen by everybody who must, fused by a recorded rule (A-21)."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.casework import approval, examination, further, intake, pictures, probe, replay
from gallery.records.examinations import examinations_of
from gallery.records.further import further_of
from gallery.records.probes import probe_of
from gallery.records.searches import search_by_id
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.fusion import FusionRules
from kernel_lib.wire.casework import FaceChoice, RequestView
from tests.gallery.casework.bench import ANSWER, MODEL, Bench, complete, decision, picture

WHY = "The person at the counter, from the other side."


def _added(bench: Bench, request_id: str, shade: int = 40, faces: int = 1) -> RequestView:
    data = picture(faces, shade=shade)
    return further.add(bench.casework, bench["investigator"], request_id, "second.png", data)


def _chosen(bench: Bench, request_id: str, *, face: int = 0) -> RequestView:
    view = intake.get(bench.casework, bench["investigator"], request_id)
    choice = FaceChoice(face=face, why=WHY)
    return further.choose(bench.casework, bench["investigator"], request_id, view.further[-1].id, choice)


def _submitted(bench: Bench) -> str:
    request_id = bench.drafted()
    _added(bench, request_id)
    _chosen(bench, request_id)
    return intake.submit(bench.casework, bench["investigator"], request_id).id


@pytest.mark.proves("A-21")
def test_each_picture_is_stored_with_its_own_hash_and_face(bench: Bench) -> None:
    """The approver sees every one, with its chosen face and why."""
    request_id = _submitted(bench)

    view = intake.get(bench.casework, bench["approver"], request_id)

    assert view.probe is not None
    assert len(view.further) == 1
    shown = view.further[0]
    assert shown.sha256 != view.probe.sha256
    assert (shown.chosen_face, shown.chosen_why) == (0, WHY)
    data, kind = pictures.show(bench.casework, bench["approver"], shown.faces[0].picture)
    assert (data[:4], kind) == (b"\x89PNG", "image/png")


@pytest.mark.proves("A-21")
def test_the_fused_search_is_recorded_and_replays_identically(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The capsule names each picture and the rule; the same two pictures give the same list again."""
    request_id = _submitted(bench)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    taken = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.conclude("examiner1", bench.look("examiner1", taken.id), "S-001")
    with bench.ledger.reading() as connection:
        search_id = str(examinations_of(connection, request_id)[0].search_id)
        held = probe_of(connection, request_id)
        assert held is not None
        part = further_of(connection, held.id)[0]
        fusion = json.loads(search_by_id(connection, search_id).capsule)["fusion"]

    again = replay.replay(bench.casework, bench["examiner1"], search_id)
    with monkeypatch.context() as newer:
        other = FusionRules.read().model_copy(update={"sha256": "f" * 64})
        newer.setattr(FusionRules, "read", lambda: other)
        later = replay.replay(bench.casework, bench["examiner1"], search_id)

    assert not [each for each in again.unlike if "fusion" in each]
    assert [each for each in later.unlike if each.startswith("rules fusion: ")]
    assert fusion["rule"] == FusionRules.read().rule
    assert fusion["rules_sha256"] == FusionRules.read().sha256
    assert [each["sha256"] for each in fusion["further"]] == [part.sha256]
    assert again.identical


@pytest.mark.proves("A-21")
def test_an_examiner_sees_the_further_face_and_no_warning(bench: Bench) -> None:
    """The stored crop, others masked; that the pictures may differ is told to who asks and decides only."""
    request_id = _submitted(bench)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    view = examination.take(bench.casework, bench["examiner1"], request_id)

    data, _ = pictures.show(bench.casework, bench["examiner1"], view.further[0].picture)

    assert data[:4] == b"\x89PNG"
    assert "one person" not in view.model_dump_json()


@pytest.mark.proves("A-21")
def test_pictures_that_may_not_show_one_person_are_asked_about(bench: Bench) -> None:
    """Templates far apart raise a question for requester and approver; no number is told or kept."""
    request_id = bench.drafted()
    _added(bench, request_id)
    _two_people(bench)

    view = _chosen(bench, request_id)

    assert "Is it one person?" in view.further[0].warning


def test_taking_the_odd_picture_out_takes_the_question_back(bench: Bench) -> None:
    """The mark of the other picture came from it alone."""
    request_id = bench.drafted()
    _two_people(bench)
    odd = _added(bench, request_id).further[0].id
    _chosen(bench, request_id)
    _added(bench, request_id, shade=130)
    asked = _chosen(bench, request_id)

    view = further.drop(bench.casework, bench["investigator"], request_id, odd)

    assert all("Is it one person?" in each.warning for each in asked.further)
    assert [each.warning for each in view.further] == [""]


def _two_people(bench: Bench) -> None:
    apart = np.zeros_like(bench.encoder.vector)
    apart[-2] = 1

    def by_shade(crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        return tuple(Template(apart if crop[..., 0].max() < 60 else bench.encoder.vector, MODEL) for crop in crops)

    bench.encoder.encode = by_shade  # type: ignore[method-assign]  # two shades, two people


def test_a_request_with_an_unchosen_face_is_not_submitted(bench: Bench) -> None:
    """A further picture needs its own choice, or leaves."""
    request_id = bench.drafted()
    view = _added(bench, request_id, faces=2)

    with pytest.raises(Unacceptable) as refused:
        intake.submit(bench.casework, bench["investigator"], request_id)
    dropped = further.drop(bench.casework, bench["investigator"], request_id, view.further[0].id)

    assert set(refused.value.refusal.fields) == {"further"}
    assert dropped.further == ()
    assert intake.submit(bench.casework, bench["investigator"], request_id).state == "submitted"


@pytest.mark.proves("A-21")
def test_no_more_than_the_configured_number_and_none_twice(bench: Bench) -> None:
    """Three at most; the same picture is no further one."""
    request_id = bench.drafted()
    for shade in (40, 50, 60):
        _added(bench, request_id, shade)

    with pytest.raises(Unacceptable) as many:
        _added(bench, request_id, 70)
    further.drop(
        bench.casework,
        bench["investigator"],
        request_id,
        intake.get(bench.casework, bench["investigator"], request_id).further[0].id,
    )
    with pytest.raises(Unacceptable) as twice:
        _added(bench, request_id, 60)

    assert "3 further pictures" in many.value.refusal.reason
    assert "already" in twice.value.refusal.reason


@pytest.mark.proves("A-21")
def test_nothing_is_added_after_submission_or_by_others(bench: Bench) -> None:
    """What was approved is what is searched."""
    request_id = _submitted(bench)

    with pytest.raises(WrongState):
        _added(bench, request_id, 70)
    with pytest.raises(NotFound):
        further.add(bench.casework, bench["stranger"], request_id, "a.png", picture(shade=70))


def test_another_face_of_the_first_picture_takes_the_choices_back(bench: Bench) -> None:
    """The further pictures were of the person chosen before."""
    request_id = bench.drafted(faces=2)
    _added(bench, request_id)
    _chosen(bench, request_id)

    view = probe.choose(bench.casework, bench["investigator"], request_id, FaceChoice(face=0, why=ANSWER))

    assert view.further[0].chosen_face is None


def test_a_further_picture_needs_a_chosen_face_in_the_first(bench: Bench) -> None:
    """There is nobody yet whose pictures could be added."""
    request_id = intake.open_request(bench.casework, bench["investigator"], complete()).id

    with pytest.raises(WrongState):
        _added(bench, request_id)


def test_the_mark_of_a_further_picture_follows_too(bench: Bench) -> None:
    """A small second face makes the whole search one of low quality (A-18)."""
    request_id = bench.drafted()
    data = picture(eyes=20, shade=40)
    further.add(bench.casework, bench["investigator"], request_id, "second.png", data)
    _chosen(bench, request_id)
    intake.submit(bench.casework, bench["investigator"], request_id)
    approval.decide(bench.casework, bench["approver"], request_id, decision())

    view = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.look("examiner1", view.id)

    assert view.quality_mark
