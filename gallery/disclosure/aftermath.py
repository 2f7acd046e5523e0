"""What a pack holds beside searches and examinations: what was seen, described and followed, and accuracy on file.

Plain values as in `gallery.disclosure.contents`; `gallery.disclosure.scrub` takes out who must not be named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class FurtherPart:
    """A further picture of the same person, searched as one with the first (A-21).

    `may_differ`: its face was less similar to the others than pictures of one person usually are. `picture` shows its
    chosen face with every other one masked, or is None where only the record is kept.
    """

    sha256: str
    format: str
    width: int
    height: int
    notes: tuple[str, ...]
    origin: Mapping[str, Any]
    added_by: str
    added_at: datetime
    chosen_face: int | None
    chosen_why: str
    crop_sha256: str | None
    may_differ: bool
    picture: bytes | None


@dataclass(frozen=True)
class ContextPart:
    """What an examiner saw or heard beside the pictures, and whether they stepped back for it (D-15)."""

    kinds: tuple[str, ...]
    note: str
    stepped_back: bool
    recorded_at: datetime


@dataclass(frozen=True)
class DescriptionPart:
    """What was described of the person beside what is held; the decision where the two contradict (D-07)."""

    rows: tuple[Mapping[str, Any], ...]
    contradiction: bool
    filled_by: str
    filled_at: datetime
    reason: str
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class FactPart:
    """One record about a lead, by its kind: evidence, checks, lineups, paragraphs, reliance, steps, outcome."""

    kind: str
    body: Mapping[str, Any]
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class CopyPart:
    """A print, file or pack with the lead in it: its mark, and when it was marked withdrawn (C-11, E-13)."""

    account_id: str
    kind: str
    mark: str
    made_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class NoticePart:
    """A withdrawal told to one recipient, and when they said that their copies are marked (E-13)."""

    account_id: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class FollowUpPart:
    """Everything that followed a lead, oldest first."""

    facts: tuple[FactPart, ...] = ()
    copies: tuple[CopyPart, ...] = ()
    notices: tuple[NoticePart, ...] = ()


@dataclass(frozen=True)
class DisclosurePart:
    """That the use of face recognition was disclosed: to whom, when, how (E-17)."""

    recipient: str
    method: str
    disclosed_on: date
    reference: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class HoldPart:
    """A hold that keeps search records of the case as they are (C-13)."""

    ground: str
    note: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


@dataclass(frozen=True)
class IncidentPart:
    """A report opened about a wrongful identification (E-19)."""

    opened_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class CaseFilePart:
    """What is recorded of the case as a whole. `frozen_since`: from then on nothing of it may be purged."""

    disclosures: tuple[DisclosurePart, ...] = ()
    holds: tuple[HoldPart, ...] = ()
    frozen_since: datetime | None = None
    incidents: tuple[IncidentPart, ...] = ()


@dataclass(frozen=True)
class EvaluationPart:
    """An evaluation of accuracy that a search of the case names, or that is on file: its canonical JSON and hash."""

    sha256: str
    body: str


@dataclass(frozen=True)
class AccuracyPart:
    """What is on file in words, and every evaluation that concerns the case (E-02, E-14)."""

    state: str
    evaluations: tuple[EvaluationPart, ...] = ()


NOTHING_FOLLOWED = FollowUpPart()
NOTHING_ON_FILE = CaseFilePart()
NOT_EVALUATED = AccuracyPart("No evaluation of accuracy is on file.")
