"""What is described of the person beside what is held, filled in after the first conclusion (D-07)."""

from collections.abc import Callable

import ipywidgets

from kernel_lib.vocabulary import Standing
from kernel_lib.wire.descriptions import DescriptionOffered, DescriptionView, FeatureCompared
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.markup import Markup, element, joined, table
from widgets.words.language import say, told

STANDINGS = {
    Standing.AGREES: "Agrees",
    Standing.CONTRADICTS: "Contradicts",
    Standing.NOT_KNOWN: "Not known",
}
_COLUMNS = ("Feature", "Described", "Held", "Verdict")


class Description:
    """For each feature what is described, what is held, and how the two stand to each other."""

    def __init__(self, acts: Acts, fill_in: Callable[[], None]) -> None:
        self._acts = acts
        self._rows: dict[str, tuple[field.Field, field.Field, field.Field]] = {}
        self._button = acts.button(say("Keep the comparison"), fill_in, primary=True)
        self.box = ipywidgets.VBox([])

    def show(self, view: DescriptionView) -> None:
        """Show the features, with the answers kept so far."""
        kept = {row.feature: row for row in view.rows}
        self._rows = {each.id: _fields(each.id, told(each.title), kept.get(each.id)) for each in view.features}
        fields = [part for row in self._rows.values() for part in row]
        self._acts.know(*fields)
        answered = [html(compared(view))] if view.rows else []
        self.box.children = [html(_intro(view)), *answered, *(part.box for part in fields), self._button]

    @property
    def offered(self) -> DescriptionOffered:
        """The comparison as it stands."""
        return DescriptionOffered(
            rows=tuple(
                FeatureCompared(
                    feature=feature,
                    described=described.value,
                    held=held.value,
                    standing=Standing(standing.value or Standing.NOT_KNOWN),
                )
                for feature, (described, held, standing) in self._rows.items()
            )
        )


def compared(view: DescriptionView) -> Markup:
    """Return the comparison as it was kept, and what follows from it."""
    titles = {each.id: told(each.title) for each in view.features}
    rows = [
        (titles.get(row.feature, row.feature), row.described or "–", row.held or "–", told(STANDINGS[row.standing]))
        for row in view.rows
    ]
    follows = ""
    if view.holds_back:
        words = say("A contradiction is marked: a lead does not go out before a supervisor has written a reason.")
        follows = element("p", words, class_="lb-caution-line", role="note")
    return joined((follows, table(say("Descriptions compared"), _COLUMNS, rows, headed=True)))


def _intro(view: DescriptionView) -> Markup:
    words = say(
        "Compare what a witness or the recording tells of the body with what the booking record holds of the person "
        "whom you chose. Leave open what nobody knows. A marked contradiction holds the lead back."
    )
    told_there = [element("h2", say("Description of the person")), element("p", words)]
    if view.required:
        waits = say("A description is on file: no lead goes out before you have compared it (D-07).")
        told_there += [element("p", waits, class_="lb-caution-line", role="note"), element("blockquote", view.told)]
    return joined(told_there)


def _fields(feature: str, title: str, kept: FeatureCompared | None) -> tuple[field.Field, field.Field, field.Field]:
    described = field.text(f"{feature}_described", say("{title} as described", title=title))
    held = field.text(f"{feature}_held", say("{title} as held", title=title))
    options = [(words, each.value) for each, words in STANDINGS.items()]
    standing = field.radios(feature, say("{title}: how do the two stand?", title=title), options)
    if kept:
        described.value, held.value, standing.value = kept.described, kept.held, kept.standing.value
    return described, held, standing
