"""The quality vector of one face: 27 components in the manner of ISO/IEC 29794-5, each in plain words, and one sum.

The unified quality orders and informs; nothing is decided by it, because a number that sums up a face hides why. What
is refused or cautioned against is decided by single components.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from kernel_lib.faces import measures
from kernel_lib.faces.detection import Face
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.quality_limits import Limit, QualityLimits, Verdict
from kernel_lib.faces.quality_words import NOT_ASSESSED, UNIFIED, UNIFIED_TITLE, WORDS, sentence_of

LOWEST = 3
"""How many of the lowest grades weigh as much as all together in the unified quality."""
_BESIDE_THE_FACE = frozenset({"background_uniformity", "single_face_present", "head_size"})
"""Components that say nothing about how well the face itself can be compared: not part of the unified quality."""


@dataclass(frozen=True)
class Finding:
    """One component of one face. `value` is the raw measure in `unit`; `quality` is 0 to 100, higher is better.

    Both are None where the component was not assessed; `sentence` then says why. `limit` is the bound that decided the
    verdict, or the nearest one. `help` says what would help where the verdict is a caution or a refusal. `mark` tells
    that the finding leaves the low-quality mark on everything made from the face (A-18). `basis`, of the unified
    quality alone, names the methods and the hash of the limits: what two vectors must share to be compared.
    """

    component: str
    value: float | None
    unit: str
    limit: float | None
    verdict: Verdict
    sentence: str
    title: str = ""
    quality: int | None = None
    help: str = ""
    mark: bool = False
    basis: str = ""


def assess(picture: DecodedPicture, face: Face, faces: Sequence[Face], limits: QualityLimits) -> tuple[Finding, ...]:
    """The unified quality and then every component of one face, in the order of the standard.

    A component without limits (a service may take one out) is left out.

    Args:
        picture: the picture that shows the face.
        face: the face that is assessed.
        faces: all faces found in the picture.
        limits: bounds of each component.
    """
    values = measures.measured(picture, face, faces)
    found = tuple(
        _finding(name, values.get(name), limits.components.get(name))
        for name in WORDS
        if name in limits.components or name not in values
    )
    return (replace(unified(found), basis=f"{measures.METHOD} limits:{limits.sha256}"), *found)


def unified(found: Iterable[Finding]) -> Finding:
    """The unified quality: half the mean of all assessed grades about the face, half the mean of the three lowest.

    So one bad component pulls it down, and many good ones do not hide it.
    """
    grades = sorted(
        each.quality for each in found if each.quality is not None and each.component not in _BESIDE_THE_FACE
    )
    if not grades:
        sentence = f"{UNIFIED_TITLE} not assessed: no component was."
        return Finding(UNIFIED, None, "0 to 100", None, "not_assessed", sentence, UNIFIED_TITLE)
    grade = round((fmean(grades) + fmean(grades[:LOWEST])) / 2)
    sentence = f"The unified quality is {grade} of 100, from {len(grades)} components; nothing is decided by it."
    return Finding(UNIFIED, float(grade), "0 to 100", None, "ok", sentence, UNIFIED_TITLE, grade)


# Private


def _finding(name: str, value: float | None, limit: Limit | None) -> Finding:
    words = WORDS[name]
    if value is None or limit is None:
        sentence = f"{words.title} not assessed: {NOT_ASSESSED[name]}."
        return Finding(name, None, limit.unit if limit else "", None, "not_assessed", sentence, words.title)
    verdict, bound = limit.verdict(value)
    said = sentence_of(name, value, verdict, bound)
    poor = verdict != "ok"
    help_ = words.help if poor else ""
    return Finding(
        name, value, limit.unit, bound, verdict, said, words.title, limit.quality(value), help_, poor and limit.mark
    )
