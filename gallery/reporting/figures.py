"""The figures of a period as they may leave: counted from the log, suppressed, beside what compliance filed (J-01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from audits import public_figures
from audits.events import FiguresFiled, FiguresViewed
from audits.public_figures import Period
from audits.published import FUNNEL, LEVELS, Table, publish, reached, whole
from gallery.authority import Person
from gallery.casework.accuracy import accuracy
from gallery.casework.means import Casework
from gallery.desk.log import LogDesk
from gallery.ledger import Prepared
from gallery.lifecycle.compliance import DestructionReport
from gallery.records.filings import Filed, add_filing, filings_of
from gallery.records.ids import new_id
from gallery.reporting.field_loop import field_loop
from gallery.reporting.shares import gallery_source, ratios
from gallery.rules.figures import FigureRules
from kernel_lib.errors import Unacceptable
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.figures import (
    CellView,
    FiguresView,
    FigureView,
    FilingAsked,
    FilingView,
    LevelView,
    TimeView,
)

LONGEST_DAYS = 731


@dataclass(frozen=True)
class Counting:
    """The tables of a period and of the one a year before it, with what they were counted from."""

    tables: tuple[Table, ...]
    before: Table
    events: int
    root: str


@dataclass(frozen=True)
class FiguresDesk:
    """Counts, shows and completes the published figures. `simulated` marks an installation of invented data."""

    casework: Casework
    log: LogDesk
    destruction: DestructionReport
    audit_dir: Path
    simulated: bool

    @property
    def rules(self) -> FigureRules:
        """The rules of published figures."""
        return self.casework.rules.figures

    def show(self, person: Person, first: date, last: date, *, suppressed: bool = True) -> FiguresView:
        """Return every figure of the days from `first` to `last`, UTC, both included.

        Raises:
            NotAllowed: all counts were asked for, without the duty to oversee the service.
            Unacceptable: the days are in no order, or too many; or they are no closed calendar year, and the person
                may see only what was published, for two periods that overlap tell what each withholds (rule J-04).
        """
        made = Prepared(lambda: self.counted(first, last, suppressed=suppressed))
        with self.casework.ledger.act(person, FiguresViewed) as act:
            if not suppressed:
                self.casework.authority.demand(person, "whole_figures_viewed")
            if not self.casework.authority.allows(person, "figures_of_any_days"):
                _demand_closed_year(first, last, act.now.date())
            act.note(first_day=first.isoformat(), last_day=last.isoformat(), suppressed=suppressed)
            counting = made.demand()
            act.note(events=counting.events, withheld=sum(each.withheld for each in counting.tables))
            return self.view(act.connection, person.service, counting, first, last, suppressed=suppressed)

    def file(self, person: Person, asked: FilingAsked) -> FilingView:
        """Keep what the log cannot know.

        Raises:
            Unacceptable: a required line is missing, is told twice, or has no number.
        """
        with self.casework.ledger.act(person, FiguresFiled) as act:
            _demand_whole(self.rules, asked)
            content = canonical_json(asked.model_dump(mode="json"))
            filed = Filed(
                id=new_id(),
                service=person.service,
                kind=asked.kind,
                year=asked.year,
                body=content.decode(),
                sha256=sha256_hex(content),
                filed_by=person.account_id,
                filed_at=act.now,
            )
            add_filing(act.connection, filed)
            act.about(object_id=filed.id)
            act.note(kind=filed.kind, year=filed.year, sha256=filed.sha256, lines=len(asked.lines))
            return _filing(filed)

    def counted(self, first: date, last: date, *, suppressed: bool) -> Counting:
        """Count the period and the one a year before. Raises Unacceptable as `show` does."""
        if not 0 <= (last - first).days <= LONGEST_DAYS or first.year < 2000:
            reason = f"A period has a first and a last day, and at most {LONGEST_DAYS} days."
            raise Unacceptable("J-01", reason, "Choose other days.", fields={"first_day": reason})
        periods = [Period(first, last), Period(_year_before(first), _year_before(last))]
        figures, earlier = public_figures.count_each(self.log.fresh(), periods)
        told, then = (publish(each, self.rules.minimum) if suppressed else whole(each) for each in (figures, earlier))
        return Counting(told, next(each for each in then if each.name == FUNNEL), figures.events, figures.root)

    def view(
        self, connection: Connection, service: str, counting: Counting, first: date, last: date, *, suppressed: bool
    ) -> FiguresView:
        """Return counted figures with everything that stands beside them."""
        rules = self.rules
        filed = tuple(_filing(each) for each in filings_of(connection, service, range(first.year, last.year + 1)))
        figures = tuple(figure_of(each, first, last) for each in counting.tables)
        by_name = {each.name: each for each in figures}
        funnel = next(each for each in counting.tables if each.name == FUNNEL)
        return FiguresView(
            service=service,
            service_name=self.casework.rules.who.services[service].name,
            first_day=first,
            last_day=last,
            events=counting.events,
            root=counting.root,
            checkpoint=(self.audit_dir / "latest").read_text(encoding="utf-8"),
            simulated=self.simulated,
            suppressed=suppressed,
            minimum=rules.minimum,
            rules_version=rules.file.version,
            population_source=f"{rules.population.source} ({rules.population.area}, {rules.population.year})",
            gallery_source=gallery_source(filed),
            figures=figures,
            before=tuple(levels_of(counting.before)),
            levels=tuple(levels_of(funnel)),
            ratios=tuple(ratios(by_name, filed, rules.population)),
            field_loop=field_loop(by_name[FUNNEL], rules.fewest_outcomes, self._laboratory(connection)),
            filings=filed,
            costs_required=rules.costs,
            late_unexplained=self.destruction.unexplained(connection, service),
        )

    def _laboratory(self, connection: Connection) -> str:
        return accuracy(connection, self.casework).error_rates()


def _demand_closed_year(first: date, last: date, today: date) -> None:
    if (first, last) != (date(first.year, 1, 1), date(first.year, 12, 31)) or last >= today:
        reason = "Without the duty of oversight, figures are shown of a calendar year that has ended."
        raise Unacceptable("J-04", reason, "Choose such a year.", fields={"first_day": reason})


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def figure_of(table: Table, first: date, last: date) -> FigureView:
    """Return one table as it travels, with its definition and the day on which its series breaks, if it does."""
    definition = table.figure.definition
    breaks = definition.version > 1 and first < definition.since <= last
    return FigureView(
        **{name: getattr(definition, name) for name in _OF_DEFINITION},
        series_break=definition.since if breaks else None,
        columns=table.figure.columns,
        cells=tuple(CellView(values=key, count=count) for key, count in table.rows()),
        times=tuple(
            TimeView(step=step, median=median, ninetieth=ninetieth) for step, median, ninetieth in table.measures
        ),
        whole=table.whole,
    )


_OF_DEFINITION = (
    *("name", "title", "title_fr", "definition", "definition_fr", "population"),
    *("section", "kind", "of_people", "version", "since", "sql", "sql_sha256"),
)


def levels_of(funnel: Table) -> Iterator[LevelView]:
    """Give every level of the funnel with what came to it."""
    told = reached(funnel)
    return (LevelView(level=level, reached=told[level], behind=behind) for level, behind in LEVELS.items())


def _demand_whole(rules: FigureRules, asked: FilingAsked) -> None:
    labels = [line.label for line in asked.lines]
    required = {"costs": rules.costs, "comparison": rules.comparison, "gallery_shares": ("source",)}.get(asked.kind, ())
    missing = [label for label in required if label not in labels]
    known = {"incident": rules.incidents, "headings": rules.headings}.get(asked.kind)
    unknown = [label for label in labels if known is not None and label not in known]
    empty = [line.label for line in asked.lines if line.number is None and not line.words.strip()]
    bare = [
        line.label for line in asked.lines if line.label in required and line.label != "source" and line.number is None
    ]
    twice = sorted({label for label in labels if asked.kind != "incident" and labels.count(label) > 1})
    faults = {
        "Missing": missing, "Unknown": unknown, "Says nothing": empty, "Needs a number": bare, "Told twice": twice
    }  # fmt: skip
    if any(faults.values()):
        reason = "; ".join(f"{what}: {', '.join(found)}" for what, found in faults.items() if found)
        rule = {"costs": "J-13", "incident": "J-09", "headings": "H-06"}.get(asked.kind, "J-08")
        raise Unacceptable(rule, f"{reason}."[:400], "Complete it and file it again.", fields={"lines": reason[:300]})


def _filing(filed: Filed) -> FilingView:
    asked = FilingAsked.model_validate_json(filed.body)
    return FilingView(
        kind=asked.kind,
        year=asked.year,
        lines=asked.lines,
        sha256=filed.sha256,
        filed_at=filed.filed_at,
    )
