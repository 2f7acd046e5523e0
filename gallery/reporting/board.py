"""The board's monthly report, run by the service under its own account when a month is over (J-14)."""

from datetime import date

from gallery.reporting.process import Order, run_to_end
from kernel_lib.settings import Settings

BOARD = "board_monthly"
_LONGEST_SECONDS = 900.0


def run_board_report(settings: Settings, session: str, first: date, last: date) -> str:
    """Run the report of some days and return its state and the name of its folder. Raises ReportError."""
    days = {"period_start": first.isoformat(), "period_end": last.isoformat()}
    return run_to_end(settings, Order(BOARD, days, session), _LONGEST_SECONDS)
