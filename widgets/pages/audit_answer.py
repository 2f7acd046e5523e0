"""The answer to a named question: how many rows, a table that scrolls by itself, a chart, and from what it was made."""

import re

from kernel_lib.wire.audit import AnswerView, QuestionView, Scalar
from widgets.parts.bars import bars
from widgets.parts.markup import Markup, element, joined, table
from widgets.parts.wording import counted
from widgets.words.language import number, say, told

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

IN_SIGHT = 200
"""Rows on the page; the file holds them all. A reader who wants more of them wants to sort and filter as well."""


def answer_markup(question: QuestionView, answer: AnswerView) -> Markup:
    """Return the table first, then the chart, then from what it was made."""
    made = say(
        "From {events} entries, by SQL with SHA-256 {sql_sha256}.",
        events=number(answer.events),
        sql_sha256=answer.sql_sha256[:16],
    )
    if not answer.rows:
        return joined(
            (
                element("p", say("No row answers this question."), class_="lb-empty"),
                element("p", made, class_="lb-hint"),
            )
        )
    numeric = frozenset(at for at in range(len(answer.columns)) if _numeric(answer, at))
    rows = [[_cell(value) for value in row] for row in answer.rows[:IN_SIGHT]]
    columns = [told(name.replace("_", " ")) for name in answer.columns]
    shown = element("div", table(told(question.title), columns, rows, numeric), class_="lb-answer")
    chart = bars(answer) if question.chart in ("bar", "line") else ""
    size = element("p", how_many(answer), class_="lb-hint", data_testid="rows-told")
    return joined((size, shown, chart, element("p", made, class_="lb-hint")))


def how_many(answer: AnswerView) -> str:
    """Say how many rows answer, how many of them are in sight, and where the others are."""
    rows = counted(len(answer.rows), "row")
    lines = [f"{rows}."]
    if len(answer.rows) > IN_SIGHT:
        lines.append(say("The first {shown} are shown; all of them are in the file.", shown=number(IN_SIGHT)))
    if not answer.complete:
        lines.append(
            say(
                "There are more than the service sends, which is {rows}: ask for fewer days.",
                rows=number(len(answer.rows)),
            )
        )
    return " ".join(lines)


def _numeric(answer: AnswerView, column: int) -> bool:
    values = [row[column] for row in answer.rows if row[column] is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _cell(value: Scalar) -> str:
    if value is None:
        return say("not known")
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    text = str(value)
    return element("span", text, class_="lb-one-line") if _ID.fullmatch(text) else text
