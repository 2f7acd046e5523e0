"""Disclosure packs over HTTP, as files to keep; never through widget state or a websocket."""

from widgets.dashboards.handed import Handed


class PackFile(Handed):
    """Hands on a sealed pack that the service gives to this person."""

    async def get(self, pack_id: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records that it left (E-14)."""
        content = await self.sessions.ask(self.secret, lambda client: client.disclosure.download(pack_id))
        self.hand_on(content, "application/zip", f"pack-{pack_id}.zip")
