"""What a disclosure pack is made of, as plain values: everything that the records and the log hold of one case.

Pictures are here in the clear; `gallery.disclosure.sections` masks them on the way into the pack. Times are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gallery.disclosure.aftermath import (
    NOT_EVALUATED,
    NOTHING_FOLLOWED,
    NOTHING_ON_FILE,
    AccuracyPart,
    CaseFilePart,
    ContextPart,
    DescriptionPart,
    FollowUpPart,
    FurtherPart,
)
from gallery.disclosure.showings import ArrayPart


@dataclass(frozen=True)
class Training:
    """A certificate of a person as it was at an act."""

    scope: str
    provider: str
    passed: date
    expires: date
    in_force: bool


@dataclass(frozen=True)
class Acting:
    """Somebody of the service, the duty in which they acted and when, and their training at that time."""

    account_id: str
    name: str
    duty: str
    acted_at: datetime
    training: tuple[Training, ...]


@dataclass(frozen=True)
class ApprovalPart:
    """A decision on a request with its reasons."""

    approved: bool
    decided_by: str
    decided_at: datetime
    necessity: str
    proportionality: str
    other_means: str
    reason: str
    galleries: tuple[str, ...]


@dataclass(frozen=True)
class FacePart:
    """A face of a probe: `box` is left, top, width, height in pixels of the upright picture."""

    place: int
    box: tuple[float, float, float, float]
    turn: float
    detector_score: float
    searchable: bool
    findings: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class DerivativePart:
    """A picture derived from a probe by one operation; `picture` is None where only its record is kept."""

    parent_sha256: str
    sha256: str
    operation: str
    parameters: Mapping[str, Any]
    software: str
    made_by: str
    made_at: datetime
    picture: bytes | None


@dataclass(frozen=True)
class ProbePart:
    """A received picture; `picture` is None once it was destroyed. `chosen_face` is the place of the face searched.

    `low_quality` is the mark of a face between floor and caution line (A-18).
    """

    sha256: str
    format: str
    width: int
    height: int
    received_by: str
    received_at: datetime
    replaced_at: datetime | None
    notes: tuple[str, ...]
    chosen_face: int | None
    chosen_why: str
    faces: tuple[FacePart, ...]
    derivatives: tuple[DerivativePart, ...]
    picture: bytes | None
    low_quality: str = ""
    further: tuple[FurtherPart, ...] = ()


@dataclass(frozen=True)
class CandidatePicturePart:
    """One picture of a candidate with its score; `picture` is None once it was destroyed."""

    reference_number: int
    captured_on: date
    score: float
    picture: bytes | None


@dataclass(frozen=True)
class CandidatePart:
    """A candidate in returned order; one that is not `listed` lay below the threshold and served as a foil."""

    place: int
    subject_id: str
    score: float
    listed: bool
    pictures: tuple[CandidatePicturePart, ...]


@dataclass(frozen=True)
class SearchPart:
    """One run: what was searched, with what settings, its capsule, and its list, which may be empty.

    `evaluation` is the hash of the evaluation that was on file then; `error_rates` and `empty_meaning` what it tells.
    """

    id: str
    examiner_id: str
    started_at: datetime
    ended_at: datetime
    pictures: int
    eligible: int
    excluded: Mapping[str, int]
    threshold: float
    longest: int
    model_id: str
    capsule: str
    capsule_sha256: str
    candidates: tuple[CandidatePart, ...]
    evaluation: str = ""
    error_rates: str = ""
    empty_meaning: str = ""


@dataclass(frozen=True)
class VersionPart:
    """What was locked, as canonical JSON under its hash, linked to the version before."""

    version: int
    stage: str
    body: str
    sha256: str
    previous_sha256: str | None
    locked_at: datetime


@dataclass(frozen=True)
class ExaminationPart:
    """One examiner's work. `letters` says which place of the list was shown under which letter, its pictures how."""

    number: str
    place: int
    examiner_id: str
    state: str
    assigned_at: datetime
    analysed_at: datetime | None
    opened_at: datetime | None
    locked_at: datetime | None
    value: int | None
    subject_id: str | None
    letters: Mapping[str, Mapping[str, Any]]
    versions: tuple[VersionPart, ...]
    contexts: tuple[ContextPart, ...] = ()


@dataclass(frozen=True)
class LeadPart:
    """A lead as it was issued, and its acknowledgement."""

    id: str
    state: str
    subject_id: str
    issued_at: datetime
    expires_at: datetime
    acknowledged_at: datetime | None
    initials: str
    cautions: tuple[str, ...]
    limits: tuple[str, ...]
    follow_up: FollowUpPart = NOTHING_FOLLOWED


@dataclass(frozen=True)
class RequestPart:
    """One search request of the case, whatever became of it. `withheld` says why its search is not in the pack."""

    id: str
    number: str
    state: str
    requester_id: str
    created_at: datetime
    submitted_at: datetime | None
    offence_title: str
    answers: Mapping[str, Any]
    rules: Mapping[str, str]
    approval: ApprovalPart | None
    probes: tuple[ProbePart, ...]
    searches: tuple[SearchPart, ...]
    examinations: tuple[ExaminationPart, ...]
    disagreement: str
    lead: LeadPart | None
    outcome: str
    withheld: str
    acting: tuple[Acting, ...]
    description: DescriptionPart | None = None
    arrays: tuple[ArrayPart, ...] = ()


@dataclass(frozen=True)
class Subject:
    """Somebody on a list. Shown in the clear only as the subject of a lead, or on a basis that covers them."""

    id: str
    name: str
    is_youth: bool
    is_sealed: bool
    number: str = ""


@dataclass(frozen=True)
class Basis:
    """A recorded legal basis for leaving masks out: its kind in `disclosure.toml`, and the paper that gives it."""

    kind: str
    reference: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class LogExtract:
    """Entries of the log about a case, each with its proof up to a signed checkpoint.

    `lines` are the records as written, without line ends; `proofs` their inclusion proofs, in the same order; `note`
    the signed checkpoint; `key` the text of `log.pub`.
    """

    size: int
    sequences: tuple[int, ...]
    lines: tuple[bytes, ...]
    proofs: tuple[tuple[bytes, ...], ...]
    note: str
    key: str


@dataclass(frozen=True)
class PackContents:
    """Everything of one case, and who asked for the pack when."""

    pack_id: str
    case_id: str
    case_number: str
    service: str
    made_by: str
    made_at: datetime
    leadbook_version: str
    requests: tuple[RequestPart, ...]
    subjects: tuple[Subject, ...]
    log: LogExtract
    basis: Basis | None = None
    case_file: CaseFilePart = NOTHING_ON_FILE
    accuracy: AccuracyPart = NOT_EVALUATED
