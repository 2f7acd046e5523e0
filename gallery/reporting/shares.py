"""Shares of groups among the people shown and in leads, beside those of gallery and population (J-04, J-05)."""

from collections.abc import Iterator, Mapping, Sequence

from gallery.rules.figures import Population
from kernel_lib.wire.figures import FigureView, FilingView, RatioView

NO_SOURCE = "No shares of the gallery are on file."


def ratios(
    figures: Mapping[str, FigureView], filed: Sequence[FilingView], population: Population
) -> Iterator[RatioView]:
    """Give a row for every group told of or compared with; whoever is unknown stays in each total."""
    gallery = _gallery_counts(filed)
    for characteristic, shares in population.shares.items():
        figure, held = figures[characteristic], gallery.get(characteristic, {})
        groups = {cell.values[0] for cell in figure.cells if cell.values[0] != "all"} | {*shares, *held}
        for group in sorted(groups):
            yield RatioView(
                characteristic=characteristic,
                group=group,
                shown=figure.count(group, "all"),
                shown_of=figure.total,
                lead=figure.count(group, "lead"),
                lead_of=figure.count("all", "lead"),
                gallery=held.get(group) if held else None,
                gallery_of=sum(held.values()) if held else None,
                population_permille=shares.get(group),
            )


def gallery_source(filed: Sequence[FilingView]) -> str:
    """Say where the shares of the gallery come from: they are filed from records, never made from faces."""
    last = _last(filed)
    found = next((line.words for line in last.lines if line.label == "source"), "") if last else ""
    return found or NO_SOURCE


def _gallery_counts(filed: Sequence[FilingView]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    last = _last(filed)
    for line in last.lines if last else ():
        for characteristic in ("by_sex", "by_age", "by_race"):
            if line.label.startswith(f"{characteristic}_") and line.number is not None:
                counts.setdefault(characteristic, {})[line.label.removeprefix(f"{characteristic}_")] = line.number
    return counts


def _last(filed: Sequence[FilingView]) -> FilingView | None:
    return next((each for each in reversed(filed) if each.kind == "gallery_shares"), None)
