"""What is said of each component: its title, its value in a sentence, what follows of a bound, and what would help."""

from dataclasses import dataclass

UNIFIED = "unified_quality"
UNIFIED_TITLE = "Unified quality"


@dataclass(frozen=True)
class Words:
    """`said` has one place for the value; `below` and `above` say what follows; `help` what a person can ask for."""

    title: str
    said: str
    below: str = ""
    above: str = ""
    help: str = ""


_FRONT = "Ask for a second camera that saw the face from the front."
_LIGHT = "Ask for a camera or a moment with other light."
_WHOLE = "Ask for the whole picture; the edge cuts the head off."
_UNCOVERED = "Ask for a moment at which nothing covers the face."
_CUT = "part of the head lies outside the picture"

WORDS: dict[str, Words] = {
    "background_uniformity": Words(
        "Background uniformity", "Steps in the background measure {value:.1f} grey levels", "", "it is restless"
    ),
    "illumination_uniformity": Words(
        "Illumination uniformity",
        "The light on both halves of the face agrees to {value:.2f} of 1",
        "one side lies in shadow",
        help=_LIGHT,
    ),
    "luminance_mean": Words(
        "Luminance mean",
        "The face has a mean grey level of {value:.0f} of 255",
        "it may be too dark to compare",
        "it may be too bright to compare",
        _LIGHT,
    ),
    "luminance_variance": Words(
        "Luminance variance",
        "The grey levels of the face vary by {value:.0f}",
        "features may not stand out",
        help=_LIGHT,
    ),
    "under_exposure_prevention": Words(
        "Under-exposure prevention",
        "Black without detail covers {value:.0f} per cent of the face",
        "",
        "features may be lost in the dark",
        _LIGHT,
    ),
    "over_exposure_prevention": Words(
        "Over-exposure prevention",
        "White without detail covers {value:.0f} per cent of the face",
        "",
        "features may be lost in the glare",
        _LIGHT,
    ),
    "dynamic_range": Words(
        "Dynamic range",
        "Light and dark in the face differ by {value:.0f} grey levels",
        "features may not stand out",
        help=_LIGHT,
    ),
    "sharpness": Words(
        "Sharpness",
        "Fine detail in the face measures {value:.2f}",
        "blur may hide the features compared",
        help="Ask for the original recording, or for a moment at which the person stands still.",
    ),
    "compression_artifacts": Words(
        "Compression artifacts",
        "Compression is like JPEG quality {value:.0f} of 100",
        "compression may have removed or added detail",
        help="Ask for the original recording, before it was compressed again.",
    ),
    "natural_colour": Words(
        "Natural colour",
        "The colour of the cheeks lies {value:.1f} away from natural skin colours",
        "",
        "colour cannot be compared",
        "Ask for a camera in daylight or under white light.",
    ),
    "single_face_present": Words(
        "Single face present", "The picture shows {value:.0f} faces", "", "make sure that the right one is chosen"
    ),
    "eyes_open": Words("Eyes open", ""),
    "mouth_closed": Words("Mouth closed", ""),
    "eyes_visible": Words(
        "Eyes visible",
        "Light and dark about the fainter eye measure {value:.2f}",
        "an eye may be covered",
        help=_UNCOVERED,
    ),
    "mouth_occlusion_prevention": Words(
        "Mouth occlusion prevention",
        "Light and dark about the mouth measure {value:.2f}",
        "the mouth may be covered",
        help=_UNCOVERED,
    ),
    "face_occlusion_prevention": Words(
        "Face occlusion prevention",
        "The face's own skin colour covers {value:.0f} per cent of it",
        "part of it may be covered",
        help=_UNCOVERED,
    ),
    "inter_eye_distance": Words(
        "Inter-eye distance",
        "Eye distance is {value:.0f} pixels",
        "the face may be too small to compare",
        help="Ask for the original recording at full size, or for a camera nearer to the person.",
    ),
    "head_size": Words(
        "Head size", "The face covers {value:.1f} per cent of the picture", "it is small in its picture"
    ),
    "leftward_crop": Words(
        "Leftward crop of the face image",
        "There are {value:.1f} eye distances from the eyes to the left edge",
        _CUT,
        help=_WHOLE,
    ),
    "rightward_crop": Words(
        "Rightward crop of the face image",
        "There are {value:.1f} eye distances from the eyes to the right edge",
        _CUT,
        help=_WHOLE,
    ),
    "margin_above": Words(
        "Margin above the face",
        "There are {value:.1f} eye distances from the eyes to the upper edge",
        _CUT,
        help=_WHOLE,
    ),
    "margin_below": Words(
        "Margin below the face",
        "There are {value:.1f} eye distances from the eyes to the lower edge",
        _CUT,
        help=_WHOLE,
    ),
    "head_pose_yaw": Words(
        "Head pose, yaw",
        "The head is turned about {value:.0f} degrees to the side",
        "",
        "part of the face is hidden",
        _FRONT,
    ),
    "head_pose_pitch": Words(
        "Head pose, pitch",
        "The head is tipped about {value:.0f} degrees up or down",
        "",
        "the proportions are distorted",
        "Ask for a second camera at the height of the face.",
    ),
    "head_pose_roll": Words(
        "Head pose, roll",
        "The head leans {value:.0f} degrees",
        "",
        "turn the picture upright before it is searched",
    ),
    "expression_neutrality": Words("Expression neutrality", ""),
    "no_head_coverings": Words("No head coverings", ""),
}
"""The 27 components by name, in the order of the standard's reference implementation."""

NOT_ASSESSED: dict[str, str] = {
    "eyes_open": "it needs the outline of the eyelids, which five points do not give",
    "mouth_closed": "it needs the outline of the lips, which five points do not give",
    "expression_neutrality": "it needs a model of expressions, and none with a fitting licence is at hand",
    "no_head_coverings": "it needs a model that tells hair from cloth, and none with a fitting licence is at hand",
    "background_uniformity": "too little of the background is in the picture",
    "face_occlusion_prevention": "the face has no colour to tell skin by",
}
"""Why a component has no value: four never have one, two not on every face."""


def sentence_of(name: str, value: float, verdict: str, bound: float | None) -> str:
    """Return one sentence: the value, and beyond a bound what follows of it."""
    words = WORDS[name]
    start = words.said.format(value=value)
    if name == "single_face_present" and value == 1:
        start = "The picture shows one face"
    if verdict == "ok" or bound is None:
        return f"{start}; no caution."
    side, consequence = ("below", words.below) if value < bound else ("above", words.above)
    refusal = " It is not searched." if verdict == "refused" else ""
    return f"{start}; {side} {bound:g}, {consequence}.{refusal}"
