"""Examinations, letters and what the lock reveals, as a service would send them."""

from datetime import date
from typing import Any

from kernel_lib.vocabulary import (
    Disposition,
    ExaminationState,
    Verdict,
)
from kernel_lib.wire.casework import (
    ChoiceView,
)
from kernel_lib.wire.examination import (
    CandidatePicture,
    ComponentView,
    ExaminationView,
    LetterView,
    RevealedCandidate,
    ScaleValue,
)
from tests.widgets.fakes import findings


def an_examination(state: ExaminationState = ExaminationState.ANALYSIS, **changes: Any) -> ExaminationView:
    """An examination with three components, three letters and a scale of five."""
    fields: dict[str, Any] = {
        "id": "e1",
        "number": "E-0001",
        "state": state,
        "probe_picture": "examinations/e1/probe",
        "probe_findings": findings(Verdict.CAUTION),
        "components": tuple(
            ComponentView(id=name, title=name.title(), hint=f"The {name}.") for name in ("skin", "eyes", "nose")
        ),
        "scale": tuple(
            ScaleValue(value=value, title=f"Support {value}", sentence=f"Sentence {value}.")
            for value in (-2, -1, 0, 1, 2)
        ),
        "proposition_same": "Both show the same person.",
        "proposition_different": "They show two people.",
        "explanations": (ChoiceView(id="artefact", title="Image artefact"), ChoiceView(id="pose", title="Pose")),
        "analysis": None,
        "letters": (),
        "opened": False,
        "empty_list": False,
        "conclusion": None,
    }
    return ExaminationView(**{**fields, **changes})


def letters(count: int = 3, disposition: Disposition | None = None) -> tuple[LetterView, ...]:
    """Candidates under letters."""
    return tuple(
        LetterView(
            letter=chr(65 + at),
            pictures=(CandidatePicture(picture=f"examinations/e1/candidates/{chr(65 + at)}/0"),),
            disposition=disposition,
        )
        for at in range(count)
    )


def revealed() -> tuple[RevealedCandidate, ...]:
    """What the lock reveals."""
    return (
        RevealedCandidate(
            letter="B", rank=1, score=0.41, captured_on=(date(2021, 3, 4),), age_gap_years=5.5, selected=True
        ),
        RevealedCandidate(letter="A", rank=2, score=0.22, captured_on=(), age_gap_years=None, selected=False),
    )
