"""For the analyst's notebook: the named questions as tables and charts, and a snapshot of the audit data to look into.

The snapshot is opened by the notebook itself with DuckDB, read-only; this module only fetches it. What is in it
depends on the duties of whoever asks: entries of the log, or counts that may leave.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from IPython.core.getipython import get_ipython

from kernel_lib.client import Client
from kernel_lib.errors import NotFound
from kernel_lib.reports import show
from kernel_lib.reports.answers import picture
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.wire.audit import AnswerView, QuestionView, Scalar

READ_ONLY: Mapping[str, str] = MappingProxyType({"enable_external_access": "false", "lock_configuration": "true"})
"""Configuration with which a snapshot is opened: nothing else of this machine can be read through it."""

_FIRST = ("request_funnel", "requests_by_quarter")


@dataclass(frozen=True)
class Answer:
    """An answer as a notebook shows it. `rows` gives it to pandas or altair: one mapping a row."""

    question: QuestionView
    view: AnswerView
    period: str

    def _ipython_display_(self) -> None:
        self.shown()._ipython_display_()

    def shown(self) -> Blocks:
        """Show sentence, chart and table."""
        return show.joined(picture(self.question, self.view, self.period))

    def rows(self) -> list[dict[str, Scalar]]:
        """Return the rows, each by column name."""
        return [dict(zip(self.view.columns, row, strict=True)) for row in self.view.rows]


class Questions:
    """The named questions of the service. Each asking is in the audit log."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def listed(self) -> Block:
        """Show every question: its item of the auditors' list, its name, what it asks, and its parameters."""
        by_item = sorted(self._by_name.values(), key=lambda q: (not q.item, q.item, q.name))
        rows = [(q.item or "–", q.name, q.sentence, ", ".join(p.name for p in q.parameters)) for q in by_item]
        return show.table("Named questions", ("Item", "Name", "Question", "Parameters"), rows, whole=True)

    def ask(self, name: str, **parameters: Scalar) -> Answer:
        """Ask a question.

        Raises:
            NotFound: there is none of that name.
            Unacceptable: a parameter is unknown, missing or of another kind.
        """
        question = self._question(name)
        told = ", ".join(f"{key} {value}" for key, value in parameters.items()) or "all days"
        return Answer(question, self._client.audit.ask(name, **parameters), told)

    def overview(self) -> Answer:
        """Ask the question to begin with: how far requests came, or, over counts alone, how many there were."""
        return self.ask(next(name for name in _FIRST if name in self._by_name))

    def statement(self, name: str, **parameters: Scalar) -> str:
        """Return a question's statement with its values written in, to be changed and run over the snapshot.

        Raises:
            NotFound: there is none of that name.
        """
        question = self._question(name)
        values = {each.name: parameters.get(each.name, each.default) for each in question.parameters}
        written = re.sub(r"\$([a-z_]+)", lambda found: _literal(values.get(found[1])), question.sql)
        return "\n".join(line for line in written.splitlines() if not line.startswith("-- parameter"))

    def open_in_cell(self, name: str, **parameters: Scalar) -> None:
        """Put a question's statement into a new cell below, ready to be changed and run.

        Raises:
            NotFound: there is none of that name.
        """
        text = f"%%sql\n{self.statement(name, **parameters)}"
        shell = get_ipython()
        if shell is not None:
            shell.set_next_input(text)

    def _question(self, name: str) -> QuestionView:
        if name not in self._by_name:
            raise NotFound("question.unknown", "There is no question of that name.", "See `questions.listed()`.")
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, QuestionView]:
        return {question.name: question for question in self._client.audit.questions()}


def fetch_snapshot(client: Client) -> Path:
    """Fetch the DuckDB snapshot into a private folder that is removed when this kernel ends; return its path.

    A killed kernel removes nothing itself, so the folder lies where whoever started the kernel clears up.
    """
    cleared = Path(os.environ.get("JUPYTER_RUNTIME_DIR") or tempfile.gettempdir())
    cleared.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="leadbook-snapshot-", dir=cleared))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "audit.duckdb"
    path.write_bytes(client.audit.snapshot())
    path.chmod(0o400)
    return path


def _literal(value: Scalar) -> str:
    """Write a value as SQL does."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool | int | float) else "'" + value.replace("'", "''") + "'"
