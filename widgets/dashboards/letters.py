"""Letters of applications and of breaches over HTTP, as files to print; never through widget state or a websocket."""

from widgets.dashboards.handed import Handed


class LetterFile(Handed):
    """Hands on a letter that the service gives to this person."""

    async def get(self, application_id: str, letter_id: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records that it left (F-64)."""
        content = await self.sessions.ask(self.secret, lambda client: client.rights.letter(application_id, letter_id))
        self.hand_on(content, "application/pdf", f"letter-{letter_id}.pdf")


class BreachLetterFile(Handed):
    """Hands on a letter of a breach that the service makes for this person (M-06)."""

    async def get(self, breach_id: str, kind: str, language: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records its hash."""
        content = await self.sessions.ask(self.secret, lambda client: client.breaches.letter(breach_id, kind, language))
        self.hand_on(content, "application/pdf", f"letter-{kind}-{language}.pdf")
