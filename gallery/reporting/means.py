"""Everything that publishing needs, made once: figures, extracts, releases, and what the service does by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gallery.casework.means import Casework
from gallery.desk.log import LogDesk
from gallery.desk.reports import ReportsDesk
from gallery.desk.state import tell_state
from gallery.keys import Keys
from gallery.lifecycle.compliance import DestructionReport
from gallery.publication.acts import Publishing
from gallery.publication.daily import publish_checkpoint
from gallery.reporting.blocks import Blocks
from gallery.reporting.board import run_board_report
from gallery.reporting.catalogue import Catalogue
from gallery.reporting.extract import ExtractDesk
from gallery.reporting.figures import FiguresDesk
from gallery.reporting.jobs import ReportJobs
from gallery.reporting.released_files import ReleasedFiles
from gallery.reporting.releasing import ReleaseDesk
from gallery.reporting.run_files import RunFiles
from gallery.reporting.run_list import RunsDesk
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
    jobs: ReportJobs
    runs: RunsDesk


def reporting_of(casework: Casework, log: LogDesk, publishing: Publishing, settings: Settings, keys: Keys) -> Reporting:
    """Put the acts together."""
    destruction = DestructionReport(casework.ledger, casework.rules)
    figures = FiguresDesk(casework, log, destruction, settings.audit_dir, publishing.simulated)
    works = {
        "gallery_told": lambda _due: tell_gallery(casework.ledger, casework.rules),
        "state_told": lambda _due: tell_state(casework),
        "checkpoint_published": lambda _due: _publish(publishing),
        "board_monthly": lambda due: _board(casework, settings, due),
    }
    blocks, catalogue = Blocks(casework, destruction), Catalogue()
    released = ReleasedFiles(settings.gallery_dir / RELEASED)
    left = RunFiles(settings.reports_dir, released)
    jobs = ReportJobs(casework.ledger, ReportsDesk(casework.ledger), catalogue, settings)
    return Reporting(
        figures=figures,
        extract=ExtractDesk(figures, keys.signing, publishing.log.public_key.origin),
        releases=ReleaseDesk(casework.ledger, blocks, released, left),
        schedule=Schedule(casework.ledger, casework.rules, works),
        jobs=jobs,
        runs=RunsDesk(casework.ledger, casework.authority, catalogue, blocks, left, jobs),
    )


def _publish(publishing: Publishing) -> str:
    """Sign the log as it is now, and put out its state with the pages of the day where there is a folder for them."""
    checkpoint = publishing.log.checkpoint()
    if publishing.log.unpublished:
        raise WrongState("W-08", publishing.log.unpublished, "Make the publication folder writable.")
    made = publish_checkpoint(publishing)
    return f"checkpoint {checkpoint.size}, {f'{len(made.files)} files published' if made else 'nothing is published'}"


def _board(casework: Casework, settings: Settings, due: datetime) -> str:
    """Run the board's report of the month before, under the service's own account."""
    last = (due.replace(day=1) - timedelta(days=1)).date()
    with system_session(casework.ledger, casework.rules) as session:
        return run_board_report(settings, session, last.replace(day=1), last)
