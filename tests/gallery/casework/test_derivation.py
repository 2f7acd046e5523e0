"""Certified people edit a probe by recorded steps; the search uses the picture made, and its effect is told last."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import update

from gallery.casework import approval, candidates, derivation, examination, intake, pictures, probe, replay
from gallery.casework.means import Casework
from gallery.demonstration.scene import compose
from gallery.records.chains import chain_of, probe_chains
from gallery.records.examinations import examinations_of
from gallery.records.leads import lead_of
from gallery.records.probes import Derivative, derivatives_of, probe_of
from gallery.records.searches import search_by_id
from kernel_lib.errors import NotAllowed, NotFound, Unacceptable, WrongState
from kernel_lib.faces.editing.chain import first_difference
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import CertificateScope, Role, WorkflowProfile
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.editing import DerivationAsked, DerivationStep, read_chain
from kernel_lib.wire.examination import ExaminationView
from tests.gallery.casework.bench import MODEL, Bench, FakeDetector, complete, decision, probe_vector

LIGHTER = {"operation": "gamma", "hundredths": 110}
CONTRAST = {"operation": "brightness_contrast", "brightness": 0, "contrast": 101}
AFTER = (0.40, 0.2, 0.1, 0.05, 0.5, 0.15, 0.1, 0.08, 0.05, 0.02)
"""Similarities after editing: S-002 to S-004 fall from the list, S-005 comes onto it, first."""


@dataclass
class TwoFacedEncoder:
    """Makes one template of faces as dark as the bench's pictures, another of lighter ones."""

    model_id: str = MODEL

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return a template for each crop."""
        return tuple(Template(probe_vector(AFTER) if crop.max() > 102 else probe_vector(), MODEL) for crop in crops)


def _asked(*steps: dict[str, Any]) -> DerivationAsked:
    return DerivationAsked(steps=steps)


def _taken(bench: Bench, examiner: str = "examiner1") -> ExaminationView:
    return examination.take(bench.casework, bench[examiner], bench.approved())


def _edited(bench: Bench, *steps: dict[str, Any]) -> ExaminationView:
    return derivation.edit(bench.casework, bench["examiner1"], _taken(bench).id, _asked(*steps))


def _kept(bench: Bench, examination_id: str) -> tuple[Derivative, ...]:
    with bench.ledger.reading() as connection:
        held = probe_of(connection, bench.request_of(examination_id))
        assert held is not None
        return derivatives_of(connection, held.id)


@pytest.mark.proves("A-14")
def test_every_edit_is_kept_with_parent_operation_and_software(bench: Bench) -> None:
    """The stored pictures form a chain from the original's hash; each one is in the log (A-14)."""
    view = _edited(bench, LIGHTER, CONTRAST)

    kept = _kept(bench, view.id)[1:]
    entries = [each.event for each in bench.log if each.event.act == "probe_derived"]
    assert [each.operation for each in kept] == ["crop", "gamma", "brightness_contrast"]
    assert [each.parent_sha256 for each in kept[1:]] == [each.sha256 for each in kept[:-1]]
    assert kept[0].parent_sha256 == _kept(bench, view.id)[0].parent_sha256
    assert kept[1].parameters["hundredths"] == 110
    assert all("numpy" in each.software for each in kept)
    assert sorted(str(each.details["derived_sha256"]) for each in entries) == sorted(
        str(each.parameters["pixels_sha256"]) for each in kept
    )


@pytest.mark.proves("A-14")
def test_the_recorded_chain_is_made_again_from_the_stored_original(bench: Bench) -> None:
    """Whoever holds the original and the record gets the same hashes (A-14)."""
    view = _edited(bench, LIGHTER, {"operation": "crop", "left": 0, "top": 0, "width": 99, "height": 100})

    with bench.ledger.reading() as connection:
        chain = chain_of(connection, view.id)
        held = probe_of(connection, bench.request_of(view.id))
    assert chain is not None
    assert held is not None
    original = bench.images.get(held.lineage_id, held.sha256)
    steps = [DerivationStep.model_validate(step) for step in chain.steps]
    assert first_difference(original, read_chain(json.dumps(chain.operations)), steps) is None
    assert view.editor is not None
    assert view.editor.derived is not None
    assert view.editor.derived.edits == chain.edits
    assert (view.editor.derived.width, view.editor.derived.height) == (99, 100)


def test_dropping_a_step_makes_nothing_new(bench: Bench) -> None:
    """What was made before is kept once; taking all back shows the probe as received."""
    view = _edited(bench, LIGHTER, CONTRAST)
    before = len(_kept(bench, view.id))

    one = derivation.edit(bench.casework, bench["examiner1"], view.id, _asked(LIGHTER))
    none = derivation.edit(bench.casework, bench["examiner1"], view.id, _asked())

    assert len(_kept(bench, view.id)) == before
    assert one.editor is not None
    assert one.editor.derived is not None
    assert len(one.editor.derived.edits) == 1
    assert none.editor is not None
    assert none.editor.derived is None


@pytest.mark.proves("A-16")
def test_who_is_not_certified_for_examination_is_refused(bench: Bench) -> None:
    """An investigator with the review's training may search, not edit; nobody else may either (A-16)."""
    view = _taken(bench, "investigator")

    for name, rule in (("investigator", "A-16"), ("approver", "H-01"), ("asks_and_approves", "A-16")):
        with pytest.raises(NotAllowed) as caught:
            derivation.edit(bench.casework, bench[name], view.id, _asked(LIGHTER))
        assert caught.value.refusal.rule == rule
    assert view.editor is not None
    assert not view.editor.open
    assert "A-16" in view.editor.note
    assert bench.log.told()[-1] == ("probe_derived", "refused")


@pytest.mark.proves("A-16")
def test_a_certified_investigator_edits_only_where_investigators_examine(bench: Bench) -> None:
    """In the central unit nobody edits the probe of their own request, certified or not (A-16)."""
    bench.join("both", (Role.INVESTIGATOR,), (CertificateScope.LIMITS, CertificateScope.EXAMINATION))
    taken = examination.take(bench.casework, bench["both"], bench.approved("both"))
    central = replace(bench.rules.who, workflow=replace(bench.rules.who.workflow, id=WorkflowProfile.CENTRAL_UNIT))
    unit = replace(bench.casework, rules=replace(bench.rules, who=central))

    with pytest.raises(NotAllowed, match="own request"):
        derivation.edit(unit, bench["both"], taken.id, _asked(LIGHTER))

    assert derivation.edit(bench.casework, bench["both"], taken.id, _asked(LIGHTER)).editor is not None


def test_another_examiners_probe_cannot_be_edited(bench: Bench) -> None:
    """It is as if there were none (D-09)."""
    view = _taken(bench)

    with pytest.raises(NotFound):
        derivation.edit(bench.casework, bench["examiner2"], view.id, _asked(LIGHTER))


def test_after_the_lock_nothing_is_edited(bench: Bench) -> None:
    """The notes are on the picture that is searched (D-02)."""
    view = _taken(bench)
    locked = examination.lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())

    with pytest.raises(WrongState):
        derivation.edit(bench.casework, bench["examiner1"], view.id, _asked(LIGHTER))
    assert locked.editor is not None
    assert not locked.editor.open


@pytest.mark.parametrize(
    ("steps", "rule"),
    [
        (({"operation": "inpaint"},), "A-15"),
        (({"operation": "reflective_symmetry", "axis": 40, "keep": "left"},), "A-15"),
        (({"operation": "gamma", "hundredths": 1},), "A-14"),
        (({"operation": "crop", "left": 90, "top": 90, "width": 40, "height": 40},), "A-14"),
        (({"operation": "turn", "quarters": 2},), "A-20"),
        (({"operation": "levels", "black": 64, "white": 255},), "A-18"),
    ],
)
@pytest.mark.proves("A-15")
def test_a_refused_edit_leaves_nothing(bench: Bench, steps: tuple[dict[str, Any], ...], rule: str) -> None:
    """Operations that do not exist, do not fit, or lose the face are refused whole, and the refusal is recorded."""
    view = _taken(bench)
    before = _kept(bench, view.id)

    with pytest.raises(Unacceptable) as caught:
        derivation.edit(bench.casework, bench["examiner1"], view.id, _asked(*steps))

    assert caught.value.refusal.rule == rule
    assert _kept(bench, view.id) == before
    assert bench.log.told()[-1] == ("probe_derived", "refused")


def test_the_picture_made_is_shown_to_its_examiner_alone(bench: Bench) -> None:
    """By the path that the view gives; another hash is no path."""
    view = _edited(bench, LIGHTER)
    assert view.editor is not None
    assert view.editor.derived is not None

    data, media_type = pictures.show(bench.casework, bench["examiner1"], view.editor.derived.picture)

    assert media_type == "image/png"
    assert decode(data).width == view.editor.derived.width
    with pytest.raises(NotFound):
        pictures.show(bench.casework, bench["examiner2"], view.editor.derived.picture)
    with pytest.raises(NotFound):
        pictures.show(bench.casework, bench["examiner1"], f"examinations/{view.id}/derived/{'0' * 64}")


@pytest.fixture
def edited(bench: Bench) -> Bench:
    """A bench on which editing changes who is similar."""
    limits = bench.casework.faces.quality_limits  # type: ignore[attr-defined]  # the bench's is the real engine class
    bench.casework = replace(bench.casework, faces=FaceEngine(FakeDetector(), TwoFacedEncoder(), limits, ()))
    return bench


def test_the_search_uses_the_edited_picture_and_keeps_both_in_its_capsule(edited: Bench) -> None:
    """The capsule holds the operations and what the picture as received gives (B-04, W-04)."""
    view = _edited(edited, LIGHTER)

    opened = edited.look("examiner1", view.id)

    with edited.ledger.reading() as connection:
        search = search_by_id(connection, str(examinations_of(connection, edited.request_of(view.id))[0].search_id))
    capsule = json.loads(search.capsule)
    assert len(opened.letters) == 2
    assert [each["operation"] for each in capsule["derived"]["operations"]] == ["mask_faces", "crop", "gamma"]
    assert len([each for each in capsule["original"]["candidates"] if each["listed"]]) == 4
    assert len([each for each in capsule["candidates"] if each["listed"]]) == 2


@pytest.mark.proves("W-04")
def test_the_effect_is_told_after_the_lock_and_not_before(edited: Bench) -> None:
    """Who appears only after editing is marked; before the lock no byte of it is sent (W-04, C-05)."""
    opened = edited.look("examiner1", _edited(edited, LIGHTER).id)
    before = opened.model_dump_json()
    only_after, always = edited.letter_of(opened, "S-005"), edited.letter_of(opened, "S-001")

    locked = edited.conclude("examiner1", opened, None)

    assert opened.effect is None
    assert "original_rank" not in before
    assert locked.effect is not None
    lines = {line.letter: line for line in locked.effect.lines}
    assert (lines[always].original_rank, lines[always].derived_rank) == (1, 2)
    assert (lines[always].original_score, lines[always].derived_score) == (0.62, 0.40)
    assert (lines[only_after].original_rank, lines[only_after].derived_rank) == (None, 1)
    assert lines[only_after].only_after
    assert not lines[always].only_after
    assert locked.effect.lost == 3
    assert f"Candidate {only_after} was listed only after editing." in locked.effect.sentences[1]


def test_without_edits_there_is_no_effect(bench: Bench) -> None:
    """The picture as received was searched, and nothing is compared."""
    assert bench.conclude("examiner1", bench.opened(), None).effect is None


def test_a_later_examiner_sees_no_trace_of_the_first_ones_edits(edited: Bench) -> None:
    """Everybody starts from the probe as received; the view has the same form for each (D-09)."""
    opened = edited.look("examiner1", _edited(edited, LIGHTER).id)
    edited.conclude("examiner1", opened, "S-001")
    name, second = edited.verifier_of(edited.request_of(opened.id))

    view = examination.get(edited.casework, edited[name], second)

    assert view.editor is not None
    assert view.editor.open
    assert view.editor.derived is None
    assert "gamma" not in view.model_dump_json()


@pytest.mark.proves("A-15")
def test_a_lead_from_an_edited_probe_says_so(edited: Bench) -> None:
    """The caution stands beside the lead (A-15)."""
    opened = edited.look("examiner1", _edited(edited, LIGHTER).id)
    edited.conclude("examiner1", opened, "S-001")
    request_id = edited.request_of(opened.id)
    edited.say(request_id, "S-001")

    with edited.ledger.reading() as connection:
        lead = lead_of(connection, request_id)

    assert lead is not None
    assert any("was edited" in caution for caution in lead.cautions)


def test_a_changed_stored_picture_is_never_searched(edited: Bench) -> None:
    """The pixels must be those that were recorded, or nothing is searched (B-12)."""
    view = _edited(edited, LIGHTER)
    examination.lock_analysis(edited.casework, edited["examiner1"], view.id, edited.notes())
    with edited.ledger.unrecorded() as connection:
        chain = chain_of(connection, view.id)
        assert chain is not None
        steps = [*chain.steps[:-1], {**chain.steps[-1], "sha256": "0" * 64}]
        connection.execute(update(probe_chains).values(steps=steps))

    with pytest.raises(WrongState, match="nothing was searched"):
        candidates.open_candidates(edited.casework, edited["examiner1"], view.id)


@pytest.mark.proves("B-05")
def test_a_search_of_an_edited_picture_is_replayed_identically(edited: Bench) -> None:
    """The stored picture is searched again, and what the original gave is computed again (B-05)."""
    opened = edited.look("examiner1", _edited(edited, LIGHTER).id)
    edited.conclude("examiner1", opened, None)
    with edited.ledger.reading() as connection:
        first = examinations_of(connection, edited.request_of(opened.id))[0]

    assert replay.replay(edited.casework, edited["examiner1"], str(first.search_id)).identical


@pytest.fixture
def real(bench: Bench) -> Casework:
    """The bench's casework over the real models."""
    return replace(bench.casework, faces=FaceEngine.open(Settings.from_env().models_dir))


@pytest.mark.proves("A-20")
def test_other_faces_are_masked_in_every_stored_picture(bench: Bench, real: Casework) -> None:
    """In each picture that is kept, the detector finds the chosen face and no other (A-20)."""
    scene = compose(Settings.from_env().photographs_dir)
    centre = scene.centres["D-0003-2.jpg"]
    request_id = intake.open_request(real, bench["investigator"], complete()).id
    offered = probe.offer(real, bench["investigator"], request_id, "scene.jpg", scene.jpeg)
    place = next(face.index for face in offered.faces if _holds(face.box, centre))
    choice = FaceChoice(face=place, why="The person at the counter.")
    probe.choose(real, bench["investigator"], request_id, choice)
    intake.submit(real, bench["investigator"], request_id)
    approval.decide(real, bench["approver"], request_id, decision())
    taken = examination.take(real, bench["examiner1"], request_id)
    steps = (
        {"operation": "rotate", "tenths": 40},
        {"operation": "gamma", "hundredths": 130},
        {"operation": "levels", "black": 8, "white": 240},
    )

    derivation.edit(real, bench["examiner1"], taken.id, _asked(*steps))

    kept = _kept(bench, taken.id)[1:]
    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
    assert held is not None
    assert len(offered.faces) > 2
    assert len(kept) == 4
    for each in kept:
        stored = decode(bench.images.get(held.lineage_id, each.sha256))
        assert len(real.faces.detect(stored)) == 1


def _holds(box: tuple[float, float, float, float], point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[0] + box[2] and box[1] <= point[1] <= box[1] + box[3]
