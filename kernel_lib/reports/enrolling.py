"""Offer a whole signed feed, picture by picture; a refused one is noted and never stops the run (F-01, F-04)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from kernel_lib.client import Client
from kernel_lib.errors import Refused, SignInRequired
from kernel_lib.feed import Feed, FeedLine, Line, RefusedLine, read_manifest, verified
from kernel_lib.feed.lines import PICTURES
from kernel_lib.feed.manifest import SIGNATURE
from kernel_lib.reports import show
from kernel_lib.reports.block import Block
from kernel_lib.wire.feeds import FeedOpened
from kernel_lib.wire.gallery import EnrolmentRun

_AT_ONCE = 4
"""Lines on their way at once: while one picture is written and logged, the models look at the next."""


class Result(StrEnum):
    """What became of a line."""

    ENROLLED = "enrolled"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """One line of the feed and what became of it. A file may be called by a person's name, so it is not told."""

    line: int
    result: Result
    searchable: bool | None = None
    rule: str = ""
    reason: str = ""


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

    def table(self) -> Block:
        """Show every line, in the order of the feed."""
        columns = ("Line", "Result", "Searchable", "Rule", "Reason")
        rows = [(r.line, r.result, r.searchable, r.rule or None, r.reason or None) for r in self.rows]
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
    done, count = frozenset(opened.done), 0

    def row(line: Line) -> Row:
        return Row(line.number, Result.ALREADY) if line.number in done else _offer(client, feed, opened.feed_id, line)

    with ThreadPoolExecutor(_AT_ONCE) as offering:
        for some in apart(feed.lines, files):
            for each in offering.map(row, some):
                count += 1
                yield each
                tell(count, len(feed.lines))


def apart(lines: Sequence[Line], files: Mapping[str, str]) -> Iterator[list[Line]]:
    """Yield lines in their order, some at a time; no two at once are of one person or of the same bytes.

    So what becomes of a line never depends on which of two answers came first.
    """
    some: list[Line] = []
    taken: set[str] = set()
    for line in lines:
        picture = f"picture {files.get(f'{PICTURES}/{line.picture}', line.picture)}"
        keys = {picture, f"person {line.record.subject_number}"} if isinstance(line, FeedLine) else set()
        if len(some) == _AT_ONCE or keys & taken:
            yield some
            some, taken = [], set()
        some.append(line)
        taken |= keys
    if some:
        yield some


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
    return Row(line.number, result, searchable=enrolled.searchable, reason=" ".join(enrolled.notes))


def told_in_place(title: str) -> Callable[[int, int], None]:
    """Return a teller that shows progress in one place of the notebook, and so to the runner."""
    from IPython.display import display  # loaded in kernels only

    handle = display(show.progress(0, 0, title), display_id=True)  # type: ignore[no-untyped-call]  # untyped in IPython
    return lambda done, total: handle.update(show.progress(done, total, title))
