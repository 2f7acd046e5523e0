"""The checklist of facial components, in its fixed order (D-02, D-03, D-05)."""

from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets

from kernel_lib.vocabulary import Observation
from kernel_lib.wire.casework import ChoiceView
from kernel_lib.wire.examination import AnalysisNotes, ComponentObservation, ComponentView
from widgets.parts.static import module
from widgets.parts.wording import OBSERVATIONS
from widgets.words.language import say, told

_VISIBLE = ({"id": "yes", "title": "Visible", "key": "y"}, {"id": "no", "title": "Not visible", "key": "n"})
_KEYS = {
    Observation.SIMILAR: "s",
    Observation.DISSIMILAR: "d",
    Observation.UNCLEAR: "c",
    Observation.NOT_VISIBLE: "v",
}


class Checklist(anywidget.AnyWidget):
    """Rows of components and one choice in each. `values`, `reasons` and `notes` are keyed by component.

    Whatever the browser sets is read again against the known rows and choices, and checked by the service.
    """

    _esm = module("checklist")
    caption = traitlets.Unicode("").tag(sync=True)
    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    choices = traitlets.List(traitlets.Dict()).tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    reasons = traitlets.Dict().tag(sync=True)
    notes = traitlets.Dict().tag(sync=True)
    explanations = traitlets.List(traitlets.Dict()).tag(sync=True)
    explained = traitlets.Unicode("").tag(sync=True)
    all_words = traitlets.Unicode("").tag(sync=True)
    prefix = traitlets.Unicode("").tag(sync=True)
    locked = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.about = ""
        """The letter that the answers are about; empty while they are about the probe alone."""

    def ask_visible(self, components: tuple[ComponentView, ...], notes: AnalysisNotes | None) -> None:
        """Ask which components are visible in the probe; locked notes are shown and cannot be changed."""
        with self.hold_sync():
            self.caption = say("Components visible in the probe")
            self.prefix = "visible"
            self.choices = [{**each, "title": told(each["title"])} for each in _VISIBLE]
            self.rows = _rows(components)
            self.all_words = say("All visible")
            self.locked = notes is not None
            if notes is not None:
                self.values = {name: "yes" if seen else "no" for name, seen in notes.visible.items()}

    def ask_compared(
        self, components: tuple[ComponentView, ...], notes: AnalysisNotes | None, explanations: tuple[ChoiceView, ...]
    ) -> None:
        """Ask what is seen in each component of the pair; what the probe does not show stands so already."""
        hidden = [] if notes is None else [name for name, seen in notes.visible.items() if not seen]
        with self.hold_sync():
            self.caption, self.prefix = say("Components of the pair"), "components"
            self.choices = [
                {"id": each.value, "title": told(words), "key": _KEYS[each]} for each, words in OBSERVATIONS.items()
            ]
            self.rows = _rows(components)
            self.explanations = [{"id": each.id, "title": told(each.title)} for each in explanations if each.open]
            self.explained = Observation.DISSIMILAR.value
            self.all_words = say("All others same")
            self.values = dict.fromkeys(hidden, Observation.NOT_VISIBLE.value)
            self.reasons, self.notes = {}, {}

    @property
    def missing(self) -> list[str]:
        """Titles of the components without an answer."""
        allowed = {choice["id"] for choice in self.choices}
        return [row["title"] for row in self.rows if self.values.get(row["id"]) not in allowed]

    @property
    def visible(self) -> dict[str, bool]:
        """The answers to `ask_visible`."""
        return {row["id"]: self.values.get(row["id"]) == "yes" for row in self.rows}

    @property
    def observations(self) -> tuple[ComponentObservation, ...]:
        """The answers to `ask_compared`, each difference with its explanation and note."""
        titles = {each["id"]: each["title"] for each in self.explanations}
        return tuple(
            ComponentObservation(
                component=row["id"],
                observation=Observation(self.values[row["id"]]),
                note=self._note(row["id"], titles),
            )
            for row in self.rows
            if self.values.get(row["id"]) in set(Observation)
        )

    def _note(self, component: str, titles: Mapping[str, str]) -> str:
        if self.values.get(component) != Observation.DISSIMILAR.value:
            return ""
        said = (titles.get(str(self.reasons.get(component, "")), ""), str(self.notes.get(component, "")).strip())
        return ": ".join(part for part in said if part)


def _rows(components: tuple[ComponentView, ...]) -> list[dict[str, Any]]:
    return [{"id": each.id, "title": told(each.title), "hint": told(each.hint)} for each in components]
