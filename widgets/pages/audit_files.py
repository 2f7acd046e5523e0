"""What is on the audit dashboard as files: CSV of every number, and a tagged PDF."""

import csv
import io
from collections.abc import Iterable, Sequence

from kernel_lib.reports.paper import to_pdf
from kernel_lib.wire.dashboard import AlertsView
from kernel_lib.wire.figures import FiguresView
from widgets.pages.audit_alerts import as_of, rows
from widgets.pages.audit_figures import definition_of, figure_columns, figure_rows, levels_markup, title_of
from widgets.parts.markup import Markup, element, table
from widgets.parts.static import stylesheet
from widgets.words.language import here, say

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dashboard_csv(alerts: AlertsView | None, figures: FiguresView) -> str:
    """Return every number in sight: what it is, its values, and the count; withheld counts are empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("of", "id", "values", "count", "first_day", "last_day", "events", "sql_sha256"))
    days = (figures.first_day.isoformat(), figures.last_day.isoformat())
    if alerts is not None:
        for alert in alerts.alerts:
            writer.writerow(
                ("alert", alert.id, f"from {alert.least}", alert.count, *days, alerts.events, alert.sql_sha256)
            )
    for level in figures.levels:
        writer.writerow(("level", level.level, "", level.reached, *days, figures.events, ""))
    for figure in figures.figures:
        for cell in figure.cells:
            values = "; ".join(_plain(value) for value in cell.values)
            writer.writerow(("figure", figure.name, values, cell.count, *days, figures.events, figure.sql_sha256))
    return out.getvalue()


def dashboard_pdf(alerts: AlertsView | None, figures: FiguresView) -> bytes:
    """Return the dashboard as a tagged PDF. Raises ReportError where the system lacks Pango."""
    return to_pdf(dashboard_paper(alerts, figures))


def dashboard_paper(alerts: AlertsView | None, figures: FiguresView) -> str:
    """Return the page that the PDF is made from; it needs nothing besides."""
    title = say("Audit dashboard")
    parts = [element("h1", title), *_simulated(figures)]
    if alerts is not None:
        columns = (say("Alert"), say("State"), say("Rows"), say("Raised from"))
        parts += [element("h2", say("Alerts")), as_of(alerts), _table(say("Alerts"), columns, rows(alerts))]
    parts += [element("h2", say("Published figures")), levels_markup(figures)]
    for figure in figures.figures:
        parts += [element("h3", title_of(figure)), element("p", definition_of(figure))]
        shown = list(figure_rows(figure))
        parts.append(_table(title_of(figure), figure_columns(figure), shown) if shown else _nothing())
    head = element("head", element("meta", charset="utf-8"), element("title", title), _style())
    body = element("body", element("main", *parts))
    return f"<!doctype html>{element('html', head, body, lang='fr-CA' if here().language == 'fr' else 'en-CA')}"


def _simulated(figures: FiguresView) -> Iterable[Markup]:
    if figures.simulated:
        yield element("p", say("SIMULATED: invented people and invented acts."), class_="lb-banner")


def _table(caption: str, columns: Sequence[str], shown: Iterable[Sequence[str]]) -> Markup:
    return table(caption, columns, shown, frozenset({len(columns) - 1}), headed=True)


def _nothing() -> Markup:
    return element("p", say("Nothing was counted in these days."))


def _style() -> Markup:
    return element("style", Markup(stylesheet("paper")))


def _plain(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
