"""Every named question can be read in French: what it asks, what a row means, its parameters and its columns."""

import duckdb
import pytest

from audits.questions import Question, questions
from kernel_lib.words.language import English, Words

FRENCH = Words("fr")


@pytest.mark.proves("M-12")
@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_question_has_its_french(empty: duckdb.DuckDBPyConnection, asked: Question) -> None:
    """Title, sentence, meaning, hints, and the name of each parameter and column as a page shows it."""
    words = [asked.title, asked.sentence, asked.means, asked.means_not]
    for each in asked.parameters:
        words += [each.hint, each.name.replace("_", " ").capitalize()]
    told = empty.execute(asked.sql, {each.name: each.default for each in asked.parameters}).description or ()
    words += [str(column[0]).replace("_", " ") for column in told]

    assert [text for text in words if isinstance(FRENCH.told(text), English)] == []


def test_a_column_may_begin_with_a_capital() -> None:
    """Reports write the names of columns so."""
    assert FRENCH.told("Request id") == "Identifiant de la demande"
