"""`leadbook question`: the named questions over the audit log, asked of the service as any other reader asks them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gallery.command.signing import existing_settings, signed_in
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.wire.answer_csv import as_csv
from kernel_lib.wire.audit import AnswerView, QuestionView, Scalar

_out = Console()
_LAST = 1_000
"""Where a question without an item stands in the list: after all that have one."""


def question(
    name: Annotated[str, typer.Argument(help="Name of the question, as --list tells it.")] = "",
    parameters: Annotated[list[str] | None, typer.Option("-p", "--parameter", help="A value, as days=30.")] = None,
    is_csv: Annotated[bool, typer.Option("--csv", help="Print the answer as CSV.")] = False,
    is_list: Annotated[bool, typer.Option("--list", help="List the questions by item.")] = False,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")] = None,
) -> None:
    """Ask a named question of the audit log; asking is itself an entry."""
    with signed_in(existing_settings(data_dir)) as client:
        known = {each.name: each for each in client.audit.questions()}
        if is_list or not name:
            _out.print(listed(known.values()))
            return
        asked = named(known, name)
        answer = client.audit.ask(name, **read(asked, parameters or []))
    if is_csv:
        typer.echo(as_csv(answer), nl=False)
        return
    _out.print(answered(asked, answer))
    for line in meaning(asked, answer):
        _out.print(line, markup=False, highlight=False, soft_wrap=True)


def listed(questions: Iterable[QuestionView]) -> Table:
    """Return every question by its item, those of no item last."""
    table = Table(title="Questions over the audit log")
    for column in ("item", "name", "what it asks", "parameters"):
        table.add_column(column, overflow="fold")
    for each in sorted(questions, key=lambda one: (one.item or _LAST, one.name)):
        takes = ", ".join(one.name for one in each.parameters)
        table.add_row(str(each.item or ""), each.name, each.sentence, takes)
    return table


def named(known: Mapping[str, QuestionView], name: str) -> QuestionView:
    """Return one question. Raises NotFound with the names that there are."""
    if name not in known:
        listing = f"Ask one of: {', '.join(sorted(known))}."
        raise NotFound("question.unknown", "There is no question of that name.", listing)
    return known[name]


def read(asked: QuestionView, pairs: Sequence[str]) -> dict[str, Scalar]:
    """Read `name=value` pairs as the question takes them; the service checks them again.

    Raises:
        Unacceptable: a pair has no sign of equality, names what the question does not take, or is no whole number.
    """
    kinds, values, faults = {each.name: each.kind for each in asked.parameters}, dict[str, Scalar](), dict[str, str]()
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in kinds:
            faults[name[:60]] = f"Expected one of {', '.join(kinds)}, then = and a value."
        elif kinds[name] == "integer" and not text.removeprefix("-").isdecimal():
            faults[name] = "Expected a whole number."
        else:
            values[name] = int(text) if kinds[name] == "integer" else text
    if faults:
        told = " ".join(f"{name}: {fault}" for name, fault in faults.items())
        raise Unacceptable("question.parameters", told[:400], "Correct the parameters and ask again.", fields=faults)
    return values


def answered(asked: QuestionView, answer: AnswerView) -> Table:
    """Return the answer as a table."""
    table = Table(title=asked.title, caption=None if answer.rows else "No row answers this question.")
    for column in answer.columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in answer.rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    return table


def meaning(asked: QuestionView, answer: AnswerView) -> Iterator[str]:
    """Give what a row means and does not mean, and what the answer was made from."""
    yield asked.means
    yield asked.means_not
    if not answer.complete:
        yield f"Only the first {len(answer.rows)} rows are shown; ask for fewer days."
    yield f"From {answer.events} entries, by SQL with SHA-256 {answer.sql_sha256}."
