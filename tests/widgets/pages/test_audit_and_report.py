"""The audit dashboard and the public report tell the same: one source, the same numbers in both (J-14)."""

import csv
import io
import re
from itertools import chain

import pytest

from kernel_lib.reports.transparency import Transparency
from tests.widgets.dashboard_fakes import figures_counted
from widgets.pages.audit_figures import levels_markup
from widgets.pages.audit_files import dashboard_csv


@pytest.mark.proves("J-14")
def test_the_funnel_of_the_dashboard_is_that_of_the_report() -> None:
    """Level by level, this period and the year before, a withheld one too: page, file and report agree."""
    view = figures_counted()

    report = _rows("".join(block.html for block in Transparency(view).funnel().blocks))
    page = _rows(levels_markup(view))
    file = [row["count"] for row in csv.DictReader(io.StringIO(dashboard_csv(None, view))) if row["of"] == "level"]

    assert page == [["asked", "12", "7"], ["lead", "count withheld", "6"]]
    assert [row for row in report if len(row) == 3][:2] == [["asked", "12", "7"], ["lead", "withheld", "6"]]
    assert file == ["12", ""]


@pytest.mark.proves("J-14")
def test_every_definition_of_the_report_stands_on_the_dashboard() -> None:
    """No figure is told inside that is not told outside, and none is left out."""
    view = figures_counted()

    reported = {each.name for each in Transparency(view).view.figures}
    filed = {row["id"] for row in csv.DictReader(io.StringIO(dashboard_csv(None, view))) if row["of"] == "figure"}
    timed = {each.name for each in view.figures if each.times}

    assert filed | timed == reported


def _rows(html: str) -> list[list[str]]:
    lines = chain.from_iterable(
        re.findall(r"<tr>(.*?)</tr>", body) for body in re.findall(r"<tbody>(.*?)</tbody>", html)
    )
    return [[text.lower() for text in re.findall(r"<td[^>]*>(?:<[^>]*>)*([^<]*)", line)] for line in lines]
