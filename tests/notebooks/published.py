"""The published figures as the fake service tells them: counted from its real log by the product's own definitions."""

from datetime import date
from pathlib import Path

from audits.public_figures import Period, count
from audits.published import FUNNEL, publish, whole
from gallery.reporting.figures import figure_of, levels_of
from kernel_lib.wire.figures import FieldLoop, FiguresView


def figures_of(snapshot: Path, first: date, last: date, *, suppressed: bool) -> FiguresView:
    """Return the figures of a period, with nothing filed beside them."""
    counted = count(snapshot, Period(first, last))
    tables = publish(counted) if suppressed else whole(counted)
    funnel = next(each for each in tables if each.name == FUNNEL)
    return FiguresView(
        service="demo",
        service_name="Demonstration service",
        first_day=first,
        last_day=last,
        events=counted.events,
        root=counted.root,
        checkpoint="leadbook",
        simulated=False,
        suppressed=suppressed,
        minimum=5,
        rules_version="1",
        population_source="none",
        gallery_source="none",
        figures=tuple(figure_of(each, first, last) for each in tables),
        before=tuple(levels_of(funnel)),
        levels=tuple(levels_of(funnel)),
        ratios=(),
        field_loop=FieldLoop(ended=0, fewest=30, corroborated=0, eliminated=0, wrongful=0),
        filings=(),
        costs_required=(),
        late_unexplained=(),
    )
