"""Everything that publishing needs, made once: figures, extracts, releases, and what the service does by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from audits.checkpoint import SignedLog
from gallery.casework.means import Casework
from gallery.desk.log import LogDesk
from gallery.desk.state import tell_state
from gallery.keys import Keys
from gallery.lifecycle.compliance import DestructionReport
from gallery.reporting.board import run_board_report
from gallery.reporting.extract import ExtractDesk
from gallery.reporting.figures import FiguresDesk
from gallery.reporting.released_files import ReleasedFiles
from gallery.reporting.releasing import ReleaseDesk
from gallery.reporting.schedule import Schedule
from gallery.reporting.system_session import system_session
from gallery.reporting.telling import tell_gallery
from kernel_lib.errors import WrongState
from kernel_lib.settings import Settings

RELEASED = "released"
"""The folder of released reports, within that of the log: both are truth, and go into a backup together."""


@dataclass(frozen=True)
class Reporting:
    """The acts of publishing."""

    figures: FiguresDesk
    extract: ExtractDesk
    releases: ReleaseDesk
    schedule: Schedule


def reporting_of(
    casework: Casework, log: LogDesk, signed: SignedLog, settings: Settings, keys: Keys, *, simulated: bool
) -> Reporting:
    """Put the acts together."""
    destruction = DestructionReport(casework.ledger, casework.rules)
    figures = FiguresDesk(casework, log, destruction, settings.audit_dir, simulated)
    works = {
        "gallery_told": lambda _due: tell_gallery(casework.ledger, casework.rules),
        "state_told": lambda _due: tell_state(casework),
        "checkpoint_published": lambda _due: _publish(signed, settings.publish_dir),
        "board_monthly": lambda due: _board(casework, settings, due),
    }
    return Reporting(
        figures=figures,
        extract=ExtractDesk(figures, keys.signing, signed.public_key.origin),
        releases=ReleaseDesk(casework.ledger, destruction, ReleasedFiles(settings.gallery_dir / RELEASED)),
        schedule=Schedule(casework.ledger, casework.rules, works),
    )


def _publish(signed: SignedLog, folder: Path | None) -> str:
    """Sign the log as it is now; the checkpoint is copied to the publication folder where there is one."""
    checkpoint = signed.checkpoint()
    if signed.unpublished:
        raise WrongState("W-08", signed.unpublished, "Make the publication folder writable.")
    return f"checkpoint {checkpoint.size}, {'published' if folder else 'no publication folder is set'}"


def _board(casework: Casework, settings: Settings, due: datetime) -> str:
    """Run the board's report of the month before, under the service's own account."""
    last = (due.replace(day=1) - timedelta(days=1)).date()
    with system_session(casework.ledger, casework.rules) as session:
        return run_board_report(settings, session, last.replace(day=1), last)
