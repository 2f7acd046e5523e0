"""A notebook that is a report says so itself, and what it says is checked."""

import json

import pytest

from kernel_lib.errors import ReportError
from kernel_lib.reports.parameters import check_parameters
from kernel_lib.reports.registry import find_report, list_reports

DECLARED = {
    "name": "small",
    "title": "A small report",
    "purpose": "Shows one thing.",
    "audience": "Testers",
    "roles": ["compliance"],
    "parameters": {
        "count": {"kind": "int", "hint": "how many"},
        "period_start": {"kind": "date", "hint": "first day"},
        "period_end": {"kind": "date", "hint": "last day"},
        "place": {"kind": "folder", "hint": "a folder"},
        "word": {"kind": "token", "hint": "a word"},
    },
}
CELL = "\n".join(f'{name}: str = ""' for name in ("period_start", "period_end", "count", "place", "word"))


def write(folder, declared=DECLARED, cell=CELL, tags=("parameters",), file="small.ipynb"):
    """Write a notebook with one cell."""
    cells = [{"cell_type": "code", "source": [cell], "metadata": {"tags": list(tags)}}]
    (folder / file).write_text(json.dumps({"cells": cells, "metadata": {"leadbook": declared}}))
    return folder


@pytest.fixture
def good(tmp_path):
    """Values for every parameter of the small report."""
    return {
        "period_start": "2026-01-01",
        "period_end": "2026-01-31",
        "count": "3",
        "place": str(tmp_path),
        "word": "first-run",
    }


def test_a_report_is_listed_with_its_parameters_in_the_order_of_its_cell(tmp_path):
    """What it is, for whom, and what it must be told."""
    (report,) = list_reports(write(tmp_path))

    assert (report.name, report.roles) == ("small", ("compliance",))
    assert [spec.name for spec in report.parameters] == ["period_start", "period_end", "count", "place", "word"]


def test_a_notebook_without_a_declaration_is_no_report(tmp_path):
    """Other notebooks may lie beside."""
    (tmp_path / "other.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))

    assert list_reports(tmp_path) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"declared": {**DECLARED, "roles": ["king"]}}, "roles"),
        ({"declared": {**DECLARED, "colour": "red"}}, "colour"),
        ({"declared": {**DECLARED, "name": "No Name"}}, "name"),
        ({"cell": 'word: str = ""'}, "make cell and declaration agree"),
        ({"tags": ()}, "expected one cell tagged `parameters`, got 0"),
    ],
)
def test_a_wrong_declaration_is_named(tmp_path, change, problem):
    """Which notebook, and what is wrong with it."""
    write(tmp_path, **change)

    with pytest.raises(ReportError, match=r"small\.ipynb") as caught:
        list_reports(tmp_path)

    assert problem in str(caught.value)


def test_two_reports_of_one_name_are_refused(tmp_path):
    """Which one would run is not left to chance."""
    write(tmp_path)
    write(tmp_path, file="twin.ipynb")

    with pytest.raises(ReportError, match="expected one notebook"):
        list_reports(tmp_path)


def test_an_unknown_report_names_the_known_ones(tmp_path):
    """So that a typing error is seen at once."""
    with pytest.raises(ReportError, match="expected one of small; got 'large'"):
        find_report(write(tmp_path), "large")


def test_good_parameters_come_out_in_the_form_the_notebook_gets(tmp_path, good):
    """Dates as text, numbers as numbers, folders whole."""
    report = find_report(write(tmp_path), "small")

    values = check_parameters(report, good)

    assert values == {**good, "count": 3, "place": str(tmp_path.resolve())}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("period_start", "20260101"),
        ("period_start", "2026-02-30"),
        ("period_start", ""),
        ("count", "3.5"),
        ("count", "٣"),
        ("count", "9" * 40),
        ("place", "/nowhere/at/all"),
        ("place", ""),
        ("place", "a\0b"),
        ("word", "Two words"),
        ("word", "x" * 41),
        ("word", "-"),
        ("word", "a\n"),
    ],
)
def test_a_mistyped_parameter_is_named(tmp_path, good, name, value):
    """Name, expected, got; every kind."""
    report = find_report(write(tmp_path), "small")

    with pytest.raises(ReportError, match=f"was not run. {name}: expected"):
        check_parameters(report, {**good, name: value})


def test_every_fault_is_told_at_once(tmp_path, good):
    """Nobody has to find them one by one."""
    report = find_report(write(tmp_path), "small")
    given = {**good, "count": "x", "colour": "red"}
    del given["word"]

    with pytest.raises(ReportError, match=r"colour: .*; count: .*; word: .*got nothing"):
        check_parameters(report, given)


def test_a_period_that_ends_before_it_starts_is_refused(tmp_path, good):
    """Both days are dates, and the order is wrong."""
    report = find_report(write(tmp_path), "small")

    with pytest.raises(ReportError, match="on or after period_start"):
        check_parameters(report, {**good, "period_end": "2025-12-31"})
