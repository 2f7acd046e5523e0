"""What a report says of the figures it was given: blocks for readers, and checks that fail the run."""

import re
from datetime import date

import pytest

from gallery.rules.figures import FigureRules
from kernel_lib.errors import ReportError
from kernel_lib.reports.block import Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.figure import shown
from kernel_lib.reports.published_parts import PARTS
from kernel_lib.reports.transparency import Transparency, sections
from kernel_lib.wire.figures import CellView, FiguresView, FilingLine, FilingView
from kernel_lib.words.spoken import VARIABLE
from tests.gallery.house import House
from tests.gallery.reporting.test_figures import view

NOTHING: dict[str, object] = {"filings": (), "late_unexplained": ("F-23",)}


@pytest.fixture
def seen(told: House) -> FiguresView:
    """The figures of the year, suppressed."""
    return view(told)


def text(view: FiguresView, part: str) -> str:
    """Return a part as HTML."""
    return "".join(block.html for block in PARTS[part](view))


def test_the_annual_report_has_its_twenty_two_headings(seen: FiguresView) -> None:
    """Each names figures that there are, parts that there are, or what people must write."""
    names = {each.name for each in seen.figures}

    assert len(sections()) == 22
    assert {name for each in sections() for name in each.figures} == names
    assert {name for each in sections() for name in each.parts} == set(PARTS)
    assert all(each.figures or each.parts or each.write for each in sections())


@pytest.mark.proves("J-13", "F-34")
def test_a_year_without_costs_or_with_late_destruction_fails_the_report(seen: FiguresView) -> None:
    """Both are named; with costs filed and nothing late the checks hold."""
    lacking, whole = Checks(), Checks()

    Transparency(seen.model_copy(update=NOTHING)).check_year(lacking)
    Transparency(seen).check_year(whole)

    with pytest.raises(ReportError, match=r"costs of the year are filed.*licence.*late without an explanation.*F-23"):
        lacking.close()
    assert "costs" in whole.close().html


@pytest.mark.proves("H-06")
def test_a_heading_that_people_write_is_a_gap_until_it_is_filed(seen: FiguresView) -> None:
    """The last text filed for it stands there; every heading to be written has a key that can be filed."""
    keys = tuple(each.key for each in sections() if each.write)
    early, late = (
        FilingView(kind="headings", year=2026, lines=lines, sha256="0" * 64, filed_at=seen.filings[0].filed_at)
        for lines in (
            (FilingLine(label="message", words="First."), FilingLine(label="plans", words="None.")),
            (FilingLine(label="message", words="A & B."),),
        )
    )
    written = Transparency(seen.model_copy(update={"filings": (early, late)}))

    assert keys == FigureRules.load().headings
    assert [_gaps(Transparency(seen)), _gaps(written)] == [6, 4]
    assert "<blockquote><p>A &amp; B.</p></blockquote>" in "".join(each.html for each in written.body(1, 1).blocks)


def _gaps(report: Transparency) -> int:
    return sum(each.note.get("note") == "gap" for each in report.body(1, 22).blocks)


@pytest.mark.proves("J-08")
def test_effectiveness_is_claimed_only_beside_a_comparison(seen: FiguresView) -> None:
    """Without one on file the report says that it is not established."""
    labels = ("cases_with", "solved_with", "cases_without", "solved_without")
    lines = tuple(
        FilingLine(label=label, number=number) for label, number in zip(labels, (40, 22, 60, 31), strict=True)
    )
    told = FilingView(kind="comparison", year=2026, lines=lines, sha256="0" * 64, filed_at=seen.filings[0].filed_at)

    assert "not established" in text(seen, "effectiveness")
    beside = text(seen.model_copy(update={"filings": (told,)}), "effectiveness")
    assert "not established" not in beside
    assert ("22" in beside, "31" in beside) == (True, True)


@pytest.mark.proves("W-13")
def test_an_interval_of_wrongful_leads_is_told_once_enough_have_ended(seen: FiguresView) -> None:
    """Before that the report says so in words."""
    loop = seen.field_loop.model_copy(update={"established": True, "low_permille": 12, "high_permille": 84})

    assert "not established" in text(seen, "field")
    assert "1.2 – 8.4 %" in text(seen.model_copy(update={"field_loop": loop}), "field")


@pytest.mark.proves("J-12")
def test_a_definition_that_changed_within_the_period_breaks_the_series_visibly(seen: FiguresView) -> None:
    """The day stands above the table; without a change nothing is said."""
    figure = seen.figure("by_offence")
    changed = figure.model_copy(update={"version": 2, "series_break": date(2026, 7, 1)})

    assert "Series break" not in "".join(block.html for block in shown(figure, "2026"))
    assert "defined otherwise before 2026-07-01" in "".join(block.html for block in shown(changed, "2026"))


@pytest.mark.proves("J-10")
def test_no_use_reads_as_a_result(seen: FiguresView) -> None:
    """A period in which nobody asked is published as such."""
    none = seen.figure("funnel").model_copy(update={"cells": (CellView(values=("all", "all"), count=0),)})
    others = tuple(none if each.name == "funnel" else each for each in seen.figures)

    said = Transparency(seen.model_copy(update={"figures": others})).use().html

    assert "That is a result, not a gap." in said


@pytest.mark.proves("J-09")
def test_an_incident_is_told_in_the_words_that_were_filed(seen: FiguresView) -> None:
    """Markup in them stays text."""
    lines = (FilingLine(label="breach", number=1, words="A list <b>lay</b> on a desk."),)
    told = FilingView(kind="incident", year=2026, lines=lines, sha256="0" * 64, filed_at=seen.filings[0].filed_at)

    shown_words = text(seen.model_copy(update={"filings": (told,)}), "incidents")

    assert "A list &lt;b&gt;lay&lt;/b&gt; on a desk." in shown_words


def test_a_year_before_in_which_nothing_was_recorded_has_no_figures(seen: FiguresView) -> None:
    """A nought would say that somebody counted; one request there makes every level a count again."""
    empty = tuple(each.model_copy(update={"reached": 0}) for each in seen.before)
    used = (empty[0].model_copy(update={"reached": 7}), *empty[1:])

    silent = Transparency(seen.model_copy(update={"before": empty})).body(4, 4)
    counted = Transparency(seen.model_copy(update={"before": used})).body(4, 4)

    assert [_year_before(silent), _year_before(counted)] == [
        ["no figures"] * len(empty),
        [7, *[0] * (len(empty) - 1)],
    ]


def _year_before(blocks: Blocks) -> list[object]:
    notes = [each.note for each in blocks.blocks if each.note.get("caption") == "Requests that reached each level"]
    return [row[2] for note in notes if len(note["columns"]) == 3 for row in note["rows"]]


def test_french_tells_years_as_years_and_no_sentence_in_english(
    seen: FiguresView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The year of costs has no separator; sources and the state of the evaluation are told in French."""
    monkeypatch.setenv(VARIABLE, "fr")

    assert "<td>2026</td>" in text(seen, "costs")
    assert "Statistique Canada" in text(seen, "shares")
    assert [re.findall('lang="en">[^<]*', text(seen, part)) for part in ("shares", "field", "costs")] == [[], [], []]
