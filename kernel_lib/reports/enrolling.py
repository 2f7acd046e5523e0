"""Offer a whole signed feed, picture by picture; a refused one is noted and never stops the run (F-01, F-04)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat
from typing import Any

from kernel_lib.client import Client
from kernel_lib.errors import Refused, SignInRequired
from kernel_lib.feed import Feed, FeedLine, Line, RefusedLine, read_manifest, verified
from kernel_lib.feed.lines import PICTURES
from kernel_lib.feed.manifest import SIGNATURE
from kernel_lib.reports import show
from kernel_lib.reports.apart import apart
from kernel_lib.reports.block import Block
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.feeds import FeedOpened
from kernel_lib.wire.gallery import EnrolmentRun
from kernel_lib.words.spoken import told

_STANDINGS = {EligibilityState.ELIGIBLE: "eligible", EligibilityState.DUE: "due for destruction"}


class Result(StrEnum):
    """What became of a line."""

    ENROLLED = "enrolled"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """One line of the feed and what became of it. A file may be called by a person's name, so it is not told.

    `rule` refused the line, or decided the `state` of its picture.
    """

    line: int
    result: Result
    searchable: bool | None = None
    rule: str = ""
    reason: str = ""
    encoded_by: str = ""
    state: EligibilityState | None = None

    @property
    def standing(self) -> str | None:
        """The state in words; whatever is neither eligible nor due for destruction is not searchable."""
        return told(_STANDINGS.get(self.state, "not searchable")) if self.state else None


@dataclass(frozen=True)
class Offered:
    """A feed that was offered to its end."""

    feed_sha256: str
    rows: tuple[Row, ...]

    def run(self, label: str) -> EnrolmentRun:
        """Return the counts under the label of the run, for the log."""
        counts = Counter(row.result for row in self.rows)
        return EnrolmentRun(
            run_id=label,
            offered=len(self.rows),
            enrolled=counts[Result.ENROLLED],
            already=counts[Result.ALREADY],
            refused=counts[Result.REFUSED],
        )

    def counts(self) -> Block:
        """Show how many lines came to each result."""
        run = self.run("")
        rows = (
            ("Enrolled now", run.enrolled),
            ("In the gallery before", run.already),
            ("Refused", run.refused),
            ("Offered", run.offered),
        )
        return show.table("Lines of the feed by result", ("Result", "Lines"), rows)

    def told(self) -> Block:
        """Tell the runner the counts."""
        return show.counts(self.run("").model_dump(exclude={"run_id"}))

    def refusals(self) -> Block:
        """Show how many lines each rule refused."""
        counts = Counter(row.rule for row in self.rows if row.result is Result.REFUSED)
        return show.table("Refusals by rule", ("Rule", "Lines"), counts.most_common(), empty="No line was refused.")

    def encoders(self) -> Block:
        """Show where the models looked at how many of the pictures."""
        counts = Counter(row.encoded_by for row in self.rows if row.encoded_by)
        return show.table("Where the models ran", ("Run by", "Pictures"), counts.most_common(), empty="They did not.")

    def table(self) -> Block:
        """Show every line, in the order of the feed."""
        columns = ("Line", "Result", "Searchable", "State", "Rule", "Reason")
        rows = [(r.line, r.result, r.searchable, r.standing, r.rule or None, r.reason or None) for r in self.rows]
        return show.table("Every line of the feed", columns, rows, empty="The feed holds no line.", whole=True)


def offer(client: Client, feed: Feed, tell: Callable[[int, int], None]) -> Offered:
    """Offer every line of a feed that is not in the gallery yet; `tell` is called with lines done and lines in all.

    The service remembers which lines are done, so a run that was cut off is resumed by running it again, and offering
    a whole feed again changes nothing.

    Raises:
        Unacceptable: the feed is not signed, or a file is not the one that was signed; nothing was offered.
        SignInRequired: the session ended on the way.
        LogUnavailable, ServiceUnreachable: the service cannot go on; what was enrolled before stays.
    """
    opened = client.feeds.open(*sent(feed))
    files = read_manifest(feed.folder).content.files
    return Offered(feed.sha256, tuple(_rows(client, feed, opened, files, tell)))


def sent(feed: Feed) -> tuple[bytes, bytes, bytes]:
    """Return manifest, signature and lines of a feed whose every file is the one that was signed.

    Raises:
        Unacceptable: the feed is not signed, or a file was changed, is missing or was not signed.
    """
    manifest = verified(feed.folder, feed.lines)
    return manifest.data, (feed.folder / SIGNATURE).read_bytes(), feed.data


def _rows(
    client: Client, feed: Feed, opened: FeedOpened, files: Mapping[str, str], tell: Callable[[int, int], None]
) -> Iterator[Row]:
    done = frozenset(opened.done)

    def row(line: Line) -> Row:
        return Row(line.number, Result.ALREADY) if line.number in done else _offer(client, feed, opened.feed_id, line)

    def keys(line: Line) -> frozenset[str]:
        """Whom and what a line is of, if it will be offered."""
        if not isinstance(line, FeedLine) or line.number in done:
            return frozenset()
        picture = files.get(f"{PICTURES}/{line.picture}", line.picture)
        return frozenset({f"picture {picture}", f"person {line.record.subject_number}"})

    for count, each in enumerate(apart(feed.lines, keys, row, opened.at_once), start=1):
        yield each
        tell(count, len(feed.lines))


def _offer(client: Client, feed: Feed, feed_id: str, line: Line) -> Row:
    if isinstance(line, RefusedLine):
        return Row(line.number, Result.REFUSED, rule=line.rule, reason=line.reason)
    try:
        enrolled = client.gallery.enrol(feed_id, line.number, line.record, feed.picture(line))
    except SignInRequired:
        raise
    except Refused as no:
        return Row(line.number, Result.REFUSED, rule=no.refusal.rule, reason=no.refusal.reason)
    result = Result.ALREADY if enrolled.already else Result.ENROLLED
    return Row(
        line.number,
        result,
        searchable=enrolled.searchable,
        rule=enrolled.rule,
        reason=" ".join(enrolled.notes),
        encoded_by=enrolled.encoded_by,
        state=enrolled.state,
    )


def told_in_place(title: str) -> Callable[[int, int], None]:
    """Return a teller that shows progress in one place of the notebook, and so to the runner.

    The place is made when it is told anything, so that nobody reads of nothing out of nothing.
    """
    from IPython.display import DisplayHandle  # loaded in kernels only

    handle: Any = DisplayHandle()  # type: ignore[no-untyped-call]  # untyped in IPython
    ways = chain((handle.display,), repeat(handle.update))
    return lambda done, total: next(ways)(show.progress(done, total, title))
