"""Ask the analysts' file its own named questions: those of `audits/cubes/asked`, over counts that may leave."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import duckdb

from audits.analytics import Answer, Snapshot
from audits.questions import Question, Scalar, bound, question, questions
from kernel_lib.errors import NotFound

_ASKED = "cubes/asked"
_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}


def cube_questions() -> tuple[Question, ...]:
    """Return the questions that the analysts' file answers, by name."""
    return questions(_ASKED)


def ask_cubes(cubes: Snapshot, name: str, parameters: Mapping[str, Scalar]) -> Answer:
    """Ask the analysts' file a question.

    Raises:
        NotFound: there is no such question, or no file.
        Unacceptable: a parameter is unknown or of another kind.
    """
    asked = question(name, _ASKED)
    values = bound(asked, parameters)
    with closing(open_cubes(cubes.path)) as connection:
        done = connection.execute(asked.sql, values)
        columns = tuple(str(column[0]) for column in done.description or ())
        rows = tuple(done.fetchall())
    return Answer(name, columns, rows, asked.sql_sha256, cubes.events, cubes.root)


def open_cubes(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file for reading; through it nothing else of this machine can be read.

    Raises:
        NotFound: there is no file.
    """
    if not path.is_file():
        raise NotFound("snapshot.missing", "There is no file of counts.", "Ask for it again.")
    return duckdb.connect(path, read_only=True, config=_LOCKED)
