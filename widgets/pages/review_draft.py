"""What was typed in an examination, as the service keeps it until the lock."""

from kernel_lib.vocabulary import ExaminationState, Observation
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.examination import ExaminationView
from widgets.pages.review_analysis import Analysis
from widgets.pages.review_comparison import Conclusion, Dispositions

_SEEN = {"yes": True, "no": False}


def typed(
    view: ExaminationView, analysis: Analysis, conclusion: Conclusion, dispositions: Dispositions, revision: int
) -> ExaminationDraft:
    """Return the answers of the stage that is open, to replace the draft of this revision."""
    if view.state is ExaminationState.ANALYSIS:
        answered = analysis.checklist.values.items()
        return ExaminationDraft(
            revision=revision,
            visible={name: _SEEN[value] for name, value in answered if value in _SEEN},
            suitable=analysis.suitable.value,
            limits=analysis.limits.control.value,
            quality_reason=analysis.quality_reason.control.value,
        )
    checklist, rows = conclusion.checklist, {row["id"] for row in conclusion.checklist.rows}
    seen = {name: value for name, value in checklist.values.items() if name in rows and value in set(Observation)}
    value = conclusion.value.value
    return ExaminationDraft(
        revision=revision,
        letter=conclusion.letter.value,
        value=None if value is None else int(value),
        observations={name: Observation(value) for name, value in seen.items()},
        explanations=_texts(checklist.reasons, rows),
        notes=_texts(checklist.notes, rows),
        reasons=conclusion.reasons.control.value,
        letter_notes={letter: note for letter, note in dispositions.notes.items() if note},
    )


def resume(view: ExaminationView, analysis: Analysis, conclusion: Conclusion, dispositions: Dispositions) -> None:
    """Put the kept answers of the open stage back into the page."""
    draft = view.draft
    dispositions.resume(draft.letter_notes if draft else {})
    if draft is None:
        return
    if view.state is ExaminationState.ANALYSIS:
        analysis.checklist.values = {name: "yes" if seen else "no" for name, seen in draft.visible.items()}
        analysis.suitable.value = draft.suitable
        analysis.limits.value = draft.limits
        analysis.quality_reason.value = draft.quality_reason
        return
    offered = {value for _, value in conclusion.letter.control.options}
    conclusion.letter.value = draft.letter if draft.letter in offered else ""
    conclusion.value.value = draft.value if draft.value in {each.value for each in view.scale} else None
    conclusion.reasons.value = draft.reasons
    if conclusion.checklist.about:
        kept = {name: each.value for name, each in draft.observations.items()}
        conclusion.checklist.values = {**conclusion.checklist.values, **kept}
        conclusion.checklist.reasons = dict(draft.explanations)
        conclusion.checklist.notes = dict(draft.notes)


def _texts(given: dict[str, object], rows: set[str]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items() if name in rows and value}
