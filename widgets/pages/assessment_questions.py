"""The questions of the assessment, one at a time, with how many are answered and a way to each (K-01, K-06)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.wire.assessment import AnswerGiven, QuestionAnswered
from widgets.pages.assessment_markup import outline, question_facts, question_head
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.field import Field
from widgets.parts.markup import Markup, facts
from widgets.parts.outline import Outline
from widgets.parts.two_step import Choice, TwoStep
from widgets.words.language import say

Send = Callable[[str, AnswerGiven], None]


class Questions:
    """One question with its form. What is typed and not kept stays with its question while the page is open."""

    def __init__(self, acts: Acts, conduct: Conduct, send: Send) -> None:
        self._acts = acts
        self._conduct = conduct
        self._send = send
        self._asked: Sequence[QuestionAnswered] = ()
        self._writes = False
        self._typed: dict[str, tuple[str, str]] = {}
        self.at = ""
        self.fields: dict[str, Field] = {}
        self.outline = Outline(caption=say("All questions by part"))
        self.outline.when_opened(lambda question_id: acts.run(partial(self.open, question_id)))
        self.box = ipywidgets.VBox([])
        self.box.add_class("lb-asking")

    def show(self, asked: Sequence[QuestionAnswered], *, writes: bool) -> None:
        """Show the question that was open before, or else the first open one."""
        self._asked, self._writes = asked, writes
        known = {each.id for each in asked}
        first = next((each.id for each in asked if not each.answer), asked[0].id if asked else "")
        self.at = self.at if self.at in known else first
        self.outline.show(outline(asked))
        self._conduct.unsaved = bool(self._typed)
        self._place()

    def open(self, question_id: str) -> None:
        """Show one question, and move the focus to it."""
        self.at = question_id
        self._place()
        self._conduct.focus(".lb-asking h3")

    def go_on(self) -> None:
        """After an answer was kept, let the next open question come."""
        self._typed.pop(self.at, None)
        places = [*range(self._place_now + 1, len(self._asked)), *range(self._place_now)]
        following = [self._asked[place].id for place in places]
        left = {each.id for each in self._asked if not each.answer} - {self.at}
        self.at = next((each for each in following if each in left), self.at)

    # Private

    @property
    def _place_now(self) -> int:
        return next(place for place, each in enumerate(self._asked) if each.id == self.at)

    def _changed(self, _change: object) -> None:
        self._conduct.unsaved = True
        self._typed[self.at] = self.fields["text"].control.value, self.fields["evidence"].control.value

    def _place(self) -> None:
        if not self._asked:
            self.box.children = [html(question_head(self._asked, 0))]
            return
        question = self._asked[self._place_now]
        self.outline.chosen = self.at
        head, told = question_head(self._asked, self._place_now), question_facts(question, writes=self._writes)
        self.box.children = [html(head), html(told), *self._form(question), self._ways()]

    def _form(self, question: QuestionAnswered) -> list[Any]:
        self.fields = {}
        if not self._writes:
            return []
        words = field.text("text", say("Answer"), say("Withheld from the public: [[withheld: reason | text]]"), rows=6)
        evidence = field.text("evidence", say("Evidence"), say("One document, report or hash a line."), rows=2)
        kept = question.answer, "\n".join(question.evidence)
        words.control.value, evidence.control.value = self._typed.get(question.id, kept)
        for each in (words, evidence):
            each.control.observe(self._changed, "value")
        self.fields = {each.name: each for each in (words, evidence)}
        self._acts.fields.clear()
        self._acts.know(words, evidence)
        keep = Choice(say("Keep"), say("Keep this answer"), self._preview, self._answer)
        return [words.box, evidence.box, TwoStep(self._acts, self._conduct, keep).box]

    def _ways(self) -> Any:
        ways = []
        for words, step in ((say("Previous question"), -1), (say("Next question"), 1)):
            place = self._place_now + step
            there = 0 <= place < len(self._asked)
            go = partial(self.open, self._asked[place].id if there else self.at)
            button = self._acts.button(words, go)
            button.disabled = not there
            ways.append(button)
        row = ipywidgets.HBox(ways)
        row.add_class("lb-actions")
        return row

    def _preview(self) -> Markup:
        return facts([(each.label, str(each.value)) for each in self.fields.values()])

    def _answer(self) -> None:
        lines = self.fields["evidence"].value.splitlines()
        evidence = tuple(line.strip() for line in lines if line.strip())
        self._send(self.at, AnswerGiven(text=self.fields["text"].value, evidence=evidence))
