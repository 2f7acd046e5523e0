"""The published figures as they travel: counts that may leave, what they mean, and what was filed beside them."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from kernel_lib.wire.model import Message

FilingKind = Literal["costs", "incident", "gallery_shares", "comparison", "headings"]


class FilingLine(Message):
    """One line of a filing: what it says, a number where there is one, and public words where they are needed."""

    label: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")
    number: int | None = Field(default=None, ge=0, le=10**12)
    words: str = Field(default="", max_length=4000)


class FilingAsked(Message):
    """What compliance files for a year: costs, an incident in public words, shares, a comparison, or headings."""

    kind: FilingKind
    year: int = Field(ge=2000, le=2200)
    lines: tuple[FilingLine, ...] = Field(min_length=1, max_length=80)


class FilingView(Message):
    """A filing that stands: the last of its kind and year, or each of several incidents."""

    kind: FilingKind
    year: int
    lines: tuple[FilingLine, ...]
    sha256: str
    filed_at: datetime


class CellView(Message):
    """A count for one combination of values; "all" is the total over a column, None a withheld count."""

    values: tuple[str, ...]
    count: int | None


class TimeView(Message):
    """Median and 90th percentile of one step, in whole minutes."""

    step: str
    median: int
    ninetieth: int


class FigureView(Message):
    """A figure of a period: its definition in both languages, its SQL by hash, and what of it may be told.

    `series_break` is the day within the period, or after its first, from which this version of the definition holds.
    `whole` says that the table is withheld whole, because another one of the same requests would tell it.
    """

    name: str
    title: str
    title_fr: str
    definition: str
    definition_fr: str
    population: str
    section: int
    kind: str
    of_people: bool
    version: int
    since: date
    series_break: date | None
    sql: str
    sql_sha256: str
    columns: tuple[str, ...]
    cells: tuple[CellView, ...] = ()
    times: tuple[TimeView, ...] = ()
    whole: bool = False

    def count(self, *values: str) -> int | None:
        """Return the count of a combination: 0 where there is none, None where it is withheld."""
        return {cell.values: cell.count for cell in self.cells}.get(values, 0)

    @property
    def total(self) -> int | None:
        """The count over everything."""
        return self.count(*["all"] * (len(self.columns) - 1))


class LevelView(Message):
    """How many requests of the period came to a level, and which states stay behind just before it (J-02)."""

    level: str
    reached: int | None
    behind: tuple[str, ...]


class RatioView(Message):
    """The share of one group among the people shown, and in leads, beside two other shares, in parts of a thousand."""

    characteristic: str
    group: str
    shown: int | None
    shown_of: int | None
    lead: int | None
    lead_of: int | None
    gallery: int | None
    gallery_of: int | None
    population_permille: int | None

    def ratio(self, count: int | None, of: int | None, base: int | None, base_of: int | None) -> float | None:
        """Return how many times the one share is the other, to two places; None where a number is missing or 0."""
        if not (count is not None and of and base and base_of):
            return None
        return round(count * base_of / (of * base), 2)

    @property
    def to_gallery(self) -> float | None:
        """Share among the people shown over share in the gallery."""
        return self.ratio(self.shown, self.shown_of, self.gallery, self.gallery_of)

    @property
    def to_population(self) -> float | None:
        """Share among the people shown over share of the population."""
        return self.ratio(self.shown, self.shown_of, self.population_permille, 1000)

    @property
    def lead_to_population(self) -> float | None:
        """Share in leads over share of the population."""
        return self.ratio(self.lead, self.lead_of, self.population_permille, 1000)


class FieldLoop(Message):
    """How leads ended, beside what the laboratory measured; None where too few ended or a count is withheld (W-13)."""

    ended: int | None
    fewest: int
    corroborated: int | None
    eliminated: int | None
    wrongful: int | None
    low_permille: int | None = None
    high_permille: int | None = None
    established: bool = False
    laboratory: str = ""


class FiguresView(Message):
    """Every figure of a period that may leave, with what it was made from."""

    service: str
    service_name: str
    first_day: date
    last_day: date
    events: int
    root: str
    checkpoint: str
    simulated: bool
    suppressed: bool
    minimum: int
    rules_version: str
    population_source: str
    gallery_source: str
    figures: tuple[FigureView, ...]
    before: tuple[LevelView, ...]
    levels: tuple[LevelView, ...]
    ratios: tuple[RatioView, ...]
    field_loop: FieldLoop
    filings: tuple[FilingView, ...]
    costs_required: tuple[str, ...]
    late_unexplained: tuple[str, ...]

    def figure(self, name: str) -> FigureView:
        """Return one figure. Raises KeyError when there is none of that name."""
        return {each.name: each for each in self.figures}[name]


class ReleaseView(Message):
    """A report that was proposed for release, or released: by hash, immutable."""

    run_id: str
    report: str
    state: Literal["final", "released"]
    proposed_at: datetime
    released_at: datetime | None
    files: dict[str, str]


class Releases(Message):
    """Reports on the way out and out, newest first."""

    releases: tuple[ReleaseView, ...]


class JobView(Message):
    """Something the service does by itself: when it ran last, what came of it, and when it is next due."""

    name: str
    every: str
    next_at: datetime | None
    last_at: datetime | None
    last_result: str


class ScheduleView(Message):
    """Everything the service does by itself."""

    account: str
    jobs: tuple[JobView, ...]
