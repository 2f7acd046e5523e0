"""Disclosure packs over HTTP, as files to keep; never through widget state or a websocket."""

from http import HTTPStatus

from tornado.web import HTTPError

from widgets.dashboards.guard import Guard

_ZIP = b"PK\x03\x04"


class PackFile(Guard):
    """Hands on a sealed pack that the service gives to this person."""

    async def get(self, pack_id: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records that it left (E-14)."""
        content = await self.sessions.ask(self.secret, lambda client: client.disclosure.download(pack_id))
        if not content.startswith(_ZIP):
            raise HTTPError(HTTPStatus.BAD_GATEWAY)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="pack-{pack_id}.zip"')
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
        self.finish(content)
