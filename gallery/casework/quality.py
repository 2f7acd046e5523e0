"""What the measured quality of a probe means: what is said of it, and the mark that it leaves on everything (A-18)."""

from gallery.records.probes import Probe, ProbeFace
from kernel_lib.faces.quality_words import UNIFIED
from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import FindingView

LOW_QUALITY = "Low-quality probe: searched between the quality floor and the caution line."
"""The permanent mark: the same words on every output that comes of the probe."""
_POOR = (Verdict.CAUTION, Verdict.REFUSED)


def findings_of(face: ProbeFace) -> tuple[FindingView, ...]:
    """Return the measured quality vector of a face."""
    return tuple(FindingView.model_validate(finding) for finding in face.findings)


def quality_cautions(probe: Probe | None) -> tuple[str, ...]:
    """Return what must be said beside everything made from this probe: the mark first, then what fails (A-18)."""
    face = probe.chosen if probe else None
    if face is None:
        return ()
    poor = tuple(finding.sentence for finding in findings_of(face) if finding.verdict in _POOR)
    mark = quality_mark(face)
    return (mark, *poor) if mark else poor


def quality_told(probe: Probe | None) -> str:
    """Return the quality of the chosen face in few words: the unified quality, and every component that fails."""
    face = probe.chosen if probe else None
    if face is None:
        return ""
    said = [each.sentence for each in findings_of(face) if each.component == UNIFIED or each.verdict in _POOR]
    return " ".join(said)


def failing(face: ProbeFace | None) -> tuple[str, ...]:
    """Return the components of a face for which it carries the low-quality mark, by name; none: no mark (A-18)."""
    return tuple(each.component for each in findings_of(face) if each.mark) if face else ()


def quality_mark(*faces: ProbeFace | None) -> str:
    """Return the low-quality mark if any of these faces carries it: of the probe as received, or of what was made."""
    return LOW_QUALITY if any(failing(face) for face in faces) else ""


def quality_kept(face: ProbeFace, *others: ProbeFace) -> dict[str, object]:
    """Return what the capsule keeps of the quality of the faces that are searched: the mark, and how it came to be."""
    faces = (face, *others)
    names = sorted({name for each in faces for name in failing(each)})
    basis = next((each.basis for each in findings_of(face) if each.basis), "")
    return {"low": bool(names), "components": names, "basis": basis}
