"""Each named question is described by its header, takes bound values only, and refuses others."""

import re
from typing import Any

import duckdb
import pytest

from audits.analytics import question, questions
from audits.questions import CHARTS, KINDS, bound
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.sql import sql_names

NAMES = sql_names("audits")


@pytest.mark.parametrize("name", NAMES)
def test_a_question_can_be_prepared_and_declares_its_parameters(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    """The header names exactly the `$parameters` of the SQL, which is one reading statement."""
    asked = question(name)
    (statement,) = empty.extract_statements(asked.sql)

    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {each.name for each in asked.parameters}
    assert empty.execute(f"explain {asked.sql}", {each.name: each.default for each in asked.parameters}).fetchall()


@pytest.mark.parametrize("name", NAMES)
def test_a_question_says_what_it_answers(name: str) -> None:
    """A title, a sentence with a question mark, the requirement it serves, and how it is drawn."""
    asked = question(name)

    assert not asked.title.endswith((".", "?"))
    assert asked.sentence.endswith("?")
    assert re.search(r"section 5, item|[A-Z]-\d\d", asked.answers)
    assert asked.chart in CHARTS
    assert {each.kind for each in asked.parameters} <= set(KINDS)
    assert {"first_day", "last_day"} <= {each.name for each in asked.parameters}
    assert not re.search(r"\b(match|hit|confidence|suspect)(es|s)?\b", asked.sql, re.IGNORECASE)


def test_all_questions_are_listed() -> None:
    """By name, each once."""
    assert tuple(each.name for each in questions()) == NAMES
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", ["", "none", "../schema/events", "acts_by_person.sql", "ACTS_BY_PERSON", "x" * 300])
def test_an_unknown_question_is_refused(name: str) -> None:
    """With those that can be asked; a path is not a name."""
    with pytest.raises(NotFound) as refused:
        question(name)

    assert "approvals_quick" in refused.value.refusal.next_step


@pytest.mark.parametrize(
    ("name", "given", "field", "message"),
    [
        ("approvals_quick", {"second": 3}, "second", "Unknown; expected only seconds, first_day, last_day."),
        ("approvals_quick", {"seconds": "60"}, "seconds", "whole number"),
        ("approvals_quick", {"seconds": True}, "seconds", "whole number"),
        ("approvals_quick", {"seconds": 2**40}, "seconds", "whole number"),
        ("approvals_quick", {"first_day": "yesterday"}, "first_day", "date such as"),
        ("approvals_quick", {"first_day": "2026-02-30"}, "first_day", "date such as"),
        ("approvals_quick", {"first_day": "20260201"}, "first_day", "date such as"),
        ("approvals_quick", {"first_day": 20260201}, "first_day", "Expected text"),
        ("case_history", {}, "case_id", "Required: id of the case."),
        ("case_history", {"case_id": "x" * 201}, "case_id", "at most 200"),
    ],
)
def test_other_parameters_are_refused(name: str, given: dict[str, Any], field: str, message: str) -> None:
    """The refusal names the field and what is expected."""
    with pytest.raises(Unacceptable) as refused:
        bound(question(name), given)

    assert message in refused.value.refusal.fields[field]


def test_what_is_not_given_takes_its_default() -> None:
    """And an empty field counts as not given."""
    values = bound(question("approvals_quick"), {"first_day": "", "last_day": "2026-11-30"})

    assert values == {"seconds": 60, "first_day": None, "last_day": "2026-11-30"}
