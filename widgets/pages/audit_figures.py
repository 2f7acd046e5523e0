"""The published figures on the audit dashboard: the same definitions and counts as in the public report (J-14)."""

from collections.abc import Iterator, Sequence

from kernel_lib.wire.audit import AnswerView
from kernel_lib.wire.figures import FiguresView, FigureView
from widgets.parts.bars import bars
from widgets.parts.markup import Markup, element, joined, table
from widgets.words.language import here, number, say, told

BEHIND = {
    "funnel": "request_funnel",
    "by_offence": "searches_by_offence",
    "by_service": "searches_by_service",
    "by_source": "probe_sources",
    "by_verification": "examiner_agreement",
    "refusals": "refusals_by_rule",
    "times": "time_per_stage",
    "applications": "applications",
    "oversight": "configuration_changes",
    "sharing": "shared_searches",
    "training": "uncertified_acts",
}
"""The named question that lists what a figure counts, where there is one."""


def figures_markup(view: FiguresView) -> Markup:
    """Return the levels of the funnel in sight, and every figure folded under its title."""
    heading = element("h2", say("Published figures"))
    lines = [_made_from(view)]
    if view.suppressed:
        lines.append(say("Counts below {minimum} are withheld, and others beside them.", minimum=number(view.minimum)))
    intro = element("p", " ".join(lines), class_="lb-hint")
    folded = [_figure(each, view) for each in view.figures]
    return element("section", heading, intro, levels_markup(view), *folded, class_="lb-figures", data_testid="figures")


def levels_markup(view: FiguresView) -> Markup:
    """Return how many requests came to each level, as a table, and as bars where the number is told."""
    before = {each.level: each.reached for each in view.before}
    cells = [(_spoken(each.level), _count(each.reached), _count(before.get(each.level))) for each in view.levels]
    columns = (say("Level"), say("Requests"), say("A year before"))
    shown = table(say("How far requests came"), columns, cells, frozenset({1, 2}))
    drawn = AnswerView(
        name="levels",
        columns=(say("Level"), say("Requests")),
        rows=tuple((_spoken(each.level), each.reached) for each in view.levels if each.reached is not None),
        sql_sha256="",
        events=view.events,
    )
    return joined((shown, bars(drawn)))


def figure_rows(figure: FigureView) -> Iterator[Sequence[str]]:
    """Give a figure's rows as plain text: values, then the count, or the median and ninetieth of a step in minutes."""
    for cell in figure.cells:
        yield (*(_spoken(value) for value in cell.values), _count(cell.count))
    for time in figure.times:
        yield (_spoken(time.step), number(time.median), number(time.ninetieth))


def figure_columns(figure: FigureView) -> list[str]:
    """Return the headings of a figure's rows."""
    if figure.times:
        return [say("Step"), say("Median, minutes"), say("Ninetieth percentile, minutes")]
    return [_spoken(name) for name in figure.columns]


def title_of(figure: FigureView) -> str:
    """Return a figure's title in the language of the page."""
    return figure.title_fr if here().language == "fr" else figure.title


def definition_of(figure: FigureView) -> str:
    """Return a figure's definition in the language of the page."""
    return figure.definition_fr if here().language == "fr" else figure.definition


def _figure(figure: FigureView, view: FiguresView) -> Markup:
    rows = list(figure_rows(figure))
    columns = figure_columns(figure)
    numbers = frozenset(range(len(columns) - (2 if figure.times else 1), len(columns)))
    shown = table(title_of(figure), columns, rows, numbers, headed=True) if rows else _nothing(figure)
    made = say(
        "Definition {name}, version {version}; SQL with SHA-256 {sql_sha256}.",
        name=figure.name,
        version=figure.version,
        sql_sha256=figure.sql_sha256[:16],
    )
    parts = [element("p", definition_of(figure)), shown, element("p", made, class_="lb-hint"), _behind(figure, view)]
    return element(
        "details", element("summary", title_of(figure)), *parts, class_="lb-details", id=f"figure-{figure.name}"
    )


def _nothing(figure: FigureView) -> Markup:
    words = say("Withheld: another table would tell it.") if figure.whole else say("Nothing was counted in these days.")
    return element("p", words, class_="lb-empty")


def _behind(figure: FigureView, view: FiguresView) -> Markup:
    name = BEHIND.get(figure.name)
    if name is None:
        return Markup("")
    address = f"?question={name}&first_day={view.first_day}&last_day={view.last_day}"
    return element("p", element("a", say("See what is behind it"), href=address))


def _made_from(view: FiguresView) -> str:
    return say(
        "The same definitions as in the public report, for {first_day} to {last_day}, from {events} entries with root "
        "{root}.",
        first_day=view.first_day.isoformat(),
        last_day=view.last_day.isoformat(),
        events=number(view.events),
        root=view.root[:16],
    )


def _count(count: int | None) -> str:
    return say("count withheld") if count is None else number(count)


def _spoken(code: str) -> str:
    """Return a code as the report words it."""
    return say("All") if code == "all" else told(code.replace("_", " ").capitalize())
