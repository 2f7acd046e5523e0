"""The second stage: a disposition for every candidate, then one locked conclusion (C-04, D-03 to D-06)."""

from collections.abc import Callable
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import Disposition, Observation
from kernel_lib.wire.examination import ConclusionOffered, ExaminationView, LetterView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.checklist import Checklist
from widgets.parts.conduct import Conduct
from widgets.parts.markup import Markup, element, facts, joined
from widgets.parts.two_step import Choice, TwoStep
from widgets.parts.wording import DISPOSITIONS
from widgets.words.language import say, told

NONE = "none of these"
_KEYS = {"e": Disposition.EXCLUDED, "k": Disposition.NOT_EXCLUDED, "u": Disposition.UNCLEAR}


class Dispositions:
    """What is said of the candidate in view. A disposition goes to the service at once, with its note.

    A note without a disposition waits in `notes` by letter; `typed` is called so that it is kept as a draft.
    """

    def __init__(self, changed: Callable[[], object], typed: Callable[[], object] = lambda: None) -> None:
        options = [(told(words), each.value) for each, words in DISPOSITIONS.items()]
        self.disposition = field.radios("letters", say("This candidate is"), options)
        self.note = field.text("letter_note", say("Note on this candidate"))
        self.note.control.continuous_update = False
        self._heading = html("")
        self._changed = changed
        self._typed = typed
        self._letter = ""
        self.notes: dict[str, str] = {}
        self._showing = False
        for each in (self.disposition, self.note):
            each.control.observe(lambda _: self._hear(), "value")
        parts = ipywidgets.HBox([self.disposition.box, self.note.box])
        parts.add_class("lb-disposition")
        self.box = ipywidgets.VBox([self._heading, parts])

    def show(self, view: ExaminationView, letter: str) -> None:
        """Show what was said of a candidate so far."""
        here = next((each for each in view.letters if each.letter == letter), None)
        self._showing = True
        self._heading.value = _heading(here) if here else ""
        self._letter = letter if here else ""
        self.disposition.value = here.disposition.value if here and here.disposition else None
        self.note.value = self.notes.get(letter) or (here.note if here else "")
        self._showing = False

    def resume(self, notes: dict[str, str]) -> None:
        """Put back notes that have no disposition yet; the one on the candidate in view is shown."""
        self.notes = dict(notes)
        if kept := self.notes.get(self._letter):
            self._showing = True
            self.note.value = kept
            self._showing = False

    def press(self, key: str) -> None:
        """Answer by key."""
        if key in _KEYS:
            self.disposition.value = _KEYS[key].value

    def _hear(self) -> None:
        if self._showing or not self._letter:
            return
        if self.disposition.value is not None:
            self.notes.pop(self._letter, None)
            self._changed()
            return
        self.notes[self._letter] = self.note.value
        self._typed()


class Conclusion:
    """The candidate it is about or none of these, the checklist, the value of the scale, the reasons; then the lock."""

    def __init__(
        self,
        acts: Acts,
        conduct: Conduct,
        lock: Callable[[], None],
        about: Callable[[str], object],
        changed: Callable[[], object] = lambda: None,
    ) -> None:
        """Make the questions; `about` is called with the letter that the person chose, `changed` after each answer."""
        self._told = changed
        self._showing = False
        self._acts = acts
        self._chosen = about
        self._conduct = conduct
        self._view: ExaminationView | None = None
        self.letter = field.choice(
            "letter", say("The conclusion is about"), say("None of these is a normal result."), required=True
        )
        self.checklist = Checklist()
        self.checklist.add_class("lb-at-components")
        self._propositions = html("")
        self.value = field.radios("value", say("Conclusion"), (), required=True)
        self.reasons = field.text(
            "reasons", say("Reasons"), say("What in the pictures supports this value."), required=True, rows=4
        )
        acts.know(self.letter, self.value, self.reasons)
        self.lock = TwoStep(
            acts, conduct, Choice(say("Lock my conclusion"), say("Lock the conclusion"), self._preview, lock)
        )
        self.letter.control.observe(lambda _: self._about(), "value")
        fields = ((each.control, "value") for each in (self.letter, self.value, self.reasons))
        for watched, trait in (*fields, *((self.checklist, each) for each in ("values", "reasons", "notes"))):
            watched.observe(lambda _: self._changed(), trait)
        self.box = ipywidgets.VBox([])

    def show(self, view: ExaminationView) -> None:
        """Show the choices that the dispositions leave, and keep the answers given."""
        first = self._view is None or self._view.id != view.id
        self._view = view
        self._showing = True
        open_letters = [each.letter for each in view.letters if each.disposition is not Disposition.EXCLUDED]
        field.offer(
            self.letter,
            [(say("None of these (N)"), NONE), *((say("Candidate {each}", each=each), each) for each in open_letters)],
        )
        if first:
            scale = sorted(view.scale, key=lambda each: -each.value)
            field.offer(
                self.value, [(f"{at}  {told(each.title)}", each.value) for at, each in enumerate(scale, start=1)]
            )
            self._propositions.value = _propositions(view)
        self.lock.reset()
        self._about()
        self._showing = False

    def press(self, key: str) -> None:
        """Answer by key: a digit chooses a value from the top, n none of these. Nothing is locked by a key."""
        if key == "n":
            self.letter.value = NONE
        elif key.isdigit() and self.value.control.options and int(key) <= len(self.value.control.options):
            self.value.value = self.value.control.options[int(key) - 1][1]

    @property
    def offered(self) -> ConclusionOffered:
        """The conclusion as it stands."""
        about = self.letter.value
        return ConclusionOffered(
            letter=None if about == NONE else about,
            value=int(self.value.value),
            components=() if about == NONE else self.checklist.observations,
            reasons=self.reasons.value,
        )

    def _about(self) -> None:
        view, about = self._view, self.letter.value
        if view is None:
            return
        compared: list[Any] = []
        if about and about != NONE:
            self._chosen(about)
            if self.checklist.about != about:
                self.checklist.ask_compared(view.components, view.analysis, view.explanations)
                self.checklist.about = about
            compared = [html(element("h3", say("Probe and candidate {about}", about=about))), self.checklist]
        self.box.children = [
            html(element("h2", say("Conclusion"))),
            self.letter.box,
            *compared,
            self._propositions,
            self.value.box,
            self.reasons.box,
            self.lock.box,
        ]

    def _changed(self) -> None:
        if self._showing or self._view is None:
            return
        self._conduct.unsaved = True
        self._told()

    def _preview(self) -> Markup | None:
        missing = self._missing()
        if missing or self._view is None:
            self._acts.complain(missing)
            return None
        offered = self.offered
        title = next(told(each.title) for each in self._view.scale if each.value == offered.value)
        differing = [each for each in offered.components if each.observation is Observation.DISSIMILAR]
        pairs = (
            (
                say("About"),
                say("Candidate {letter}", letter=offered.letter) if offered.letter else say("None of these"),
            ),
            (say("Conclusion"), title),
            (say("Differences"), str(len(differing)) if offered.letter else say("not compared")),
            (say("Reasons"), offered.reasons),
        )
        following = say(
            "After the lock nothing of this can be changed. Then rank, similarity, dates and the time between the "
            "pictures become visible to you."
        )
        return joined((element("h3", say("Lock your conclusion?")), element("p", following), facts(pairs)))

    def _missing(self) -> dict[str, str]:
        missing: dict[str, str] = {}
        left = [each.letter for each in self._view.letters if each.disposition is None] if self._view else []
        if left:
            missing["letters"] = say("Candidates without a disposition: {listed}.", listed=", ".join(left))
        for each in (self.letter, self.value, self.reasons):
            if each.value in ("", None):
                missing[each.name] = say("Please answer this.")
        if self.letter.value not in ("", NONE) and self.checklist.missing:
            missing["components"] = say("Components: {count} are not answered.", count=len(self.checklist.missing))
        return missing


def _heading(candidate: LetterView) -> Markup:
    """The statement itself would lead the examiner; that there is one is told with the picture (F-63)."""
    heading = element("h2", say("Candidate {letter}", letter=candidate.letter))
    if not candidate.statement:
        return heading
    return joined((heading, element("p", say("A statement is attached to a picture of this candidate."))))


def _propositions(view: ExaminationView) -> Markup:
    lines = ((say("Same person"), view.proposition_same), (say("Different people"), view.proposition_different))
    sentences = [(told(each.title), told(each.sentence)) for each in sorted(view.scale, key=lambda each: -each.value)]
    scale = element("details", element("summary", say("What the values mean")), facts(sentences), class_="lb-details")
    return joined((element("h3", say("Two propositions")), facts(lines), scale))
