"""Further pictures of the person searched, for whoever asks, decides and examines (A-21)."""

from kernel_lib.wire.casework import FurtherView
from kernel_lib.wire.examination import FurtherShown
from widgets.parts.markup import Markup, bullets, element, joined, picture
from widgets.parts.quality import quality
from widgets.words.language import say, told


def further_pictures(further: tuple[FurtherView, ...]) -> Markup:
    """Return every further picture with its chosen face, why, and the question whether it is one person."""
    if not further:
        return Markup("")
    heading = element("h3", say("Further pictures of the same person (A-21)"))
    return joined((heading, *(_one(number, each) for number, each in enumerate(further, start=1))))


def further_faces(further: tuple[FurtherShown, ...]) -> Markup:
    """Return the further faces as an examiner sees them, each with its quality."""
    shown = [
        element(
            "div",
            element("div", picture(each.picture, say("Further picture {number}", number=number), "lb-crop")),
            element("div", quality(each.findings)),
            class_="lb-face-facts",
        )
        for number, each in enumerate(further, start=1)
    ]
    return joined((element("h3", say("Further pictures of the same person (A-21)")), *shown)) if shown else Markup("")


# Private


def _one(number: int, further: FurtherView) -> Markup:
    faces = [face for face in further.faces if further.chosen_face in (None, face.index)]
    pictures = [picture(each.picture, say("Further picture {number}", number=number), "lb-crop") for each in faces]
    words = [
        element("strong", say("Further picture {number}", number=number)),
        bullets(further.notes) if further.notes else "",
        element("p", further.chosen_why or say("No face is chosen in it yet.")),
        element("p", told(further.warning), class_="lb-quality-mark") if further.warning else "",
        *(quality(each.findings) for each in faces if each.index == further.chosen_face),
    ]
    return element("div", element("div", *pictures), element("div", *words), class_="lb-face-facts")
