"""How a photo array is shown on the lead's page: its pictures by number, its code once, its sealed result."""

from kernel_lib.vocabulary import ArrayState
from kernel_lib.wire.arrays import ArrayView, ShownPicture
from widgets.parts.markup import Markup, element, facts, joined, picture, table
from widgets.parts.wording import moment
from widgets.words.language import say, told

_STATES = {
    ArrayState.PREPARING: "it is being prepared",
    ArrayState.READY: "it is measured and waits for its administrator",
    ArrayState.SHOWING: "it is being shown",
    ArrayState.SEALED: "it is sealed",
}


def array_pictures(array: ArrayView) -> Markup:
    """Return the person and every filler by number, each cut alike, with what is known of where it comes from."""
    shown = [_figure(array.person, say("The lead's person"), "")]
    shown += [
        _figure(
            each.picture,
            say("Filler {number}", number=each.number),
            each.source or say("Booking picture of the owning service"),
        )
        for each in array.fillers
    ]
    state = element("p", element("strong", say("Photo array")), ": ", told(_STATES[array.state]))
    return joined((state, element("div", *shown, class_="lb-array")))


def code_told(array: ArrayView) -> Markup:
    """Return the code, which the service tells once; afterwards only until when it is good."""
    if array.code_until is None:
        return Markup("")
    until = moment(array.code_until)
    if not array.code:
        return element("p", say("A code was made. It opens the array once, until {until}.", until=until))
    code = element("code", f"{array.code[:5]} {array.code[5:]}", class_="lb-code")
    words = say("Give this code to whoever shows the pictures. It opens the array once, until {until}.", until=until)
    return element("div", element("p", words), element("p", code), class_="lb-banner", role="status")


def array_result(array: ArrayView) -> Markup:
    """Return what was said of each picture, by whom it was shown, and the seal."""
    shown = facts(
        (
            (say("Shown by"), array.administrator),
            (say("From"), moment(array.started_at)),
            (say("Until"), moment(array.ended_at)),
            (say("Went back"), str(array.went_back)),
            (say("Recorded in sound and picture"), say("yes") if array.recorded else say("no")),
            (say("Ended early or not recorded, because"), array.unfinished or say("no")),
            (say("Seal"), array.seal),
        )
    )
    columns = (say("Place"), say("Whose"), say("In the witness's words"), say("SHA-256 of the picture"))
    rows = [(str(each.place), _whose(each), _answers(each), f"{each.sha256[:12]}…") for each in array.shown]
    heading = element("h3", say("Photo array, sealed {ended}", ended=moment(array.ended_at)))
    return joined(
        (heading, shown, table(say("Pictures in the order in which they were shown"), columns, rows, headed=True))
    )


# Private


def _figure(path: str, name: str, note: str) -> Markup:
    said = element("figcaption", element("strong", name), element("br") if note else "", note)
    return element("figure", picture(path, name), said)


def _whose(shown: ShownPicture) -> str:
    return say("Filler {number}", number=shown.filler) if shown.filler else say("The lead's person")


def _answers(shown: ShownPicture) -> str:
    return " · ".join(f"{moment(at)}: {words}" for at, words in shown.answers) or say("no answer")
