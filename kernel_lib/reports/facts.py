"""Tell the service every fact of a feed, line by line; a refused one is noted and stops nothing (F-09, F-22)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kernel_lib.client import Client
from kernel_lib.errors import Refused, SignInRequired
from kernel_lib.feed import FactLine, RefusedLine, read_facts
from kernel_lib.feed.facts import Fact
from kernel_lib.reports import show
from kernel_lib.reports.block import Block
from kernel_lib.wire.lifecycle import AgeAsked, DeathAsked, ElectionAsked, FactsChanged, OutcomeAsked


@dataclass(frozen=True)
class Told:
    """A line of facts and what came of it: how many pictures are in another state, or the rule that refused it."""

    line: int
    kind: str
    changed: int = 0
    rule: str = ""
    reason: str = ""


@dataclass(frozen=True)
class AllTold:
    """The facts of a feed, told to their end."""

    rows: tuple[Told, ...]

    def counts(self) -> Block:
        """Show how many lines of each kind were recorded or refused."""
        counts = Counter((row.kind or "unreadable", "refused" if row.rule else "recorded") for row in self.rows)
        rows = [(kind, result, count) for (kind, result), count in sorted(counts.items())]
        return show.table("Facts by kind", ("Kind", "Result", "Lines"), rows, empty="The feed holds no facts.")

    def table(self) -> Block:
        """Show every line, in the order of the feed."""
        rows = [(r.line, r.kind or None, r.changed, r.rule or None, r.reason or None) for r in self.rows]
        columns = ("Line", "Kind", "Pictures in another state", "Rule", "Reason")
        return show.table("Every fact of the feed", columns, rows, empty="The feed holds no facts.", whole=True)


def tell_all(client: Client, folder: Path) -> AllTold:
    """Tell every fact of a feed folder, whose files were verified before.

    Raises:
        SignInRequired: the session ended on the way.
        LogUnavailable, ServiceUnreachable: the service cannot go on; what was recorded before stays.
    """
    return AllTold(tuple(_told(client, line) for line in read_facts(folder)))


def _told(client: Client, line: FactLine | RefusedLine) -> Told:
    if isinstance(line, RefusedLine):
        return Told(line.number, "", rule=line.rule, reason=line.reason)
    try:
        return Told(line.number, line.kind, changed=_record(client, line.fact).changed)
    except SignInRequired:
        raise
    except Refused as no:
        return Told(line.number, line.kind, rule=no.refusal.rule, reason=no.refusal.reason)


def _record(client: Client, fact: Fact) -> FactsChanged:
    lifecycle = client.lifecycle
    if isinstance(fact, OutcomeAsked):
        return lifecycle.record_outcome(fact)
    if isinstance(fact, ElectionAsked):
        return lifecycle.record_election(fact)
    if isinstance(fact, AgeAsked):
        return lifecycle.record_age(fact)
    return lifecycle.record_death(fact) if isinstance(fact, DeathAsked) else lifecycle.renumber(fact)
