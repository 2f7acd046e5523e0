"""What may be asked of the log, and taken away from it, by duty: entries by who reads the log, counts by analysts.

Somebody who may not read entries gets a file of counts that may leave (`audits.cubes`), and its questions only. Who
reads entries and may not look at accounts gets other words for people, made with a key that nobody keeps.
"""

import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from audits import analytics
from audits.analytics import Answer, Question, Scalar, Snapshot
from audits.cubes.asking import ask_cubes, cube_questions
from audits.cubes.made import Told, build_cubes, last_closed
from audits.events import AnalyticsExported, ConfigurationViewed, QuestionAsked
from gallery.authority import Authority, Person
from gallery.desk.log import LogDesk
from gallery.ledger import Ledger, Prepared
from gallery.rules.cubes import CubeRules
from kernel_lib.wire.audit import AnswerView, ParameterView, QuestionView

ENTRIES = "log_read"
PEOPLE = "account_viewed"


class Workbench:
    """Questions and files for analysts, auditors and compliance staff; each asking is an entry of the log."""

    def __init__(
        self, ledger: Ledger, authority: Authority, log: LogDesk, rules: CubeRules, analytics_dir: Path
    ) -> None:
        self._ledger = ledger
        self._authority = authority
        self._log = log
        self._told = Told(rules.minimum, rules.settle)
        self._folder = analytics_dir
        self._turn = threading.Lock()
        self._made: tuple[date, Snapshot] | None = None

    def questions(self, person: Person) -> tuple[QuestionView, ...]:
        """Return the named questions that the person may ask."""
        with self._ledger.act(person, ConfigurationViewed) as act:
            act.note(what="questions")
        mine = analytics.questions() if self._reads_entries(person) else cube_questions()
        return tuple(_question(each) for each in mine)

    def ask(self, person: Person, name: str, parameters: Mapping[str, Scalar]) -> AnswerView:
        """Ask a named question.

        Raises:
            NotFound: the person has no question of that name.
            Unacceptable: a parameter is unknown, missing or of another kind.
        """
        prepared = Prepared(lambda: self._answer(person, name, parameters))
        with self._ledger.act(person, QuestionAsked) as act:
            answer = prepared.demand()
            act.about(object_id=answer.name)
            act.note(sql_sha256=answer.sql_sha256, rows=len(answer.rows), events=answer.events)
        return AnswerView(
            name=answer.name,
            columns=answer.columns,
            rows=answer.rows,
            sql_sha256=answer.sql_sha256,
            events=answer.events,
            complete=answer.complete,
        )

    def export(self, person: Person) -> bytes:
        """Return the file that the person may take away: entries, entries with other words for people, or counts."""
        prepared = Prepared(lambda: self._file(person))
        with self._ledger.act(person, AnalyticsExported) as act:
            content, events, what = prepared.demand()
            act.note(bytes=len(content), events=events, what=what)
        return content

    # Private

    def _reads_entries(self, person: Person) -> bool:
        return self._authority.allows(person, ENTRIES)

    def _answer(self, person: Person, name: str, parameters: Mapping[str, Scalar]) -> Answer:
        if self._reads_entries(person):
            return self._log.answer(name, parameters)
        return ask_cubes(self._cubes(), name, parameters)

    def _file(self, person: Person) -> tuple[bytes, int, str]:
        if not self._reads_entries(person):
            cubes = self._cubes()
            return cubes.path.read_bytes(), cubes.events, "counts"
        knows_people = self._authority.allows(person, PEOPLE)
        content, events = self._log.handed_over("" if knows_people else analytics.new_veil())
        return content, events, "entries" if knows_people else "entries_veiled"

    def _cubes(self) -> Snapshot:
        """Return the file of counts: made again only when another quarter may be told, for none told before changes."""
        today = self._ledger.now().date()
        with self._turn:
            before = last_closed(today, self._told.settle)
            if self._made is None or self._made[0] != before or not self._made[1].path.exists():
                snapshot = self._log.fresh()
                made = build_cubes(snapshot, self._folder / "counts.duckdb", today=today, told=self._told)
                self._made = (before, made)
            return self._made[1]


def _question(each: Question) -> QuestionView:
    parameters = tuple(
        ParameterView(name=one.name, kind=one.kind, default=one.default, hint=one.hint) for one in each.parameters
    )
    return QuestionView(
        name=each.name,
        title=each.title,
        sentence=each.sentence,
        parameters=parameters,
        chart=each.chart,
        sql=each.sql,
        item=each.item,
        means=each.means,
        means_not=each.means_not,
    )
