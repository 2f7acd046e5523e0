"""The first stage of an examination: the probe alone (D-02)."""

from collections.abc import Callable
from typing import Any

import ipywidgets

from kernel_lib.wire.examination import AnalysisNotes, ExaminationView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.checklist import Checklist
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep


class Analysis:
    """Which components the probe shows, whether it can be compared at all, and its limits; then the lock."""

    def __init__(
        self, acts: Acts, conduct: Conduct, lock: Callable[[], None], changed: Callable[[], object] = lambda: None
    ) -> None:
        """Make the questions; `changed` is called after each answer."""
        self._told = changed
        self._showing = False
        self._acts = acts
        self._conduct = conduct
        self.checklist = Checklist()
        self.checklist.add_class("lb-at-visible")
        self.suitable = field.radios(
            "suitable",
            "Is the probe suitable for comparison?",
            (("Suitable", True), ("Not suitable", False)),
            "A probe that is not suitable ends the examination here; that is a normal result (A-19).",
            required=True,
        )
        self.limits = field.text("limits", "Limits of the probe", "What blur, light, pose or cover hides.", rows=3)
        acts.know(self.suitable, self.limits)
        self.lock = TwoStep(acts, conduct, Choice("Lock my notes", "Lock my notes on the probe", self._preview, lock))
        for watched, trait in ((self.checklist, "values"), *((each.control, "value") for each in self._fields)):
            watched.observe(lambda _: self._changed(), trait)
        parts = [self.checklist, self.suitable.box, self.limits.box, self.lock.box]
        self.box = ipywidgets.VBox([html(element("h2", "Notes on the probe alone")), *parts])

    def show(self, view: ExaminationView) -> None:
        """Show the checklist of this examination."""
        self._showing = True
        self.checklist.ask_visible(view.components, view.analysis)
        self._showing = False

    @property
    def _fields(self) -> tuple[field.Field, ...]:
        return (self.suitable, self.limits)

    def _changed(self) -> None:
        if self._showing or self.checklist.locked:
            return
        self._conduct.unsaved = True
        self._told()

    @property
    def notes(self) -> AnalysisNotes:
        """The notes as they stand."""
        return AnalysisNotes(
            visible=self.checklist.visible, suitable=bool(self.suitable.value), limits=self.limits.value
        )

    def _preview(self) -> Markup | None:
        missing: dict[str, str] = {}
        if self.checklist.missing:
            missing["visible"] = f"Components: {len(self.checklist.missing)} are not answered."
        if self.suitable.value is None:
            missing["suitable"] = "Please answer this."
        if self.suitable.value is False and not self.limits.answered:
            missing["limits"] = "Say why the probe cannot be compared."
        if missing:
            self._acts.complain(missing)
            return None
        following = "After the lock the candidates can be opened, and these notes cannot be changed."
        if not self.suitable.value:
            following = "After the lock the examination ends without candidates, and the requester reads your reason."
        seen = [name for name, visible in self.notes.visible.items() if visible]
        pairs = (
            ("Components visible", f"{len(seen)} of {len(self.notes.visible)}"),
            ("Suitable", "yes" if self.suitable.value else "no"),
            ("Limits", self.limits.value),
        )
        return joined((element("h3", "Lock your notes on the probe?"), element("p", following), facts(pairs)))


def locked_notes(view: ExaminationView) -> Markup:
    """Return the locked notes in short."""
    notes: Any = view.analysis
    if notes is None:
        return Markup("")
    titles = [each.title for each in view.components if not notes.visible.get(each.id, False)]
    pairs = (
        ("Suitable", "yes" if notes.suitable else "no"),
        ("Not visible", ", ".join(titles) or "nothing; every component is visible"),
        ("Limits", notes.limits or "none noted"),
    )
    return element("details", element("summary", "Your locked notes on the probe"), facts(pairs), class_="lb-details")
