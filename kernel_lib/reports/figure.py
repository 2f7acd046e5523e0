"""One published figure as a report shows it: its definition, a chart, and the table whose values the chart draws."""

from collections.abc import Iterator

from kernel_lib.reports import charts, show
from kernel_lib.reports.block import Block
from kernel_lib.reports.table import Cell
from kernel_lib.wire.figures import FigureView
from kernel_lib.words.language import French
from kernel_lib.words.spoken import here, say, told

ALL = "all"
_COLUMNS = {"number": "Count"}
"""Heads of columns that another word says better: a number here is how many, not which."""
_BY_CODE = ("by_database", "by_service")
"""Figures whose values are codes of police services: proper names, in either language."""
OUTCOMES = ("not_searched", "searched_no_lead", "lead")


def told_in(english: str, french: str) -> str:
    """Return the one of two texts that this process speaks."""
    return French(french) if here().language == "fr" else english


def label(code: str) -> str:
    """Return a code as words: its own in French where the table of words has them."""
    return told("All") if code == ALL else told(code.replace("_", " ").capitalize())


def count(value: int | None) -> Cell:
    """Return a count as a report tells it."""
    return told("withheld") if value is None else value


def title(figure: FigureView) -> str:
    """Return the figure's title in the language of this process."""
    return told_in(figure.title, figure.title_fr)


def caption(figure: FigureView, more: str) -> str:
    """Return the figure's title with a period or another word behind it."""
    said = f"{title(figure)}, {more}"
    return French(said) if here().language == "fr" else said


def shown(figure: FigureView, period: str) -> Iterator[Block]:
    """Show a figure. A period without any use shows a total of nought, which is a result (J-10)."""
    yield show.heading(title(figure))
    yield show.remark(told_in(figure.definition, figure.definition_fr))
    if figure.series_break:
        yield show.remark(say("Series break: defined otherwise before {day}.", day=figure.series_break))
    if figure.whole:
        yield show.remark("Withheld whole: together with another table it would tell small counts.")
    yield from _picture(figure, period)
    yield show.table(caption(figure, period), *_table(figure), empty="None in this period.", whole=True)


def _picture(figure: FigureView, period: str) -> Iterator[Block]:
    """Draw what is told of the first column; nothing where all of it is withheld or nought."""
    counts = ((cell.values, cell.count) for cell in figure.cells)
    pairs = [(_name(figure, values), float(n)) for values, n in counts if n and _drawn(figure, values)]
    if pairs:
        yield charts.bars(caption(figure, period), pairs)


def _drawn(figure: FigureView, values: tuple[str, ...]) -> bool:
    if figure.kind == "outcome":
        return values[0] != ALL and values[1] == ALL
    return ALL not in values


def _name(figure: FigureView, values: tuple[str, ...]) -> str:
    return " · ".join(_value(figure, value) for value in values if value != ALL)


def _value(figure: FigureView, value: str) -> str:
    is_code = figure.name in _BY_CODE and value not in (ALL, "unknown")
    return told_in(value, value) if is_code else label(value)


def _table(figure: FigureView) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    if figure.kind == "time":
        rows: list[tuple[Cell, ...]] = [(label(each.step), each.median, each.ninetieth) for each in figure.times]
        return ("Step", "Median, minutes", "90th percentile, minutes"), rows
    if figure.kind == "outcome":
        return ("Group", *(label(each) for each in OUTCOMES), "All"), _by_outcome(figure)
    columns = tuple(_COLUMNS.get(each, each.replace("_", " ").capitalize()) for each in figure.columns)
    told_rows = [(*(label(value) for value in cell.values), count(cell.count)) for cell in figure.cells]
    return columns, [tuple(row) for row in told_rows]


def _by_outcome(figure: FigureView) -> list[tuple[Cell, ...]]:
    groups = sorted({cell.values[0] for cell in figure.cells}, key=lambda each: (each == ALL, each))
    return [
        (_value(figure, group), *(count(figure.count(group, each)) for each in (*OUTCOMES, ALL))) for group in groups
    ]
