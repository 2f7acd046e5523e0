"""The board's monthly report, run by the service in a process of its own: one that hangs or fails stops nothing."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from kernel_lib.errors import ReportError
from kernel_lib.settings import Settings

BOARD = "board_monthly"
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_LONGEST_SECONDS = 900


def run_board_report(settings: Settings, session: str, first: date, last: date) -> str:
    """Run the report of some days and return the name of its folder. The session's secret goes over a pipe.

    Raises:
        ReportError: it failed, or took too long; what it left is kept, marked as failed.
    """
    told = {
        "socket": str(settings.socket),
        "out": str(settings.reports_dir),
        "session": session,
        "parameters": {"period_start": first.isoformat(), "period_end": last.isoformat()},
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gallery.reporting.board"],
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReportError(f"{BOARD}: expected an end within {_LONGEST_SECONDS} s, got none") from error
    if done.returncode:
        raise ReportError(f"{BOARD}: expected a draft, got exit status {done.returncode}; see the folder of reports")
    return done.stdout.decode().strip()


def main() -> int:
    """Run the report that standard input tells of; write the folder's name."""
    # Loaded here: only this process runs a notebook.
    from kernel_lib.reports import run_report

    told = json.load(sys.stdin)
    finished = run_report(
        BOARD,
        told["parameters"],
        out=Path(told["out"]),
        socket=Path(told["socket"]),
        session=told["session"],
        notebooks=NOTEBOOKS,
    )
    sys.stdout.write(f"{finished.status}: {finished.folder.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
