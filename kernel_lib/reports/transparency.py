"""The annual transparency report and the board's monthly one: the same figures by the same definitions (J-14)."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kernel_lib.client import Client
from kernel_lib.reports import charts, show
from kernel_lib.reports.block import Block, Blocks
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.figure import ALL, count, label, shown
from kernel_lib.reports.published_parts import PARTS
from kernel_lib.wire.audit import LogStatus
from kernel_lib.wire.figures import FiguresView, FigureView
from kernel_lib.words.spoken import told

_SECTIONS = Path(__file__).with_name("annual.toml")
BOARD = ("by_offence", "by_race", "by_verification", "by_charge", "times", "refusals", "oversight", "conduct")
"""What the board reads each month, after the funnel."""


class Section(BaseModel):
    """One heading: which figures and parts stand under it, and what people must write."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    key: str = ""
    figures: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    write: str = ""
    by: str = ""


def sections() -> tuple[Section, ...]:
    """Return the headings of the annual report, in order."""
    with _SECTIONS.open("rb") as file:
        return tuple(Section.model_validate(section) for section in tomllib.load(file)["section"])


@dataclass(frozen=True)
class Transparency:
    """The published figures of one period, as a report shows them."""

    view: FiguresView

    @classmethod
    def of_year(cls, client: Client, year: int) -> "Transparency":
        """Count a calendar year."""
        return cls(client.figures.of(date(year, 1, 1), date(year, 12, 31)))

    @classmethod
    def of_days(cls, client: Client, first: str, last: str, *, whole: bool = False) -> "Transparency":
        """Count the days from `first` to `last`, both included; `whole` without suppression, for oversight inside."""
        return cls(client.figures.of(date.fromisoformat(first), date.fromisoformat(last), whole=whole))

    @classmethod
    def until(cls, client: Client, last: str) -> "Transparency":
        """Count the calendar year of a day, up to that day."""
        day = date.fromisoformat(last)
        return cls(client.figures.of(day.replace(month=1, day=1), day))

    @property
    def period(self) -> str:
        """The days, as captions name them."""
        return f"{self.view.first_day} – {self.view.last_day}"

    def use(self) -> Block:
        """Say how many requests there were; none is a result and reads as one (J-10)."""
        total = self.view.figure("funnel").total
        if total == 0:
            return show.remark("No use: nobody sent a request in this period. That is a result, not a gap.")
        rule = "Counts of people from 1 to 4 are withheld, and as many others as it takes to hide them."
        return show.remark(
            rule if self.view.suppressed else "Counts are shown whole, for oversight inside the service."
        )

    def funnel(self) -> Blocks:
        """Show how many requests reached each level, beside a year before, and in which state each stands (J-02)."""
        return show.joined([*self._levels(), *shown(self.view.figure("funnel"), self.period)])

    def about(self, names: Sequence[str]) -> Blocks:
        """Show some figures."""
        return show.joined(block for name in names for block in shown(self.view.figure(name), self.period))

    def parts(self, names: Sequence[str]) -> Blocks:
        """Show some parts by their names in `PARTS`."""
        return show.joined(block for name in names for block in PARTS[name](self.view))

    def body(self, first: int, last: int) -> Blocks:
        """Show the headings from number `first` to `last` of the annual report, both included."""
        chosen = list(enumerate(sections(), start=1))[first - 1 : last]
        return show.joined(block for number, section in chosen for block in self._section(number, section))

    def check(self, checks: Checks, status: LogStatus) -> None:
        """Note what must hold of figures that are printed together."""
        funnel = self.view.figure("funnel")
        checks.expect("The log was recomputed for this report and is whole", True, status.whole)
        checks.expect("No figure is older than the log's last signed checkpoint", True, self._is_new(status))
        uneven = [each.name for each in self.view.figures if each.kind == "outcome" and not _same(each, funnel)]
        checks.expect("Every table of requests adds up to the funnel", [], uneven)
        if self.view.suppressed:
            small = [
                each.name for each in self.view.figures if each.of_people and _tells_small(each, self.view.minimum)
            ]
            checks.expect("No table tells a count that the rule withholds", [], small)

    def check_year(self, checks: Checks) -> None:
        """Note what an annual report needs besides: costs (J-13), and no destruction late unexplained (F-34)."""
        filed = {line.label for each in self.view.filings if each.kind == "costs" for line in each.lines}
        missing = [name for name in self.view.costs_required if name not in filed]
        checks.expect("The costs of the year are filed", [], missing)
        checks.expect("No destruction is late without an explanation", [], list(self.view.late_unexplained))

    def _written(self, key: str) -> str:
        """Return what was filed last for a heading of the period."""
        lines = (line for each in self.view.filings if each.kind == "headings" for line in each.lines)
        return next((line.words for line in reversed(list(lines)) if line.label == key), "")

    def _is_new(self, status: LogStatus) -> bool:
        return self.view.events >= status.checkpoint_size - _OWN_ENTRIES

    def _levels(self) -> Iterator[Block]:
        before = {each.level: count(each.reached) for each in self.view.before}
        if all(each.reached == 0 for each in self.view.before):
            before = dict.fromkeys(before, told("no figures"))
        pairs = [(label(each.level), float(each.reached)) for each in self.view.levels if each.reached]
        yield show.heading("Levels of the funnel")
        if pairs:
            yield charts.bars("Requests that reached each level", pairs)
        rows = [(label(e.level), count(e.reached), before[e.level]) for e in self.view.levels]
        yield show.table("Requests that reached each level", ("Level", "This period", "A year before"), rows)

    def _section(self, number: int, section: Section) -> Iterator[Block]:
        yield show.numbered(number, section.title)
        for name in section.figures:
            if name == "funnel":
                yield from self._levels()
            yield from shown(self.view.figure(name), self.period)
        for part in section.parts:
            yield from PARTS[part](self.view)
        if section.write:
            text = self._written(section.key)
            yield show.quoted(text) if text else show.gap(f"{section.write}.", section.by)


_OWN_ENTRIES = 20
"""Entries that this run makes itself between counting and looking at the log."""


def _same(figure: FigureView, funnel: FigureView) -> bool:
    outcomes = {cell.values[0] for cell in funnel.cells if cell.values[1] == ALL}
    return all(figure.count(ALL, each) == funnel.count(each, ALL) for each in outcomes)


def _tells_small(figure: FigureView, minimum: int) -> bool:
    return any(cell.count is not None and 0 < cell.count < minimum for cell in figure.cells)
