"""`leadbook question`: the list by item, values as the question takes them, an answer with what it means."""

import pytest

from gallery.command.question import answered, listed, meaning, named, read
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.wire.answer_csv import as_csv
from kernel_lib.wire.audit import AnswerView, ParameterView, QuestionView

DAYS = ParameterView(name="days", kind="integer", default=30, hint="days")
FIRST = ParameterView(name="first_day", kind="date", hint="first day")
QUICK = QuestionView(
    name="quick",
    title="Quick ones",
    sentence="Which were quick?",
    parameters=(DAYS, FIRST),
    item=6,
    means="Each row is one.",
    means_not="It is no fault.",
)
OTHER = QuestionView(name="a_first_name", title="Others", sentence="Which others?", parameters=())
ANSWER = AnswerView(
    name="quick", columns=("request_id", "n"), rows=(("=1+1", 2), (None, 3)), sql_sha256="ab" * 32, events=7
)


@pytest.mark.proves("I-05")
def test_questions_are_listed_by_item_and_those_of_none_come_last() -> None:
    """With what each asks and takes."""
    table = listed([OTHER, QUICK])

    columns = [list(column.cells) for column in table.columns]
    assert columns[0] == ["6", ""]
    assert columns[1] == ["quick", "a_first_name"]
    assert columns[3] == ["days, first_day", ""]


def test_values_are_read_as_the_question_takes_them() -> None:
    """A whole number is one; a date stays text for the service to check; a sign of equality may be in a value."""
    assert read(QUICK, ["days=-3", "first_day=2026-11-24"]) == {"days": -3, "first_day": "2026-11-24"}
    assert read(QUICK, ["first_day=a=b"]) == {"first_day": "a=b"}
    assert read(QUICK, []) == {}


@pytest.mark.parametrize("pair", ["days", "days=many", "day=3", "=3", ""])
def test_other_values_are_refused_with_what_is_expected(pair: str) -> None:
    """No sign of equality, no whole number, no such parameter."""
    with pytest.raises(Unacceptable) as refused:
        read(QUICK, [pair])

    assert refused.value.refusal.rule == "question.parameters"
    assert "Expected" in refused.value.refusal.reason


def test_an_unknown_question_is_refused_with_those_that_there_are() -> None:
    """As the service does it."""
    with pytest.raises(NotFound) as refused:
        named({"quick": QUICK}, "slow")

    assert "quick" in refused.value.refusal.next_step


@pytest.mark.proves("I-05")
def test_an_answer_comes_with_what_a_row_means_and_what_it_was_made_from() -> None:
    """Rows, the two sentences, entries and the hash of the SQL."""
    table, lines = answered(QUICK, ANSWER), list(meaning(QUICK, ANSWER))

    assert [list(column.cells) for column in table.columns] == [["=1+1", ""], ["2", "3"]]
    assert lines == ["Each row is one.", "It is no fault.", f"From 7 entries, by SQL with SHA-256 {'ab' * 32}."]


def test_an_answer_that_was_cut_says_so() -> None:
    """Nobody takes the first rows for all of them."""
    lines = list(meaning(QUICK, ANSWER.model_copy(update={"complete": False})))

    assert lines[2] == "Only the first 2 rows are shown; ask for fewer days."


def test_an_answer_as_csv_is_no_formula() -> None:
    """Columns first; a text that a spreadsheet would run is kept as text."""
    assert as_csv(ANSWER) == "request_id,n\r\n'=1+1,2\r\n,3\r\n"
