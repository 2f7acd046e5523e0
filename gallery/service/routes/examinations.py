"""An examination, stage by stage."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.casework import (
    amendment,
    candidates,
    derivation,
    description,
    examination,
    examination_draft,
    list_prints,
    opening,
    recusal,
    views,
)
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.descriptions import DescriptionOffered, DescriptionView
from kernel_lib.wire.drafts import DraftKept, ExaminationDraft
from kernel_lib.wire.editing import DerivationAsked
from kernel_lib.wire.examination import AnalysisNotes, ConclusionOffered, DispositionGiven, ExaminationView
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.review import AmendmentGiven, ContextKept, ContextSeen
from kernel_lib.wire.views import ViewsUsed

router = APIRouter(prefix="/examinations/{examination_id}")

Examiner = Annotated[Person, permitted("examination_viewed")]


@router.get("")
def get(examination_id: str, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Show an examination."""
    return examination.get(parts.casework, person, examination_id)


@router.post("/start")
def start(examination_id: str, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Open a line of the work list: one's own examination, or the first of a request, taken now."""
    return opening.start(parts.casework, person, examination_id)


@router.post("/prints")
def record_print(examination_id: str, person: Examiner, parts: PartsNow) -> Recorded:
    """Record that a print of a list was begun in the browser."""
    return list_prints.record(parts.casework, person, examination_id)


@router.put("/derivation")
def edit_probe(
    examination_id: str,
    asked: DerivationAsked,
    person: Annotated[Person, permitted("probe_derived")],
    parts: PartsNow,
) -> ExaminationView:
    """Make another picture from the chosen face."""
    return derivation.edit(parts.casework, person, examination_id, asked)


@router.put("/draft")
def save_draft(examination_id: str, offered: ExaminationDraft, person: Examiner, parts: PartsNow) -> DraftKept:
    """Keep what was typed so far."""
    return examination_draft.save(parts.casework, person, examination_id, offered)


@router.post("/context")
def record_context(examination_id: str, seen: ContextSeen, person: Examiner, parts: PartsNow) -> ContextKept:
    """Say what was seen beside the pictures, and step back where it may lead."""
    return recusal.record(parts.casework, person, examination_id, seen)


@router.post("/analysis")
def lock_analysis(examination_id: str, notes: AnalysisNotes, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Lock the notes on the probe."""
    return examination.lock_analysis(parts.casework, person, examination_id, notes)


@router.post("/candidates")
def open_candidates(examination_id: str, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Search, or open what is to be compared."""
    return candidates.open_candidates(parts.casework, person, examination_id)


@router.put("/candidates/{letter}")
def dispose(
    examination_id: str, letter: str, given: DispositionGiven, person: Examiner, parts: PartsNow
) -> ExaminationView:
    """Say whether a candidate is excluded."""
    return examination.dispose(parts.casework, person, examination_id, letter, given)


@router.post("/conclusion")
def conclude(examination_id: str, offered: ConclusionOffered, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Lock the conclusion."""
    return examination.conclude(parts.casework, person, examination_id, offered)


@router.post("/amendments")
def amend(examination_id: str, given: AmendmentGiven, person: Examiner, parts: PartsNow) -> ExaminationView:
    """Add words after the lock, as a new version."""
    return amendment.amend(parts.casework, person, examination_id, given)


@router.put("/description")
def fill_in_description(
    examination_id: str, offered: DescriptionOffered, person: Examiner, parts: PartsNow
) -> DescriptionView:
    """Compare what is described of the person with what is held."""
    return description.fill_in(parts.casework, person, examination_id, offered)


@router.post("/views")
def record_views(
    examination_id: str, used: ViewsUsed, person: Annotated[Person, permitted("view_adjusted")], parts: PartsNow
) -> Recorded:
    """Record which views were used."""
    return views.record(parts.casework, person, examination_id, used)
