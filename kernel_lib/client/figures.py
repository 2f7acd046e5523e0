"""The routes of published figures, of releases and of the schedule, one method a route."""

from datetime import date
from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.figures import FiguresView, FilingAsked, FilingView, Releases, ReleaseView, ScheduleView


class Figures:
    """What is published of the use of face recognition, and how it goes out."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def of(self, first: date, last: date, *, whole: bool = False) -> FiguresView:
        """Return the figures of a period as they may leave, or `whole` for those who oversee the service (J-01)."""
        days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        return self._ask("GET", "/figures", FiguresView, None, **days, suppressed=str(not whole).lower())

    def extract(self, first: date, last: date) -> bytes:
        """Return the signed extract of a period, a zip file that anybody can recount (W-25)."""
        days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        return self._send("POST", "/figures/extract", params=days).content

    def file(self, asked: FilingAsked) -> FilingView:
        """File what the log cannot know: costs, incidents, shares of the gallery, a comparison (J-08 to J-13)."""
        return self._ask("POST", "/filings", FilingView, asked)

    def propose(self, run_id: str, packed: bytes | None = None) -> ReleaseView:
        """Propose that a report be released.

        `packed` is a zip file of what its run left; without it the service takes what lies in its own folder.
        """
        files = {"files": ("report.zip", packed, "application/zip")} if packed is not None else None
        response = self._send("POST", f"/reports/{quote(run_id, safe='')}/release-proposal", files=files)
        return ReleaseView.model_validate_json(response.content)

    def release(self, run_id: str) -> ReleaseView:
        """Release a report that another person proposed."""
        return self._ask("POST", f"/reports/{quote(run_id, safe='')}/release", ReleaseView)

    def releases(self) -> Releases:
        """Return the reports that are released or wait for it."""
        return self._ask("GET", "/releases", Releases)

    def released_file(self, run_id: str, name: str) -> bytes:
        """Return one file of a released report, as it was taken in."""
        return self._send("GET", f"/releases/{quote(run_id, safe='')}/{quote(name, safe='')}").content

    def schedule(self) -> ScheduleView:
        """Return what the service does by itself, and how it ended last."""
        return self._ask("GET", "/schedule", ScheduleView)
