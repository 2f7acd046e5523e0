"""A bar chart of a small table: labels and numbers beside each bar, zero at the left, one neutral colour."""

from collections.abc import Sequence

from kernel_lib.wire.audit import AnswerView, Scalar
from widgets.parts.markup import Markup, element
from widgets.words.language import number, say, told

LONGEST = 40
"""Rows drawn at most; the table holds them all."""


def bars(answer: AnswerView) -> Markup:
    """Return the chart of an answer, or nothing when it has no column of numbers or no rows.

    The label is the first column, the length the last column whose values are all numbers.
    """
    column = _numbers(answer)
    if column is None or not answer.rows:
        return Markup("")
    values = [_number(row[column]) for row in answer.rows[:LONGEST]]
    top = max([*values, 1.0])
    rows = [_row(str(row[0]), value, top) for row, value in zip(answer.rows, values, strict=False)]
    words = say("{measured} by {grouped}", measured=told(answer.columns[column]), grouped=told(answer.columns[0]))
    more = len(answer.rows) - len(rows)
    tail = (
        element("p", say("{more} more rows stand in the table.", more=number(more)), class_="lb-quiet")
        if more > 0
        else ""
    )
    caption = element("figcaption", words)
    return element("figure", caption, element("div", *rows, class_="lb-bars"), tail, class_="lb-figure")


def _row(label: str, value: float, top: float) -> Markup:
    bar = element("rect", x=0, y=0, width=f"{max(value, 0) / top * 100:.2f}", height=10, fill="#1d4f91")
    drawing = element(
        "svg",
        bar,
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        class_="lb-bar",
        aria_hidden="true",
        focusable="false",
    )
    written = number(value) if value == int(value) else number(value, 2)
    return element(
        "div", element("span", label), drawing, element("span", written, class_="lb-number"), class_="lb-bars-row"
    )


def _numbers(answer: AnswerView) -> int | None:
    for column in reversed(range(1, len(answer.columns))):
        if _all_numbers([row[column] for row in answer.rows]):
            return column
    return None


def _all_numbers(values: Sequence[Scalar]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
