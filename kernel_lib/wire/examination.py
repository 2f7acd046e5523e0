"""Examination by stages, and the lead that may come of two of them."""

from datetime import date, datetime

from pydantic import Field

from kernel_lib.vocabulary import Disposition, ExaminationState, LeadState, Observation
from kernel_lib.wire.casework import ChoiceView, FindingView
from kernel_lib.wire.descriptions import DescriptionView
from kernel_lib.wire.drafts import ExaminationDraft
from kernel_lib.wire.editing import EditorView, EffectView
from kernel_lib.wire.model import Message
from kernel_lib.wire.review import AmendmentView
from kernel_lib.wire.views import MOST_PINS, Pin


class ComponentView(Message):
    """A facial component of the checklist, in its fixed order from top to bottom (D-03)."""

    id: str
    title: str
    hint: str


class ScaleValue(Message):
    """One value of the conclusion scale: symmetric about 0, no identification value (D-06)."""

    value: int
    title: str
    sentence: str


class AnalysisNotes(Message):
    """What the examiner sees in the probe alone: per component visible or not, suitability, limits, pins (D-02).

    `quality_reason` says why a probe that carries the low-quality mark is searched all the same (A-18).
    """

    visible: dict[str, bool]
    suitable: bool
    limits: str = Field(default="", max_length=2000)
    quality_reason: str = Field(default="", max_length=2000)
    pins: tuple[Pin, ...] = Field(default=(), max_length=MOST_PINS)


class CandidatePicture(Message):
    """One picture of a candidate. The date is empty until the examination is locked (C-05)."""

    picture: str
    captured_on: date | None = None


class LetterView(Message):
    """A candidate under its neutral letter, with the disposition given so far.

    `statement` says that the person attached a statement to a picture; its words would lead the examiner (F-63).
    """

    letter: str
    pictures: tuple[CandidatePicture, ...]
    disposition: Disposition | None
    note: str = ""
    statement: bool = False


class DispositionGiven(Message):
    """What the examiner says of one candidate."""

    disposition: Disposition
    note: str = Field(default="", max_length=1000)


class ComponentObservation(Message):
    """One row of the checklist for the chosen candidate.

    The note of a dissimilarity begins with the title of one of the explanations of the examination (D-05).
    """

    component: str
    observation: Observation
    note: str = Field(default="", max_length=1000)


class ConclusionOffered(Message):
    """The evaluation to be locked: the letter (None: none of these), the value, the checklist, the reasons, pins."""

    letter: str | None
    value: int
    components: tuple[ComponentObservation, ...]
    reasons: str = Field(max_length=4000)
    pins: tuple[Pin, ...] = Field(default=(), max_length=MOST_PINS)


class RevealedCandidate(Message):
    """What becomes visible after the lock: rank, similarity and what it means, dates, age gap (C-05 to C-07)."""

    letter: str
    rank: int
    score: float
    captured_on: tuple[date, ...]
    age_gap_years: float | None
    selected: bool
    meaning: str = ""


class FurtherShown(Message):
    """A further picture of the person searched, others masked, with the quality of its face (A-21)."""

    picture: str
    findings: tuple[FindingView, ...]


class ExaminationView(Message):
    """One examiner's work on one probe. Nothing here tells the first from the second examiner (D-09)."""

    id: str
    number: str
    state: ExaminationState
    probe_picture: str
    probe_findings: tuple[FindingView, ...]
    quality_mark: str = ""
    further: tuple[FurtherShown, ...] = ()
    components: tuple[ComponentView, ...]
    scale: tuple[ScaleValue, ...]
    proposition_same: str
    proposition_different: str
    explanations: tuple[ChoiceView, ...]
    analysis: AnalysisNotes | None
    letters: tuple[LetterView, ...]
    opened: bool
    empty_list: bool
    empty_meaning: str = ""
    conclusion: ConclusionOffered | None
    draft: ExaminationDraft | None = None
    contexts: tuple[ChoiceView, ...] = ()
    revealed: tuple[RevealedCandidate, ...] = ()
    reveal_note: str = ""
    warnings: tuple[str, ...] = ()
    description: DescriptionView | None = None
    amendments: tuple[AmendmentView, ...] = ()
    editor: EditorView | None = None
    effect: EffectView | None = None
    mark: str = ""


class ExaminerConclusion(Message):
    """One examiner's conclusion as the lead shows it, without the examiner's name."""

    examiner: str
    value: int
    title: str
    sentence: str
    reasons: str


class LeadReveal(Message):
    """What is shown of the lead once its limits are acknowledged (E-02, E-03, E-04)."""

    subject_number: str
    owning_service: str
    picture: str
    captured_on: date
    age_gap_years: float | None
    probe_picture: str
    conclusions: tuple[ExaminerConclusion, ...]
    facts: tuple[tuple[str, str], ...]
    check_first: tuple[str, ...]
    cautions: tuple[str, ...]


class LeadView(Message):
    """A lead. Before the acknowledgement there are only its limits (E-01, E-04)."""

    id: str
    request_number: str
    occurrence_number: str
    state: LeadState
    issued_at: datetime
    expires_at: datetime
    limits: tuple[str, ...]
    acknowledgement_text: str
    acknowledged_at: datetime | None
    stamp: str = ""
    mark: str = ""
    quality_mark: str = ""
    reveal: LeadReveal | None = None


class Acknowledgement(Message):
    """Typed initials under the limits (E-04)."""

    initials: str = Field(min_length=2, max_length=6)
    accepted: bool
