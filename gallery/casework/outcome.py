"""What two or three locked conclusions make of a request. No score has a part in it (D-12, D-13)."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How conclusions stand to each other."""

    LEAD = "lead"
    NO_LEAD = "no_lead"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Said:
    """What one examiner concluded: a subject and the value of the scale, or None and a value of 0 or less."""

    subject_id: str | None
    value: int


@dataclass(frozen=True)
class Outcome:
    """The verdict, and for a lead its one subject (E-03)."""

    verdict: Verdict
    subject_id: str | None = None


def outcome(said: tuple[Said, ...], lead_from: int) -> Outcome:
    """Return what the conclusions make together.

    Two examiners make a lead when both support the same subject at `lead_from` or above, no lead when neither
    supports any, and a conflict otherwise. With a third, two of three decide; when no two support one subject there
    is no lead.

    Raises:
        ValueError: there are not two or three conclusions.
    """
    if len(said) not in (2, 3):
        raise ValueError(f"outcome: expected two or three conclusions, got {len(said)}")
    supported = Counter(each.subject_id for each in said if each.subject_id and each.value >= lead_from)
    agreed = next((subject for subject, count in supported.items() if count >= 2), None)
    if agreed:
        return Outcome(Verdict.LEAD, agreed)
    if supported and len(said) == 2:
        return Outcome(Verdict.CONFLICT)
    return Outcome(Verdict.NO_LEAD)
