"""What the audit dashboard is told, for tests of pages."""

from datetime import date

from kernel_lib.wire.dashboard import AlertsView, AlertView, KeptView, ViewOffered
from kernel_lib.wire.figures import CellView, FieldLoop, FiguresView, FigureView, LevelView, TimeView
from tests.widgets.fakes import NOW

FIRST, LAST = date(2026, 10, 25), date(2026, 11, 24)


def alerts_counted(**counts: int) -> AlertsView:
    """Two alerts, by default quiet."""
    alerts = [
        AlertView(
            id=id_,
            title=title,
            question="searches_by_day",
            parameters={"since": "2026-11-02"},
            where={},
            least=2,
            count=counts.get(id_, 0),
            sql_sha256="ab" * 32,
        )
        for id_, title in (("fast_approvals", "Requests allowed in seconds"), ("fast_reviews", "Short reviews"))
    ]
    return AlertsView(
        first_day=FIRST, last_day=LAST, as_of=NOW, events=120, rules_version="2026-11-1", alerts=tuple(alerts)
    )


def figures_counted() -> FiguresView:
    """A funnel with one withheld count, and the times of a step."""
    return FiguresView(
        service="halton",
        service_name="Halton",
        first_day=FIRST,
        last_day=LAST,
        events=120,
        root="cd" * 32,
        checkpoint="",
        simulated=True,
        suppressed=True,
        minimum=5,
        rules_version="2026-11-1",
        population_source="",
        gallery_source="",
        figures=(
            _figure("funnel", FUNNEL),
            _figure("times", (), (TimeView(step="approval", median=12, ninetieth=90),)),
        ),
        before=tuple(
            LevelView(level=name, reached=reached, behind=()) for name, reached in (("asked", 7), ("lead", 6))
        ),
        levels=(LevelView(level="asked", reached=12, behind=()), LevelView(level="lead", reached=None, behind=())),
        ratios=(),
        field_loop=FieldLoop(ended=None, fewest=20, corroborated=None, eliminated=None, wrongful=None),
        filings=(),
        costs_required=(),
        late_unexplained=(),
    )


FUNNEL = (
    CellView(values=("lead", "closed"), count=None),
    CellView(values=("no_lead", "no_lead"), count=9),
    CellView(values=("all", "all"), count=12),
)


def a_kept_view(**changes: object) -> KeptView:
    """A view of the last week with a question."""
    view = ViewOffered(title="Last week", days_back=7, question="searches_by_day", parameters={"since": "2026-11-03"})
    return KeptView(id="kept-1", kept_at=NOW, view=view.model_copy(update=changes))


def _figure(name: str, cells: tuple[CellView, ...], times: tuple[TimeView, ...] = ()) -> FigureView:
    return FigureView(
        name=name,
        title=f"Title of {name}",
        title_fr=f"Titre {name}",
        definition=f"Definition of {name}.",
        definition_fr=f"Définition {name}.",
        population="requests",
        section=4,
        kind="funnel",
        of_people=True,
        version=1,
        since=date(2026, 11, 1),
        series_break=None,
        sql="",
        sql_sha256="ef" * 32,
        columns=("outcome", "state", "requests"),
        cells=cells,
        times=times,
    )
