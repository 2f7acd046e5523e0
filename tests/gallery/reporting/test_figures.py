"""Figures over the service's route: suppressed for everybody, whole only for oversight, completed by what is filed."""

import pytest

from kernel_lib.wire.figures import FiguresView
from tests.gallery.house import House
from tests.gallery.reporting.conftest import COSTS, REQUESTS

YEAR = "first_day=2026-01-01&last_day=2026-12-31"


def view(house: House, who: str = "compliance", more: str = "") -> FiguresView:
    """Ask for the figures of the year."""
    answer = house.ask("GET", f"/figures?{YEAR}{more}", who)
    assert answer.is_success, answer.text
    return FiguresView.model_validate_json(answer.content)


@pytest.mark.proves("J-01", "J-04")
def test_an_analyst_gets_no_small_count_and_may_not_ask_for_them(told: House) -> None:
    """Suppression happens in the service; nobody outside oversight can switch it off."""
    seen = view(told)
    refused = told.ask("GET", f"/figures?{YEAR}&suppressed=false", "analyst")

    small = [c for f in seen.figures if f.of_people for c in f.cells if c.count is not None and 0 < c.count < 5]
    assert small == []
    assert refused.status_code == 403
    assert refused.json()["rule"] == "H-01"


@pytest.mark.proves("J-04", "W-24")
@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2025-01-01", "2025-12-31", 200),
        ("2026-01-01", "2026-12-31", 422),
        ("2025-01-01", "2025-12-30", 422),
        ("2025-02-01", "2025-02-28", 422),
        ("2024-01-01", "2025-12-31", 422),
    ],
)
def test_an_analyst_is_shown_closed_calendar_years_alone(told: House, first: str, last: str, status: int) -> None:
    """Two periods that overlap, or one that still grows, would tell by their difference what each withholds."""
    answer = told.ask("GET", f"/figures?first_day={first}&last_day={last}", "analyst")

    assert answer.status_code == status
    assert told.ask("GET", f"/figures?first_day={first}&last_day={last}", "compliance").status_code == 200


@pytest.mark.proves("J-14", "J-01")
def test_the_same_period_counts_the_same_again_whole_or_suppressed(told: House) -> None:
    """Every count that is told is the one behind it: a second run equals the first."""
    whole, first, again = (view(told, more=more) for more in ("&suppressed=false", "", ""))

    assert whole.figure("funnel").total == REQUESTS
    assert first.figures == tuple(each if each.section != 16 else first.figure(each.name) for each in again.figures)
    for each in first.figures:
        if each.section not in (16, 17):
            behind = {cell.values: cell.count for cell in whole.figure(each.name).cells}
            assert all(cell.count in (None, behind.get(cell.values, 0)) for cell in each.cells), each.name


@pytest.mark.proves("J-04", "J-05")
def test_a_ratio_is_a_share_over_another_share_and_none_where_a_number_is_withheld(told: House) -> None:
    """Shares come from counts that are told; the gallery's from a filing, the population's from dated data."""
    seen = view(told)

    rows = {(row.characteristic, row.group): row for row in seen.ratios}
    white = rows["by_race", "white"]
    assert white.shown is not None
    assert white.shown_of == REQUESTS
    assert white.to_population == round(white.shown * 1000 / (REQUESTS * 620), 2)
    assert white.to_gallery == round(white.shown * 1000 / (REQUESTS * 700), 2)
    assert rows["by_race", "unknown"].shown_of == REQUESTS
    assert "Booking records" in seen.gallery_source
    assert "Statistics Canada" in seen.population_source


@pytest.mark.proves("W-13")
def test_how_often_a_lead_is_wrong_is_not_established_from_a_few(told: House) -> None:
    """The laboratory's words stand beside; an interval comes only with enough leads that ended."""
    loop = view(told, more="&suppressed=false").field_loop

    assert loop.ended is not None
    assert loop.ended < loop.fewest
    assert (loop.established, loop.low_permille) == (False, None)
    assert loop.laboratory == "No evaluation of accuracy is on file."


@pytest.mark.proves("J-13", "J-09", "J-08")
@pytest.mark.parametrize(
    ("kind", "lines", "rule"),
    [
        ("costs", COSTS[:2], "J-13"),
        ("costs", [*COSTS[:2], {"label": "staff_hours", "words": "many"}], "J-13"),
        ("incident", [{"label": "gossip", "words": "told"}], "J-09"),
        ("incident", [{"label": "breach"}], "J-09"),
        ("comparison", [{"label": "cases_with", "number": 3}], "J-08"),
        ("headings", [{"label": "weather", "words": "Fine."}], "H-06"),
        ("headings", [{"label": "plans"}], "H-06"),
    ],
)
def test_a_filing_that_lacks_what_is_required_is_refused(
    told: House, kind: str, lines: list[dict[str, object]], rule: str
) -> None:
    """Nothing half told is kept."""
    answer = told.ask("POST", "/filings", "compliance", json={"kind": kind, "year": 2026, "lines": lines})

    assert answer.status_code == 422
    assert answer.json()["rule"] == rule


def test_a_period_without_an_end_is_refused(told: House) -> None:
    """Days in the wrong order, or of a century, are no period."""
    for days in ("first_day=2026-02-01&last_day=2026-01-01", "first_day=2000-01-01&last_day=2026-01-01"):
        assert told.ask("GET", f"/figures?{days}", "compliance").status_code == 422
