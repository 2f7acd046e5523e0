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
from widgets.words.language import say, told


class Analysis:
    """Which components the probe shows, whether it can be compared at all, and its limits; then the lock."""

    def __init__(
        self, acts: Acts, conduct: Conduct, lock: Callable[[], None], changed: Callable[[], object] = lambda: None
    ) -> None:
        """Make the questions; `changed` is called after each answer."""
        self._told = changed
        self._showing = False
        self._marked = False
        self._acts = acts
        self._conduct = conduct
        self.checklist = Checklist()
        self.checklist.add_class("lb-at-visible")
        self.suitable = field.radios(
            "suitable",
            say("Is the probe suitable for comparison?"),
            ((say("Suitable"), True), (say("Not suitable"), False)),
            say("A probe that is not suitable ends the examination here; that is a normal result (A-19)."),
            required=True,
        )
        self.limits = field.text(
            "limits", say("Limits of the probe"), say("What blur, light, pose or cover hides."), rows=3
        )
        self.quality_reason = field.text(
            "quality_reason",
            say("Why this probe is searched although of low quality"),
            say("What it shows well enough to be compared. The mark stays on everything made from it (A-18)."),
            required=True,
            rows=2,
        )
        acts.know(self.suitable, self.limits, self.quality_reason)
        self.lock = TwoStep(
            acts, conduct, Choice(say("Lock my notes"), say("Lock my notes on the probe"), self._preview, lock)
        )
        for watched, trait in ((self.checklist, "values"), *((each.control, "value") for each in self._fields)):
            watched.observe(lambda _: self._changed(), trait)
        parts = [self.checklist, self.suitable.box, self.limits.box, self.quality_reason.box, self.lock.box]
        self.box = ipywidgets.VBox([html(element("h2", say("Notes on the probe alone"))), *parts])

    def show(self, view: ExaminationView) -> None:
        """Show the checklist of this examination."""
        self._showing = True
        self.checklist.ask_visible(view.components, view.analysis)
        self._marked = bool(view.quality_mark)
        self.quality_reason.box.layout.display = None if self._marked else "none"
        self._showing = False

    @property
    def _fields(self) -> tuple[field.Field, ...]:
        return (self.suitable, self.limits, self.quality_reason)

    def _changed(self) -> None:
        if self._showing or self.checklist.locked:
            return
        self._conduct.unsaved = True
        self._told()

    @property
    def notes(self) -> AnalysisNotes:
        """The notes as they stand."""
        return AnalysisNotes(
            visible=self.checklist.visible,
            suitable=bool(self.suitable.value),
            limits=self.limits.value,
            quality_reason=self.quality_reason.value if self._marked else "",
        )

    def _preview(self) -> Markup | None:
        missing: dict[str, str] = {}
        if self.checklist.missing:
            missing["visible"] = say("Components: {count} are not answered.", count=len(self.checklist.missing))
        if self.suitable.value is None:
            missing["suitable"] = say("Please answer this.")
        if self.suitable.value is False and not self.limits.answered:
            missing["limits"] = say("Say why the probe cannot be compared.")
        if self.suitable.value and self._marked and not self.quality_reason.answered:
            missing["quality_reason"] = say("Say why it is searched although of low quality (A-18).")
        if missing:
            self._acts.complain(missing)
            return None
        following = say("After the lock the candidates can be opened, and these notes cannot be changed.")
        if not self.suitable.value:
            following = say(
                "After the lock the examination ends without candidates, and the requester reads your reason."
            )
        seen = [name for name, visible in self.notes.visible.items() if visible]
        pairs = (
            (say("Components visible"), say("{count} of {count2}", count=len(seen), count2=len(self.notes.visible))),
            (say("Suitable"), say("yes") if self.suitable.value else say("no")),
            (say("Limits"), self.limits.value),
            *_reason(self.notes),
        )
        return joined((element("h3", say("Lock your notes on the probe?")), element("p", following), facts(pairs)))


def locked_notes(view: ExaminationView) -> Markup:
    """Return the locked notes in short."""
    notes: Any = view.analysis
    if notes is None:
        return Markup("")
    titles = [told(each.title) for each in view.components if not notes.visible.get(each.id, False)]
    pairs = (
        (say("Suitable"), say("yes") if notes.suitable else say("no")),
        (say("Not visible"), ", ".join(titles) or say("nothing; every component is visible")),
        (say("Limits"), notes.limits or say("none noted")),
        *_reason(notes),
    )
    return element(
        "details", element("summary", say("Your locked notes on the probe")), facts(pairs), class_="lb-details"
    )


def _reason(notes: AnalysisNotes) -> tuple[tuple[str, str], ...]:
    return ((say("Searched although of low quality"), notes.quality_reason),) if notes.quality_reason else ()
