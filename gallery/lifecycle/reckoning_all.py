"""Reckon the states of everybody: after a change of the rules, over a taken-over gallery, or to prove that they hold.

Other processes read and reckon while this one writes, one act for some thousand people. What they read may have been
overtaken by another act before it is written; then the stretch is reckoned again inside its own act. A run that was
killed goes on after the last stretch that it kept.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context

from audits.event import Detail
from audits.events import EligibilityChanged
from gallery.ledger import Ledger, mark_of
from gallery.lifecycle.prepared import Beside, Given, Move, Prepared, prepare, prepare_beside, start_beside
from gallery.records.database import Place
from gallery.records.reckonings import Reached, Stretch, keep_states, reached, set_reached, stretches
from gallery.rules import Rules

PEOPLE_AT_ONCE = 2_000
"""People an act: about a third of a second for whoever waits meanwhile."""

WORTH_A_PROCESS = 10
"""Stretches from which on processes beside are started, which takes a second."""

A_ROUND = 32
"""Stretches after which nobody reads for a moment, so that SQLite begins its write-ahead log anew.

Beside readers that never pause it grows with the gallery.
"""

Progress = Callable[[int, int], None]
"""Told of people done and people in all."""


@dataclass(frozen=True)
class Reckoned:
    """What a run came to: people and pictures looked at, states written, and how many went from where to where."""

    people: int = 0
    pictures: int = 0
    written: int = 0
    moves: tuple[tuple[Move, int], ...] = ()

    def plus(self, done: Prepared) -> "Reckoned":
        """Return the sum with one stretch more."""
        moves = Counter(dict(self.moves)) + Counter(dict(done.moves))
        return Reckoned(
            people=self.people + done.stretch.people,
            pictures=self.pictures + done.pictures,
            written=self.written + len(done.states),
            moves=tuple(sorted(moves.items())),
        )


def reckon_under_new_rules(ledger: Ledger, rules: Rules, records: Place, processes: int = 2) -> Reckoned | None:
    """Reckon everybody when the last run was under other rules or was not finished; None when there was nothing to do.

    Run before the service answers: no search ever goes by states of rules that are no longer in force (F-20, F-47).
    """
    with ledger.reading() as connection:
        last = reached(connection)
    if last.finished and last.rule_version == rules.eligibility.version:
        return None
    return reckon_all(ledger, rules, records, processes=processes, resume=True)


def reckon_all(
    ledger: Ledger,
    rules: Rules,
    records: Place,
    *,
    processes: int = 2,
    resume: bool = False,
    progress: Progress | None = None,
) -> Reckoned:
    """Reckon the states of everybody and keep those that differ from what is on file.

    `resume` goes on after the last stretch of a run under the same rules; otherwise everybody is looked at.

    Raises:
        LogUnavailable: nothing more was changed; a later run goes on.
    """
    run = _Run(ledger, rules, records)
    todo = run.begin(resume=resume)
    people, done = sum(each.people for each in todo), Reckoned()
    with run.prepared(todo, processes) as found:
        for each in found:
            done = done.plus(run.keep(each))
            if progress:
                progress(done.people, people)
    run.end()
    return done


@contextmanager
def foreseen(
    ledger: Ledger, rules: Rules, records: Place, service: str, *, processes: int = 2
) -> Iterator[Iterator[Prepared]]:
    """Give what everybody of a service would come to under some rules, stretch by stretch; nothing is written."""
    run = _Run(ledger, rules, records, service)
    with run.prepared(run.begin(resume=False), processes) as found:
        yield found


# Private


class _Run:
    """One run: what it goes by, and since which log entry only its own acts were written."""

    def __init__(self, ledger: Ledger, rules: Rules, records: Place, service: str = "") -> None:
        self._ledger = ledger
        self._records = records
        self._rules = rules
        today = {code: rules.who.local_day(ledger.now(), code) for code in rules.who.services}
        self._given = Given(rules.eligibility, today, dict(rules.who.profiles), service)
        self._own = self._alone_since = 0

    def begin(self, *, resume: bool) -> tuple[Stretch, ...]:
        with self._ledger.reading() as connection:
            last = reached(connection)
            again = resume and not last.finished and last.rule_version == self._given.rules.version
            self._own = self._alone_since = mark_of(connection)
            return stretches(connection, last.reached if again else "", PEOPLE_AT_ONCE)

    @contextmanager
    def prepared(self, todo: Sequence[Stretch], processes: int) -> Iterator[Iterator[Prepared]]:
        if processes < 2 or len(todo) < WORTH_A_PROCESS:
            yield map(self._prepare, todo)
            return
        beside = Beside.of(self._records, self._given)
        # Not forked: this process has threads, of the models and of the service.
        context = get_context("spawn")
        with ProcessPoolExecutor(processes, context, start_beside, (beside,)) as pool:
            yield _in_order(pool, todo, ahead=processes + 2)

    def keep(self, found: Prepared) -> Prepared:
        """Write a stretch in an act of its own, reckoned again when others acted since it was read."""
        with self._ledger.act(None, EligibilityChanged) as act:
            before = mark_of(act.connection)
            if before != self._own:
                self._alone_since = before
            if found.mark < self._alone_since:
                found = prepare(act.connection, found.stretch, self._given)
            keep_states(act.connection, found.states, act.now)
            set_reached(act.connection, Reached(self._given.rules.version, found.stretch.last))
            act.decided_by("F-20")
            act.note(rule_version=self._given.rules.version, people=found.stretch.people, **_counted(found))
        self._own = act.sequence
        return found

    def end(self) -> None:
        with self._ledger.unrecorded() as connection:
            set_reached(connection, replace(reached(connection), rule_version=self._given.rules.version, finished=True))

    def _prepare(self, stretch: Stretch) -> Prepared:
        with self._ledger.reading() as connection:
            return prepare(connection, stretch, self._given)


def _in_order(pool: ProcessPoolExecutor, todo: Sequence[Stretch], ahead: int) -> Iterator[Prepared]:
    """Give what each stretch comes to, in order; only so many are prepared ahead of what is written."""
    for start in range(0, len(todo), A_ROUND):
        waiting: deque[Future[Prepared]] = deque()
        for stretch in todo[start : start + A_ROUND]:
            waiting.append(pool.submit(prepare_beside, stretch))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _counted(found: Prepared) -> dict[str, Detail]:
    states: Counter[str] = Counter()
    for (_, after), count in found.moves.items():
        states[f"now_{after}"] += count
    return {"changed": sum(states.values()), "written": len(found.states), **dict(sorted(states.items()))}
