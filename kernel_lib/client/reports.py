"""The routes of reports: runs recorded from start to end, runs that the service does itself, and their files."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.audit import ReportFinished, ReportRun, ReportStarted
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.reports import ReportDeskView, ReportJobView, ReportOrder


class Reports:
    """Runs of report notebooks: a person's own process, or one of the service's."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def start(self, started: ReportStarted) -> ReportRun:
        """Record that a report begins."""
        return self._ask("POST", "/reports", ReportRun, started)

    def finish(self, run_id: str, finished: ReportFinished) -> Recorded:
        """Record how it ended, with the hashes of its files."""
        return self._ask("POST", f"/reports/{run_id}/end", Recorded, finished)

    def desk(self) -> ReportDeskView:
        """Return the reports, their runs, and what the service runs for this person now."""
        return self._ask("GET", "/reports", ReportDeskView)

    def file(self, run_id: str, name: str) -> bytes:
        """Return one file of a finished run. Raises NotFound; WrongState when it was changed."""
        return self._send("GET", f"/reports/{quote(run_id, safe='')}/files/{quote(name, safe='')}").content

    def order(self, order: ReportOrder) -> ReportJobView:
        """Have the service run a report.

        Raises:
            NotAllowed: none of the person's roles runs it.
            Unacceptable: a parameter is missing or of another kind.
            WrongState: as many reports as may run at once are under way.
        """
        return self._ask("POST", "/report-jobs", ReportJobView, order)

    def job(self, job_id: str) -> ReportJobView:
        """Return how far a report of this person's is."""
        return self._ask("GET", f"/report-jobs/{quote(job_id, safe='')}", ReportJobView)

    def stop(self, job_id: str) -> ReportJobView:
        """Stop a report of this person's."""
        return self._ask("POST", f"/report-jobs/{quote(job_id, safe='')}/stop", ReportJobView)
