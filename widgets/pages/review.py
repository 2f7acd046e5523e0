"""The review page: one examiner's work on one probe, stage by stage. Nothing tells the first from the second (D-09)."""

from typing import Any

import ipywidgets

from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import Disposition, ExaminationState, WorkKind
from kernel_lib.wire.casework import WorkItem
from kernel_lib.wire.editing import DerivationAsked
from kernel_lib.wire.examination import DispositionGiven, ExaminationView
from widgets.pages.page import Page, help_panel, html
from widgets.pages.review_amendment import Amendment
from widgets.pages.review_analysis import Analysis, locked_notes
from widgets.pages.review_comparison import Conclusion, Dispositions
from widgets.pages.review_context import Context
from widgets.pages.review_description import Description
from widgets.pages.review_doubt import Doubt
from widgets.pages.review_draft import resume, typed
from widgets.pages.review_reveal import ended, revealed
from widgets.parts import address
from widgets.parts.autosave import Autosave
from widgets.parts.editor import Editor, Edits
from widgets.parts.further import further_faces
from widgets.parts.markup import Markup, bullets, element, joined, table
from widgets.parts.quality import low_quality, quality
from widgets.parts.used_views import UsedViews
from widgets.parts.viewer import Viewer
from widgets.parts.wording import age, moment
from widgets.words.language import say, told

_OVER = (ExaminationState.LOCKED, ExaminationState.RECUSED)


class ReviewPage(Page):
    """A list of what waits, or one examination with the probe at the left and the stage's questions at the right."""

    title = "Review"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.viewer = Viewer()
        self.editor = Editor(lambda edits: self.acts.run(lambda: self.edit_probe(edits)))
        self.drafts = Autosave(self.save_draft, self._saved)
        self.analysis = Analysis(self.acts, self.conduct, self.lock_analysis, self._touch)
        self.dispositions = Dispositions(lambda: self.acts.run(self.dispose), self._touch)
        self.conclusion = Conclusion(self.acts, self.conduct, self.conclude, self._see, self._touch)
        self.context = Context(
            self.acts, self.conduct, self.record_context, lambda: self.record_context(step_back=True)
        )
        self.doubt = Doubt(self.acts, self.send_doubt)
        self.amendment = Amendment(self.acts, self.amend)
        self.description = Description(self.acts, self.fill_in_description)
        self.acts.know(self.dispositions.disposition, self.dispositions.note)
        self.view: ExaminationView | None = None
        self._resuming = False
        self._revision = 0
        self.viewer.observe(lambda _: self._turned(), "current")
        self.viewer.when_key(self._pressed)
        self.conduct.when_printing(lambda: self.acts.run(self.record_print))
        self.viewer.when_pinned(self._touch)
        self.viewer.when_used(UsedViews(lambda used: self.client.examinations.views(self._open.id, used)).hand_on)

    def fill(self) -> None:
        """Open the examination that the address names, take the request it names, or list what waits."""
        if examination := self.query.get("examination"):
            self._draw(self.client.examinations.start(examination))
        elif request := self.query.get("request"):
            self._draw(self.client.requests.examine(request))
        else:
            waiting = [item for item in self.client.work().mine if item.kind is WorkKind.EXAMINE]
            self.place(html(_waiting(waiting)), helping=_help())

    def edit_probe(self, edits: Edits) -> None:
        """Let the service make the picture of these steps; notes that were typed stay as they are."""
        self.view = self.client.examinations.edit_probe(self._open.id, DerivationAsked(steps=edits))
        self._show_editor(self.view)

    def lock_analysis(self) -> None:
        """Lock the notes on the probe."""
        self.drafts.forget()
        self._draw(
            self.client.examinations.lock_analysis(self._open.id, self.analysis.notes.model_copy(update=self._pins))
        )
        self.conduct.focus(".lb-review-side h2")

    def open_candidates(self) -> None:
        """Run the search, or open what is to be examined again; then the letters are there."""
        self._draw(self.client.examinations.open_candidates(self._open.id))
        self.conduct.focus(".lb-viewer .lb-tile")

    def dispose(self) -> None:
        """Send what was said of the candidate in view."""
        given = DispositionGiven(
            disposition=Disposition(self.dispositions.disposition.value), note=self.dispositions.note.value
        )
        self.view = self.client.examinations.dispose(self._open.id, self.viewer.current, given)
        self.viewer.show(self.view)
        self.conclusion.show(self.view)

    def conclude(self) -> None:
        """Lock the conclusion; what was hidden becomes visible."""
        self.drafts.forget()
        self._draw(
            self.client.examinations.conclude(self._open.id, self.conclusion.offered.model_copy(update=self._pins))
        )
        self.conduct.focus(".lb-review-side h2")

    def send_doubt(self) -> None:
        """Send a doubt about identities to the records clerk; the list stays as it is (C-09)."""
        self.client.identities.doubt(self._open.id, self.doubt.doubt)
        self.doubt.sent()

    def amend(self) -> None:
        """Add words to the locked examination, as a new version (D-17)."""
        self._draw(self.client.examinations.amend(self._open.id, self.amendment.given))

    def fill_in_description(self) -> None:
        """Keep the comparison of descriptions; a contradiction holds the lead back (D-07)."""
        self.description.show(self.client.descriptions.fill_in(self._open.id, self.description.offered))

    def record_context(self, *, step_back: bool = False) -> None:
        """Say what was seen beside the pictures; stepping back ends this examination for the person (D-15)."""
        self.drafts.forget()
        self.client.examinations.record_context(self._open.id, self.context.seen(step_back=step_back))
        if step_back:
            self._draw(self.client.examinations.get(self._open.id))
            self.conduct.focus(".lb-review-side h2")
        else:
            self.context.recorded()

    def record_print(self) -> None:
        """Record that the browser began to print the list; the style sheet keeps it from paper (C-11)."""
        if self.view is not None:
            self.client.examinations.record_print(self.view.id)

    def save_draft(self) -> None:
        """Let the service keep what was typed so far, so that leaving or a reload loses nothing."""
        view = self._open
        if view.state in _OVER:
            return
        answers = typed(view, self.analysis, self.conclusion, self.dispositions, self._revision)
        self._revision = self.client.examinations.save_draft(view.id, answers.model_copy(update=self._pins)).revision

    @property
    def _open(self) -> ExaminationView:
        if self.view is None:
            raise WrongState("D-01", say("No examination is open."), say("Open one from your home page."))
        return self.view

    @property
    def _pins(self) -> dict[str, object]:
        return {"pins": self.viewer.placed}

    def _draw(self, view: ExaminationView) -> None:
        self.view = view
        self.conduct.unsaved = False
        self.conduct.keep_address(examination=view.id)
        self.heading.value = element("h1", say("Examination {number}", number=view.number))
        self.viewer.show(view)
        left: list[Any] = [html(low_quality(view.quality_mark)), self.viewer] if view.quality_mark else [self.viewer]
        right = self._stage(view, left)
        if self._show_editor(view):
            left.append(self.editor)
        measured = joined((element("h3", say("Measured quality of the probe")), quality(view.probe_findings)))
        left.append(
            html(element("details", element("summary", say("Quality of the probe")), measured, class_="lb-details"))
        )
        if view.further:
            left.append(html(further_faces(view.further)))
        if view.state not in _OVER:
            self.context.show(view)
            right = [*right, self.drafts.status, self.context.box]
            if view.letters:
                self.doubt.show(view)
                right.append(self.doubt.box)
        self._split(left, [*right, _help()])
        self._revision = view.draft.revision if view.draft else 0
        self._resuming = True
        resume(view, self.analysis, self.conclusion, self.dispositions)
        self._resuming = False
        self.conduct.unsaved = False

    def _show_editor(self, view: ExaminationView) -> bool:
        """Show the steps made; say whether the editor has a place: before the lock, and later where it was used."""
        if view.editor is None:
            return False
        self.editor.show(view.editor)
        return view.state is ExaminationState.ANALYSIS or view.editor.derived is not None

    def _stage(self, view: ExaminationView, left: list[Any]) -> list[Any]:
        if view.state is ExaminationState.ANALYSIS:
            self.analysis.show(view)
            return [self.analysis.box]
        if view.state in _OVER:
            left.append(html(revealed(view)))
            return self._after(view)
        if not view.opened:
            button = self.acts.button(say("Open the candidates"), self.open_candidates, primary=True)
            return [html(_notes_locked()), html(locked_notes(view)), button]
        if view.empty_list:
            left.append(
                html(
                    element(
                        "p",
                        say("No candidate reached the floor of the search. Conclude with none of these."),
                        class_="lb-empty",
                    )
                )
            )
            if view.empty_meaning:
                left.append(html(element("p", told(view.empty_meaning), class_="lb-hint")))
        else:
            self.dispositions.show(view, self.viewer.current)
            left.append(self.dispositions.box)
        self.conclusion.show(view)
        return [self.conclusion.box, html(locked_notes(view))]

    def _after(self, view: ExaminationView) -> list[Any]:
        """What stands at the right once the examination is over."""
        parts: list[Any] = [html(ended(view)), html(locked_notes(view))]
        if view.description is not None:
            self.description.show(view.description)
            parts.insert(1, self.description.box)
        if view.state is ExaminationState.LOCKED:
            self.amendment.show(view)
            parts.append(self.amendment.box)
        return parts

    def _split(self, left: list[Any], right: list[Any]) -> None:
        columns = []
        for class_, parts in (("lb-review-view", left), ("lb-review-side", right)):
            column = ipywidgets.VBox(parts)
            column.add_class("lb-work")
            column.add_class(class_)
            columns.append(column)
        row = ipywidgets.Box(columns)
        row.add_class("lb-columns")
        row.add_class("lb-columns--review")
        mark = element("p", told(self._open.mark), class_="lb-list-mark", data_testid="list-mark")
        unprinted = element("p", say("A list of candidates is not printed; this attempt is recorded (C-11)."))
        self.body.children = [html(mark), html(unprinted, "lb-not-printed"), row]

    def _touch(self) -> None:
        if not self._resuming:
            self.drafts.touch()

    def _saved(self) -> None:
        self.conduct.unsaved = self.drafts.waits

    def _see(self, letter: str) -> None:
        self.viewer.current = letter

    def _turned(self) -> None:
        known = [each.letter for each in self.view.letters] if self.view else []
        if self.view is not None and self.viewer.current in known:
            self.dispositions.show(self.view, self.viewer.current)

    def _pressed(self, key: str) -> None:
        if self.view is None or not self.view.opened or self.view.conclusion is not None:
            return
        self.dispositions.press(key)
        self.conclusion.press(key)


def _waiting(items: list[WorkItem]) -> Markup:
    heading = element("h2", say("Examinations that wait for you"))
    if not items:
        return joined((heading, element("p", say("No examination waits for you."), class_="lb-empty")))
    rows = [_line(item) for item in items]
    return joined(
        (
            heading,
            table(
                say("Examinations that wait for you"), (say("What"), say("Since"), say("By when")), rows, headed=True
            ),
        )
    )


def _line(item: WorkItem) -> tuple[str, ...]:
    link = element("a", told(item.title), href=address.page(item.page))
    what = joined((link, element("br"), element("span", told(item.detail), class_="lb-quiet")))
    return (what, say("{since} ago", since=age(item.since)), moment(item.due) if item.due else say("no date set"))


def _notes_locked() -> Markup:
    words = say("The next step opens the candidates in shuffled order, without names, dates, ranks or similarities.")
    return joined((element("h2", say("Your notes on the probe are locked"), tabindex=-1), element("p", words)))


def _help() -> Any:
    rules = (
        say("A-14: each step of editing is recorded; the original stays as it was received."),
        say("D-02: notes on the probe are locked before any candidate is shown."),
        say("C-04: every candidate gets a disposition."),
        say("C-05: order is shuffled; rank, similarity and dates stay hidden until the lock."),
        say("D-05: a difference is explained, or the pair is not supported."),
        say("D-06: the conclusion is a value of the scale; none of them names a person."),
    )
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(rules),
        element("h2", say("Who will see it")),
        element("p", say("Nobody sees your work before it is locked; no other examiner sees it before theirs is.")),
    )
