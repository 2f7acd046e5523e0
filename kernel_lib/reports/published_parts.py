"""The parts of the annual report that are no figure of their own: system, rules, shares, field, costs, definitions."""

from collections.abc import Callable, Iterator, Mapping

from kernel_lib.reports import show
from kernel_lib.reports.block import Block
from kernel_lib.reports.figure import caption, count, label, title, told_in
from kernel_lib.reports.table import Cell
from kernel_lib.wire.figures import FiguresView, FilingView, RatioView
from kernel_lib.words.spoken import told


def system(view: FiguresView) -> Iterator[Block]:
    """Say whose system it is and which databases its searches went over."""
    databases = {cell.values[0] for cell in view.figure("by_database").cells if cell.values[0] != "all"}
    facts: dict[str, Cell] = {
        "Police service": view.service_name,
        "Databases searched": ", ".join(sorted(databases)) or "–",
        "Log entries": view.events,
    }
    yield show.facts(facts)


def rules(view: FiguresView) -> Iterator[Block]:
    """Name the rules under which the figures were made."""
    yield show.facts({"Rules of published figures": view.rules_version, "Least count of people told": view.minimum})


def shares(view: FiguresView) -> Iterator[Block]:
    """Show the shares of groups beside those of gallery and population, and their ratios (J-04)."""
    for characteristic in dict.fromkeys(row.characteristic for row in view.ratios):
        figure = view.figure(characteristic)
        rows = [_share(row) for row in view.ratios if row.characteristic == characteristic]
        yield show.table(caption(figure, told_in("ratios", "rapports")), _SHARES, rows, whole=True)
    yield show.remark(
        "Who is unknown stays in every total. A ratio of 1 is the same share; none is told of what is withheld."
    )
    # A filed source stands in its filer's own language and is not marked as English.
    gallery = str(told(view.gallery_source))
    yield show.facts({"Shares of the population": _source(view), "Shares of the gallery": gallery})


def _source(view: FiguresView) -> str:
    """Return whose shares of the population they are; the area and year behind it are the same in both languages."""
    source, mark, place = view.population_source.rpartition(" (")
    return f"{told(source)}{mark}{place}" if mark else told(view.population_source)


_SHARES = ("Group", "Shown", "In leads", "To the gallery", "To the population", "Leads to the population")


def _share(row: RatioView) -> tuple[Cell, ...]:
    made = (row.to_gallery, row.to_population, row.lead_to_population)
    return (label(row.group), count(row.shown), count(row.lead), *made)


def field(view: FiguresView) -> Iterator[Block]:
    """Join how leads ended with what the laboratory measured; nothing is said of too few (W-13)."""
    loop = view.field_loop
    ends = (("Corroborated", loop.corroborated), ("Eliminated", loop.eliminated), ("Wrongful", loop.wrongful))
    rows = [(label(name), count(number)) for name, number in (*ends, ("Ended with an outcome", loop.ended))]
    yield show.table("How leads ended in the field", ("Outcome", "Leads"), rows)
    if loop.established:
        low, high = (loop.low_permille or 0) / 10, (loop.high_permille or 0) / 10
        yield show.facts({"Share of wrongful leads, 95 % interval": f"{low} – {high} %"})
    else:
        yield show.remark("How often a lead is wrong in the field is not established: too few leads have ended.")
    yield show.facts({"Laboratory": told(loop.laboratory)})


def late(view: FiguresView) -> Iterator[Block]:
    """Say whether destruction is late under a rule, unexplained."""
    yield show.facts({"Destruction late without an explanation": ", ".join(view.late_unexplained) or "–"})


def incidents(view: FiguresView) -> Iterator[Block]:
    """Show what compliance filed of breaches and unauthorised uses, in its own public words (J-09)."""
    rows = [
        (str(each.year), label(line.label), line.number if line.number is not None else 1, line.words)
        for each in _filed(view, "incident")
        for line in each.lines
    ]
    columns = ("Year", "Kind", "Count", "What happened")
    yield show.table("Incidents that compliance filed", columns, rows, empty="None was filed.", whole=True)


def effectiveness(view: FiguresView) -> Iterator[Block]:
    """Say what face recognition brought only beside cases of the same kind without it (J-08)."""
    filed = _filed(view, "comparison")
    if not filed:
        yield show.remark(
            "Effectiveness is not established: no comparison with cases without face recognition is on file."
        )
        return
    filled = {line.label: line.number for line in filed[-1].lines}
    rows = [
        ("With face recognition", filled["cases_with"], filled["solved_with"]),
        ("Without face recognition", filled["cases_without"], filled["solved_without"]),
    ]
    yield show.table("Cases of the same kind", ("Cases", "Count", "Solved"), [(label(r[0]), *r[1:]) for r in rows])
    for line in filed[-1].lines:
        if line.words:
            yield show.quoted(line.words)


def costs(view: FiguresView) -> Iterator[Block]:
    """Show what the year cost, or that it was not filed (J-13)."""
    filed = _filed(view, "costs")
    if not filed:
        yield show.not_recorded("the costs of this period.")
        return
    rows = [(str(each.year), label(line.label), line.number) for each in filed for line in each.lines]
    yield show.table("Costs, dollars and hours", ("Year", "What", "Count"), rows, whole=True)


def definitions(view: FiguresView) -> Iterator[Block]:
    """Show each figure's version, since when it holds, and by which statement it was counted (J-01, J-12)."""
    rows = [(title(f), f.version, f.since, f.series_break or "–", f.sql_sha256) for f in view.figures]
    columns = ("Figure", "Version", "Since", "Series break", "SHA-256 of its SQL")
    yield show.table("Definitions", columns, rows, whole=True)
    yield show.facts({"Root of the log": view.root, "Checkpoint": " ".join(view.checkpoint.split()[:3])})


def _filed(view: FiguresView, kind: str) -> list[FilingView]:
    """Return filings of a kind: each incident, otherwise the last one of each year."""
    found = [each for each in view.filings if each.kind == kind]
    return found if kind == "incident" else list({each.year: each for each in found}.values())


Part = Callable[[FiguresView], Iterator[Block]]
PARTS: Mapping[str, Part] = {
    each.__name__: each for each in (system, rules, shares, field, late, incidents, effectiveness, costs, definitions)
}
"""Every part by the name that `annual.toml` calls it by."""
