"""Between floor and caution line a probe is searched only with a reason, and everything made of it carries a mark."""

import json

import pytest

from gallery.casework import approval, candidates, examination, intake, lead, probe
from gallery.casework.quality import LOW_QUALITY, failing, quality_mark
from gallery.records.examinations import examinations_of
from gallery.records.probes import probe_of
from gallery.records.searches import search_by_id
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import ANSWER, Bench, complete, decision, picture

WITHOUT = {"quality_reason": ""}


def _poor(bench: Bench, eyes: int = 20) -> str:
    """Replace the picture of a drafted request by one with eyes so many pixels apart, and have it approved."""
    request_id = intake.open_request(bench.casework, bench["investigator"], complete()).id
    probe.offer(bench.casework, bench["investigator"], request_id, "still.png", picture(eyes=eyes))
    choice = FaceChoice(face=0, why="The person at the counter.")
    probe.choose(bench.casework, bench["investigator"], request_id, choice)
    intake.submit(bench.casework, bench["investigator"], request_id)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    return request_id


@pytest.mark.proves("A-18")
def test_nothing_is_searched_without_a_reason(bench: Bench) -> None:
    """The notes are not locked, so the candidates stay shut; with the reason they open."""
    view = examination.take(bench.casework, bench["examiner1"], _poor(bench))
    notes = bench.notes().model_copy(update=WITHOUT)

    with pytest.raises(Unacceptable) as refused:
        examination.lock_analysis(bench.casework, bench["examiner1"], view.id, notes)
    opened = bench.look("examiner1", view.id)

    assert set(refused.value.refusal.fields) == {"quality_reason"}
    assert opened.opened
    assert view.quality_mark == opened.quality_mark == LOW_QUALITY
    locked = [each.event for each in bench.log.entries if each.event.act == "analysis_locked"]
    assert locked[-1].details["low_quality"] is True


@pytest.mark.proves("A-18")
def test_a_good_picture_needs_no_reason_and_has_no_mark(bench: Bench) -> None:
    """Nobody is asked for words that say nothing."""
    view = examination.take(bench.casework, bench["examiner1"], bench.approved())
    notes = bench.notes().model_copy(update=WITHOUT)

    examination.lock_analysis(bench.casework, bench["examiner1"], view.id, notes)

    assert candidates.open_candidates(bench.casework, bench["examiner1"], view.id).quality_mark == ""


def test_an_unsuitable_picture_of_low_quality_needs_no_reason_to_be_searched(bench: Bench) -> None:
    """It is not searched (A-19)."""
    view = examination.take(bench.casework, bench["examiner1"], _poor(bench))

    ended = examination.lock_analysis(
        bench.casework, bench["examiner1"], view.id, bench.notes(suitable=False, limits=ANSWER)
    )

    assert ended.state == "locked"


@pytest.mark.proves("A-18")
def test_the_mark_follows_into_capsule_both_examinations_and_lead(bench: Bench) -> None:
    """Whoever reads any of them reads the same words; the lead tells the reason too."""
    request_id = _poor(bench)
    taken = examination.take(bench.casework, bench["examiner1"], request_id)
    bench.conclude("examiner1", bench.look("examiner1", taken.id), "S-001")
    name, second = bench.verifier_of(request_id)
    verified = examination.get(bench.casework, bench[name], second)
    bench.say(request_id, "S-001")
    lead_id = str(intake.get(bench.casework, bench["investigator"], request_id).lead_id)

    shut = lead.get(bench.casework, bench["investigator"], lead_id)
    shown = lead.acknowledge(
        bench.casework, bench["investigator"], lead_id, Acknowledgement(accepted=True, initials="AB")
    )

    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
        first = examinations_of(connection, request_id)[0]
        capsule = json.loads(search_by_id(connection, str(first.search_id)).capsule)
    assert held is not None
    assert failing(held.chosen) == ("inter_eye_distance",)
    assert capsule["quality"]["low"] is True
    assert capsule["quality"]["components"] == ["inter_eye_distance"]
    assert capsule["quality"]["basis"].startswith("leadbook-quality/")
    assert verified.quality_mark == shut.quality_mark == LOW_QUALITY
    assert shown.reveal is not None
    assert shown.reveal.cautions[0] == LOW_QUALITY
    assert dict(shown.reveal.facts)["Why it was searched although of low quality"] == ANSWER


def test_a_mark_is_left_by_any_of_the_faces_searched(bench: Bench) -> None:
    """No face, or a good one, leaves none."""
    request_id = _poor(bench)
    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)

    assert held is not None
    assert quality_mark(None, held.chosen) == LOW_QUALITY
    assert quality_mark(None) == ""
