"""One named question: what it answers, its parameters, its SQL, its answer as a table and a chart, and as a file."""

from collections.abc import Callable, Mapping
from datetime import date

import ipywidgets

from kernel_lib.wire.answer_csv import as_csv
from kernel_lib.wire.audit import AnswerView, ParameterView, QuestionView, Scalar
from widgets.pages.audit_answer import answer_markup
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.conduct import Conduct
from widgets.parts.field import Field
from widgets.parts.markup import Markup, element, joined
from widgets.parts.wording import counted
from widgets.words.language import say, told

Ask = Callable[[str, dict[str, Scalar]], AnswerView]


class QuestionPanel:
    """The question that is open, beside the list."""

    def __init__(self, acts: Acts, conduct: Conduct, ask: Ask) -> None:
        self._acts = acts
        self._conduct = conduct
        self._ask = ask
        self._question: QuestionView | None = None
        self.parameters: dict[str, Field] = {}
        self.answer: AnswerView | None = None
        self._answered = html("")
        self.box = ipywidgets.VBox([html(element("p", say("Choose a question from the list."), class_="lb-empty"))])
        self.box.add_class("lb-question")

    @property
    def standing(self) -> tuple[str, dict[str, Scalar]]:
        """The open question and its values as they stand; nothing when none is open."""
        if self._question is None:
            return "", {}
        return self._question.name, {name: self._value(name) for name in self.parameters if self._understood(name)}

    def show(self, question: QuestionView, given: Mapping[str, Scalar] | None = None) -> None:
        """Open a question; its parameters hold the values given, or their defaults."""
        self._question, self.answer = question, None
        self._answered.value = ""
        values = given or {}
        filled = (
            each.model_copy(update={"default": values.get(each.name, each.default)}) for each in question.parameters
        )
        self.parameters = {each.name: _field(each) for each in filled}
        self._acts.know(*self.parameters.values())
        self._draw()

    def ask(self) -> None:
        """Ask the question with the parameters as they stand."""
        if self._question is None:
            return
        wrong = {name: say("Give a whole number.") for name in self.parameters if not self._understood(name)}
        if wrong:
            self._acts.complain(wrong)
            return
        values = {name: self._value(name) for name in self.parameters}
        self.answer = self._ask(self._question.name, values)
        self._answered.value = answer_markup(self._question, self.answer)
        self._conduct.said = f"{counted(len(self.answer.rows), 'row')}."
        self._draw()

    def save(self) -> None:
        """Offer the answer as a CSV file."""
        if self.answer is not None:
            self._conduct.save(f"{self.answer.name}.csv", as_csv(self.answer))

    def _draw(self) -> None:
        question = self._question
        if question is None:
            return
        sql = element(
            "details",
            element("summary", say("SQL of this question")),
            element("pre", question.sql),
            class_="lb-details",
        )
        buttons = [self._acts.button(say("Ask"), self.ask, primary=True)]
        if self.answer is not None:
            buttons.insert(0, self._acts.button(say("Save as CSV"), self.save))
        row = ipywidgets.HBox(buttons)
        row.add_class("lb-actions")
        heading = html(heading_markup(question))
        boxes = [each.box for each in self.parameters.values()]
        self.box.children = [heading, *boxes, row, self._answered, html(sql)]

    def _kind(self, name: str) -> str:
        return next(each.kind for each in self._question.parameters if each.name == name) if self._question else "text"

    def _understood(self, name: str) -> bool:
        text = str(self.parameters[name].value or "")
        return self._kind(name) != "integer" or text.removeprefix("-").isdecimal()

    def _value(self, name: str) -> Scalar:
        value = self.parameters[name].value
        if isinstance(value, date):
            return value.isoformat()
        if self._kind(name) == "integer":
            return int(value)
        return str(value) if value is not None else None


def heading_markup(question: QuestionView) -> Markup:
    """Return title, sentence, its item of the auditors' list, and what a row means and does not mean."""
    parts = [element("h3", told(question.title), tabindex=-1), element("p", told(question.sentence))]
    if question.item:
        item = say("Answers item {item} of the auditors' list.", item=question.item)
        parts.append(element("p", item, class_="lb-hint"))
    parts += [element("p", told(text), class_="lb-hint") for text in (question.means, question.means_not) if text]
    return joined(parts)


def _field(parameter: ParameterView) -> Field:
    label, hint = told(parameter.name.replace("_", " ").capitalize()), told(parameter.hint)
    if parameter.kind == "date":
        made = field.day(parameter.name, label, hint)
        made.value = date.fromisoformat(str(parameter.default)) if parameter.default else None
        return made
    made = field.text(parameter.name, label, hint)
    made.value = "" if parameter.default is None else str(parameter.default)
    return made
