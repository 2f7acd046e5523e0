"""The accuracy report: what the deployed system does on a labelled set, at every list length that may be set (C-02)."""

from collections.abc import Callable
from dataclasses import dataclass

from kernel_lib.reports import show
from kernel_lib.reports.block import Block
from kernel_lib.reports.checks import Checks
from kernel_lib.reports.table import Cell
from kernel_lib.wire.evaluation import EvaluationView, LengthView, OperatingView, RateView

_LENGTHS = ("List length", "Missed", "Of", "FNIR", "95 %, searches", "95 %, people")


@dataclass(frozen=True)
class Accuracy:
    """One evaluation, shown in tables: both modes apart, each rate with its counts and intervals (L-02)."""

    evaluation: EvaluationView

    def made_of(self) -> Block:
        """Show what was searched on what, and the hash under which it is filed."""
        held = self.evaluation
        return show.facts(
            {
                "Evaluation filed under SHA-256": held.sha256,
                "State": held.state,
                "Labelled set": held.set_name,
                "SHA-256 of the set": held.set_sha256,
                "People": held.people,
                "Pictures": held.pictures,
                "Pictures of which no template could be made (FTX)": held.no_template,
                "Searches for people who were there (mated)": held.mated,
                "Searches for people who were not there (non-mated)": held.non_mated,
                "People in the gallery of this installation": held.gallery_people,
                "Model": held.model_id,
            }
        )

    def limits(self) -> Block:
        """Say what the figures do not say (L-03 to L-05)."""
        rows = [(number, each) for number, each in enumerate(self.evaluation.statements, start=1)]
        return show.table("What these figures do not say", ("", "Statement"), rows, whole=True)

    def investigation(self) -> Block:
        """Show the misses of lists without a threshold (T = 0), one row for each length."""
        return self._by_length("Investigation: no threshold (T = 0)", lambda each: each.investigation)

    def identification(self) -> Block:
        """Show the misses of lists at the threshold in force, one row for each length."""
        title = f"Identification: threshold T = {self.evaluation.operating.threshold:.2f}"
        return self._by_length(title, lambda each: each.identification)

    def operating(self) -> Block:
        """Show what happens under the bounds in force (FNIR, FPIR, SEL)."""
        at = self.evaluation.operating
        rows: list[tuple[Cell, ...]] = [
            (f"FNIR(N, {at.length}, {at.threshold:.2f})", *_rate(at.fnir)),
            (f"FPIR(N, {at.threshold:.2f})", *_rate(at.fpir)),
            (f"SEL(N, {at.length}, {at.threshold:.2f})", None, None, f"{at.selectivity:.2f}", None, None),
            ("First place without a threshold missed", *_rate(self.evaluation.first_place)),
        ]
        return show.table("Under the bounds in force", ("Rate", *_LENGTHS[1:]), rows, whole=True)

    def groups(self) -> Block:
        """Show each group that is on file; too few searches are "not established", never "no difference" (L-07)."""
        rows = [(each.group, each.mated, each.non_mated, *_group(each.operating)) for each in self.evaluation.groups]
        columns = ("Group", "Mated", "Non-mated", "FNIR", "FPIR")
        return show.table("By group", columns, rows, empty="No group labels on file.")

    def told(self) -> Block:
        """Tell the runner the counts."""
        held = self.evaluation
        return show.counts({"people": held.people, "pictures": held.pictures, "no_template": held.no_template})

    def check(self, checks: Checks, *, asked: str) -> None:
        """Note what must hold for the report to be kept."""
        held = self.evaluation
        lengths = [each.length for each in held.by_length]
        checks.expect("The evaluation is of the set asked for", asked, held.set_name)
        checks.expect("Every list length has one row, without a gap", list(range(2, 51)), lengths)
        counted = {each.of for row in held.by_length for each in (row.investigation, row.identification)}
        checks.expect("Every row counts every mated search", {held.mated}, counted)
        misses = [row.investigation.count for row in held.by_length]
        checks.expect("A longer list never misses more", sorted(misses, reverse=True), misses)
        worse = [row.length for row in held.by_length if row.identification.count < row.investigation.count]
        checks.expect("A threshold never misses less", [], worse)
        stated = any("T = 0" in each for each in held.statements)
        checks.expect("It is said that without a threshold every search lists candidates", True, stated)
        checks.expect("The evaluation speaks of what is deployed", (), held.out_of_date)

    def _by_length(self, title: str, chosen: Callable[[LengthView], RateView]) -> Block:
        rows = [(each.length, *_rate(chosen(each))) for each in self.evaluation.by_length]
        return show.table(title, _LENGTHS, rows, whole=True)


def _rate(rate: RateView) -> tuple[Cell, ...]:
    share = None if rate.rate is None else f"{rate.rate:.4f}"
    return rate.count, rate.of, share, _interval(rate.wilson), _interval(rate.by_person)


def _interval(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.4f} to {ends[1]:.4f}"


def _group(at: OperatingView | None) -> tuple[Cell, Cell]:
    if at is None:
        return "not established", "not established"
    return f"{at.fnir.count} of {at.fnir.of}", f"{at.fpir.count} of {at.fpir.of}"
