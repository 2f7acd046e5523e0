"""What reports show: escaped, captioned, and the same values for people and machines."""

from datetime import UTC, date, datetime

import pytest

from kernel_lib.errors import ReportError
from kernel_lib.reports import charts, show
from kernel_lib.reports.answers import picture
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.note import MEDIA_TYPE
from kernel_lib.wire.audit import AnswerView, QuestionView


def test_a_table_is_escaped_and_captioned_and_leaves_its_values_to_machines():
    """Columns of numbers stand right; an absent value is a dash; dates are ISO text for machines."""
    block = show.table("A & B", ("word", "n", "day"), [("<i>", 1200, date(2026, 3, 1)), ("x", None, None)])

    assert "<caption>A &amp; B</caption>" in block.html
    assert "<td>&lt;i&gt;</td>" in block.html
    assert '<td class="number">1,200</td>' in block.html
    assert block.note["rows"] == [["<i>", 1200, "2026-03-01"], ["x", None, None]]
    assert block._repr_mimebundle_()[MEDIA_TYPE] == block.note


def test_a_long_table_says_what_it_leaves_out_and_keeps_it_for_machines():
    """The page stays readable; nothing is lost."""
    block = show.table("Long", ("n",), [(number,) for number in range(200)])

    assert "the first 80 of 200; all in tables.json" in block.html
    assert block.html.count("<tr>") == 81
    assert len(block.note["rows"]) == 200


def test_an_id_is_shortened_to_the_part_that_differs():
    """Ids of one moment begin alike; the whole id stays in the page."""
    whole = "0199aaaa-bbbb-7ccc-8ddd-0123456789ab"

    html = show.table("Ids", ("id",), [(whole,)]).html

    assert f'<abbr title="{whole}">…456789ab</abbr>' in html


def test_numbers_and_moments_are_written_for_people():
    """No trailing zeros; minutes, not milliseconds."""
    rows = {"a": 0.2, "b": 15990.0, "c": True, "d": datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "e": "2026-03-01T09:05:07Z"}

    html = show.facts(rows).html

    for written in ("<dd>0.2</dd>", "<dd>15,990</dd>", "<dd>yes</dd>", "<dd>2026-03-01 09:05 UTC</dd>"):
        assert written in html
    assert "<dd>2026-03-01 09:05</dd>" in html


def test_checks_hold_or_end_the_run():
    """Those that hold are told to the runner; one that does not is named with expected and got."""
    holding, broken = Checks(), Checks()
    holding.expect("Two is two", 2, 2)
    broken.expect("Two is two", 2, 3)

    assert holding.close().note == {"note": "checks", "held": ["Two is two"]}
    with pytest.raises(ReportError, match=r"Two is two \(expected 2, got 3\)"):
        broken.close()
    with pytest.raises(ReportError, match="expected at least one check"):
        Checks().close()


def test_a_chart_starts_at_zero_carries_its_labels_and_says_what_it_is():
    """An image of its own, with words for those who cannot see it."""
    block = charts.bars("Requests", [("submitted", 14), ("approved", 12)])

    assert 'alt="Bar chart: Requests. The values stand in the table below."' in block.html
    assert block.html.count("data:image/svg+xml;base64,") == 1


def answer(columns, rows, chart="bar"):
    """Return a question and its answer."""
    question = QuestionView(name="q", title="Q", sentence="What?", parameters=(), chart=chart)
    return question, AnswerView(name="q", columns=columns, rows=rows, sql_sha256="a" * 64, events=1)


@pytest.mark.parametrize(
    ("columns", "rows", "charts_drawn"),
    [
        (("stage", "requests"), (("a", 1), ("b", 2)), 1),
        (("stage", "requests"), (("a", 0), ("b", 0)), 0),
        (("stage", "requests"), (), 0),
        (("stage", "word"), (("a", "x"),), 0),
        (("rule", "act", "n"), (("r", "x", 1), ("r", "y", 2)), 1),
        (("rule", "n"), (("r", 1), ("r", 2)), 0),
    ],
)
def test_an_answer_is_drawn_only_where_bars_say_something(columns, rows, charts_drawn):
    """Not without values, not without numbers, not with two bars of one label; the table always stands."""
    blocks = list(picture(*answer(columns, rows), "March"))

    assert sum("<figure>" in block.html for block in blocks) == charts_drawn
    assert blocks[-1].note["caption"] == "Q, March"
