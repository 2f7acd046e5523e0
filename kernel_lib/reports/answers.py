"""The audit of a period: every named question over the log, asked for that period and shown as chart and table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kernel_lib.client import Client
from kernel_lib.hashing import sha256_hex
from kernel_lib.reports import charts, show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.table import short_id
from kernel_lib.wire.audit import AnswerView, LogStatus, QuestionView, Scalar

THEMES = {
    "use": ("request_funnel", "searches_by_offence", "probe_sources", "empty_lists", "enrolment_outcomes"),
    "time": ("time_per_stage",),
    "refusals": ("refusals_by_rule", "sign_in_refusals", "uncertified_acts"),
    "review": (
        "examiner_agreement",
        "lists_without_conclusion",
        "approvals_quick",
        "exigent_requests",
        "requester_approver_pairs",
        "repeated_searches",
    ),
    "log": ("gaps_and_restarts", "configuration_changes", "log_readers", "reports_run", "acts_outside_hours"),
}
"""Which questions stand together, in the order in which they are read. Those in no theme come last."""

_UNANSWERED = "Left out: it asks for more than a period ({needs}). Ask it in the investigation notebook."


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included."""

    first: date
    last: date

    @classmethod
    def read(cls, first: str, last: str) -> "Period":
        """Read two days like 2026-01-31."""
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"

    def values(self) -> dict[str, Scalar]:
        """Return the period as the parameters that questions take."""
        return {"first_day": self.first.isoformat(), "last_day": self.last.isoformat()}


@dataclass(frozen=True)
class Asked:
    """A question and its answer; None when it cannot be asked by period alone."""

    question: QuestionView
    answer: AnswerView | None

    @property
    def used(self) -> bool:
        """Whether the answer counts anything at all."""
        return self.answer is not None and any(_is_count(value) and value for row in self.answer.rows for value in row)


@dataclass(frozen=True)
class PeriodAnswers:
    """Every named question, asked for one period."""

    period: Period
    asked: tuple[Asked, ...]

    def about(self, theme: str) -> Blocks:
        """Show the questions of one theme of `THEMES`."""
        by_name = {asked.question.name: asked for asked in self.asked}
        return self._all(by_name[name] for name in THEMES[theme] if name in by_name)

    def others(self) -> Blocks:
        """Show the questions of no theme."""
        placed = {name for names in THEMES.values() for name in names}
        return self._all(asked for asked in self.asked if asked.question.name not in placed)

    def _all(self, chosen: Iterable[Asked]) -> Blocks:
        return show.joined(block for asked in chosen for block in _shown(asked, self.period))

    def use(self) -> Block:
        """Say whether there was any use; a period without any is a result and reads as one (J-10)."""
        answered = [a for a in self.asked if a.answer is not None]
        if any(a.used for a in answered):
            used = sum(a.used for a in answered)
            return show.remark(f"{used} of {len(answered)} questions count something in the period {self.period}.")
        return show.remark(
            f"No use: in the period {self.period} the log holds nothing that these questions count. "
            "That is a result, not a gap."
        )

    def sources(self) -> Block:
        """Show by which SQL each answer was made, so that anybody can ask again (J-01)."""
        rows = [(a.question.name, a.answer.events, a.answer.sql_sha256) for a in self.asked if a.answer]
        return show.table("Where each answer comes from", ("Question", "Log entries", "SHA-256 of its SQL"), rows)

    def check(self, checks: Checks, status: LogStatus) -> None:
        """Note what must hold of answers that are printed together."""
        answers = [a.answer for a in self.asked if a.answer is not None]
        checks.expect("There are named questions, and answers to them", True, bool(answers))
        older = sum(answer.events < status.checkpoint_size for answer in answers)
        checks.expect("No answer is older than the log's last signed checkpoint", 0, older)
        published = {a.question.name: _hash_of_file(a.question.sql) for a in self.asked}
        other = sum(published[answer.name] != answer.sql_sha256 for answer in answers)
        checks.expect("Every answer was made by the SQL that is published for its question", 0, other)
        uneven = sum(len(row) != len(answer.columns) for answer in answers for row in answer.rows)
        checks.expect("Every row has a value for each column", 0, uneven)


def ask_all(client: Client, period: Period) -> PeriodAnswers:
    """Ask every named question that needs a period and nothing else."""
    return PeriodAnswers(period, tuple(_ask(client, question, period) for question in client.audit.questions()))


def picture(question: QuestionView, answer: AnswerView, period: str) -> Iterator[Block]:
    """Show one answer: what is asked, what a row means and does not mean, a chart if one is asked for, the table."""
    yield from (show.remark(text) for text in (question.sentence, question.means, question.means_not) if text)
    pairs = _pairs(answer)
    columns = [column.replace("_", " ").capitalize() for column in answer.columns]
    if question.chart != "table" and any(value for _, value in pairs):
        draw = charts.line if question.chart == "line" else charts.bars
        yield draw(f"{question.title}: {columns[-1].lower()}, {period}", pairs)
    yield show.table(f"{question.title}, {period}", columns, answer.rows, empty="None in this period.")


def _ask(client: Client, question: QuestionView, period: Period) -> Asked:
    if _needs(question):
        return Asked(question, None)
    wanted = {parameter.name for parameter in question.parameters}
    given = {name: value for name, value in period.values().items() if name in wanted}
    return Asked(question, client.audit.ask(question.name, **given))


def _needs(question: QuestionView) -> list[str]:
    return [p.name for p in question.parameters if p.name not in ("first_day", "last_day") and p.default is None]


def _hash_of_file(sql: str) -> str:
    # Text travels trimmed; the file that was hashed ends with a line break.
    return sha256_hex(f"{sql.strip()}\n".encode())


def _shown(asked: Asked, period: Period) -> Iterator[Block]:
    yield show.heading(asked.question.title)
    if asked.answer is not None:
        yield from picture(asked.question, asked.answer, str(period))
        return
    yield show.remark(asked.question.sentence)
    yield show.remark(_UNANSWERED.format(needs=", ".join(_needs(asked.question))))


def _pairs(answer: AnswerView) -> list[tuple[str, float]]:
    """Take the value from the last column, and as label as many leading columns of text as tell the rows apart."""
    if not answer.rows or not all(_is_count(row[-1]) or row[-1] is None for row in answer.rows):
        return []
    words = next((at for at in range(len(answer.columns)) if any(_is_count(row[at]) for row in answer.rows)), 1)
    for used in range(1, words + 1):
        labels = [_label(row[:used]) for row in answer.rows]
        if len(set(labels)) == len(labels):
            return [(label, float(row[-1] or 0)) for label, row in zip(labels, answer.rows, strict=True)]
    return []


def _label(parts: Sequence[Scalar]) -> str:
    return " · ".join("–" if part is None else short_id(str(part)).replace("_", " ") for part in parts)


def _is_count(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
