"""Reports, public extracts and samples over HTTP; never through widget state or a websocket."""

from datetime import date
from http import HTTPStatus

from tornado.web import HTTPError

from widgets.dashboards.handed import Handed

_KINDS = ("html", "pdf")
_STYLE_ONLY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"


class ReportFile(Handed):
    """Hands on a finished report: its page to be read, or its paper to keep."""

    async def get(self, run_id: str, kind: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records that it was opened."""
        if kind not in _KINDS:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        name = f"report.{kind}"
        content = await self.sessions.ask(self.secret, lambda client: client.reports.file(run_id, name))
        if kind == "pdf":
            self.hand_on(content, "application/pdf", f"report-{run_id}.pdf")
            return
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Content-Security-Policy", _STYLE_ONLY)
        self.finish(content)


class ExtractFile(Handed):
    """Hands on the signed public extract of some days, which anybody can recount (W-25)."""

    async def get(self, first: str, last: str) -> None:
        """Answer the file. The service counts it from the log, and records that it left."""
        begins, ends = _day(first), _day(last)
        content = await self.sessions.ask(self.secret, lambda client: client.figures.extract(begins, ends))
        self.hand_on(content, "application/zip", f"figures-{first}-{last}.zip")


class SampleFile(Handed):
    """Hands on a month's sample of searches with findings and proofs (I-06, I-07)."""

    async def get(self, month: str) -> None:
        """Answer the file. The service records that it left."""
        content = await self.sessions.ask(self.secret, lambda client: client.samples.export(month))
        self.hand_on(content, "application/zip", f"sample-{month}.zip")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HTTPError(HTTPStatus.NOT_FOUND) from error
