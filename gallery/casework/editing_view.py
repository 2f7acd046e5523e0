"""What an examiner sees of the probe editor, and after the lock of its effect on the list (W-04)."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from gallery.casework.duties import certified
from gallery.casework.edit_base import base_operations
from gallery.casework.means import Casework
from gallery.casework.quality import findings_of
from gallery.records.chains import Chain, chain_of
from gallery.records.examinations import Examination, Letter
from gallery.records.probes import probe_of
from gallery.records.searches import Candidate, search_by_id
from gallery.records.who import certificates_of
from kernel_lib.vocabulary import CertificateScope, ExaminationState
from kernel_lib.wire.editing import DerivationStep, DerivedProbe, EditorView, EffectLine, EffectView


def editor_view(connection: Connection, casework: Casework, examination: Examination) -> EditorView:
    """Build the editor's view: the same for a first and a later examiner, each with a picture of their own (D-09)."""
    open_, note = _standing(connection, casework, examination)
    chain = chain_of(connection, examination.id)
    probe = probe_of(connection, examination.request_id)
    base = base_operations(probe, probe.chosen)[1] if probe and probe.chosen else None
    return EditorView(
        open=open_,
        note=note,
        symmetry=casework.rules.editing.reflective_symmetry,
        picture=f"examinations/{examination.id}/probe",
        width=base.width if base else 1,
        height=base.height if base else 1,
        derived=_derived(casework, examination, chain) if chain else None,
    )


def effect_view(
    connection: Connection, examination: Examination, letters: tuple[Letter, ...], found: Mapping[str, Candidate]
) -> EffectView | None:
    """Compare the list with the one that the original gave. None when the search used the picture as received."""
    if examination.search_id is None:
        return None
    before = json.loads(search_by_id(connection, examination.search_id).capsule).get("original")
    if before is None:
        return None
    original = {str(each["subject_id"]): each for each in before["candidates"]}
    named = {letter.candidate_id: letter.letter for letter in letters}
    shown = sorted((each for each in found.values() if each.id in named), key=lambda each: each.place)
    lines = tuple(_line(named[each.id], each, original.get(each.subject_id)) for each in shown)
    listed = {each.subject_id for each in found.values() if each.listed}
    lost = sum(bool(each["listed"]) and subject not in listed for subject, each in original.items())
    return EffectView(lines=lines, lost=lost, sentences=tuple(_sentences(lines, lost)))


def editing_cautions(casework: Casework, chain: Chain | None) -> tuple[str, ...]:
    """Return what must be said beside everything made from an edited probe (A-15)."""
    if chain is None:
        return ()
    rules = casework.rules.editing
    mirrored = any(each["operation"] == "reflective_symmetry" for each in chain.edits)
    return (rules.edited_caution, rules.symmetry_caution) if mirrored else (rules.edited_caution,)


# Private

_NOTES = {
    "open": "Each step makes a new picture; the original stays as it was received.",
    "locked": "Your notes on the probe are locked; the picture can no longer be edited.",
    "training": "Editing needs a certificate of training in examination (A-16).",
}


def _standing(connection: Connection, casework: Casework, examination: Examination) -> tuple[bool, str]:
    if examination.state is not ExaminationState.ANALYSIS:
        return False, _NOTES["locked"]
    held = certificates_of(connection, examination.examiner_id)
    if not certified(casework.authority, held, CertificateScope.EXAMINATION, casework.ledger.now().date()):
        return False, _NOTES["training"]
    return True, _NOTES["open"]


def _derived(casework: Casework, examination: Examination, chain: Chain) -> DerivedProbe:
    steps = tuple(DerivationStep.model_validate(step) for step in chain.steps)
    return DerivedProbe(
        edits=tuple(dict(each) for each in chain.edits),
        steps=steps,
        picture=f"examinations/{examination.id}/derived/{steps[-1].sha256}",
        width=steps[-1].width,
        height=steps[-1].height,
        findings=findings_of(chain.face) if chain.face else (),
        cautions=editing_cautions(casework, chain),
    )


def _line(letter: str, now: Candidate, then: Mapping[str, Any] | None) -> EffectLine:
    was_listed = then is not None and bool(then["listed"])
    return EffectLine(
        letter=letter,
        original_rank=int(then["place"]) if then is not None and was_listed else None,
        original_score=round(float(then["score"]), 2) if then is not None else 0.0,
        derived_rank=now.place if now.listed else None,
        derived_score=round(now.score, 2),
        only_after=now.listed and not was_listed,
    )


def _sentences(lines: tuple[EffectLine, ...], lost: int) -> list[str]:
    only = [line.letter for line in lines if line.only_after]
    said = ["The search used the edited picture; beside it stands what the picture as received gave."]
    if only:
        named = f"Candidate {only[0]} was" if len(only) == 1 else f"Candidates {', '.join(only)} were"
        said.append(f"{named} listed only after editing. Ask whether the edit made the likeness.")
    if lost:
        people = "One person was" if lost == 1 else f"{lost} people were"
        said.append(f"{people} listed for the picture as received and not for the edited one.")
    return said
