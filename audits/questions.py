"""The named questions: one .sql file each, described by its own header, so that an auditor reads what is run.

    -- Approvals decided quickly                                   title
    -- Which requests were allowed in fewer seconds than …?        sentence
    -- item: 6                                                    main question of this item of section 5, if it is one
    -- answers: requirements section 5, item 6; A-11               what it is for
    -- means: Each row is a request that …                        what a row says
    -- not: Somebody may have read it before …                    what it does not say
    -- chart: bar                                                  bar: first column by last column; line; table
    -- parameter seconds: integer = 60 | decisions faster than this
    -- parameter first_day: date | first day, UTC                  a date or text without a default may be left out
    -- parameter case_id: text required | id of the case

The statement takes its values as bound `$parameters` only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.hashing import sha256_hex
from kernel_lib.sql import read_sql, sql_names

Scalar = str | int | float | bool | None
KINDS = ("date", "integer", "text")
CHARTS = ("bar", "line", "table")
TEXT_LIMIT = 200
INTEGER_LIMIT = 2**31 - 1

_MARKS = ("answers", "means", "not", "chart")
_PARAMETER = re.compile(
    r"-- parameter (?P<name>[a-z_]+): (?P<kind>[a-z]+)(?P<required> required)?"
    r"(?: = (?P<default>[^|]+?))? \| (?P<hint>.+)"
)


@dataclass(frozen=True)
class Parameter:
    """A value that a question takes: `kind` is date ("2026-11-24"), integer or text."""

    name: str
    kind: str
    default: Scalar
    required: bool
    hint: str


@dataclass(frozen=True)
class Question:
    """A named question, what it answers, what a row means and does not mean, how it is best drawn, its statement.

    `item` is the item of section 5 of the requirements whose main question it is, 0 for any other.
    """

    name: str
    title: str
    sentence: str
    item: int
    answers: str
    means: str
    means_not: str
    chart: str
    parameters: tuple[Parameter, ...]
    sql: str

    @property
    def sql_sha256(self) -> str:
        """Hash of the file, 64 hexadecimal digits."""
        return sha256_hex(self.sql.encode())


def questions(folder: str = "sql") -> tuple[Question, ...]:
    """Return every question of a folder of `audits`, by name."""
    return tuple(_parse(name, read_sql("audits", name, folder=folder)) for name in sql_names("audits", folder=folder))


def question(name: str, folder: str = "sql") -> Question:
    """Return one question of a folder of `audits`.

    Raises:
        NotFound: there is none of that name.
    """
    try:
        return _parse(name, read_sql("audits", name, folder=folder))
    except LookupError as error:
        known = ", ".join(sql_names("audits", folder=folder))
        raise NotFound("question.unknown", "There is no question of that name.", f"Ask one of: {known}.") from error


def bound(asked: Question, given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return a value for every parameter of a question: those given, checked, and defaults for the rest.

    Raises:
        Unacceptable: a parameter is unknown, missing or of another kind; its fields say which and what is expected.
    """
    known = {each.name: each for each in asked.parameters}
    faults = {name[:60]: f"Unknown; expected only {', '.join(known)}." for name in given if name not in known}
    values: dict[str, Scalar] = {}
    for name, parameter in known.items():
        value = given.get(name)
        values[name] = parameter.default if value is None or value == "" else value
        fault = _fault(parameter, values[name])
        if fault:
            faults[name] = fault
    if faults:
        told = " ".join(f"{name}: {fault}" for name, fault in faults.items())
        raise Unacceptable("question.parameters", told[:400], "Correct the parameters and ask again.", fields=faults)
    return values


def _fault(parameter: Parameter, value: Scalar) -> str | None:
    if value is None:
        return f"Required: {parameter.hint}." if parameter.required else None
    if parameter.kind == "integer":
        is_integer = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= INTEGER_LIMIT
        return None if is_integer else "Expected a whole number."
    if not isinstance(value, str) or len(value) > TEXT_LIMIT:
        return f"Expected text of at most {TEXT_LIMIT} characters."
    return None if parameter.kind == "text" or _is_day(value) else "Expected a date such as 2026-11-24."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _parse(name: str, sql: str) -> Question:
    header = [line for line in sql.splitlines() if line.startswith("-- ")]
    marked = {
        key: line.removeprefix(f"-- {key}: ")
        for key in ("item", *_MARKS)
        for line in header
        if line.startswith(f"-- {key}: ")
    }
    if set(marked) - {"item"} != set(_MARKS) or marked["chart"] not in CHARTS:
        raise ValueError(f"audits/sql/{name}.sql: expected a header of title, sentence, {', '.join(_MARKS)}")
    title, sentence = (line.removeprefix("-- ") for line in header[:2])
    return Question(
        name=name,
        title=title,
        sentence=sentence,
        item=int(marked.get("item", 0)),
        answers=marked["answers"],
        means=marked["means"],
        means_not=marked["not"],
        chart=marked["chart"],
        parameters=tuple(_parameter(name, line) for line in header if line.startswith("-- parameter")),
        sql=sql,
    )


def _parameter(name: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None or found["kind"] not in KINDS:
        raise ValueError(f"audits/sql/{name}.sql: expected '-- parameter name: kind = default | hint', got {line!r}")
    default: Scalar = found["default"]
    if default is not None and found["kind"] == "integer":
        default = int(default)
    return Parameter(found["name"], found["kind"], default, found["required"] is not None, found["hint"])
