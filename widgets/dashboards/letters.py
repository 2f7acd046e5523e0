"""Letters of applications and of breaches over HTTP, as files to print; never through widget state or a websocket."""

from http import HTTPStatus

from tornado.web import HTTPError

from widgets.dashboards.guard import Guard

_PDF = b"%PDF-"


class LetterFile(Guard):
    """Hands on a letter that the service gives to this person."""

    async def get(self, application_id: str, letter_id: str) -> None:
        """Answer the file. The service decides whether this person may have it, and records that it left (F-64)."""
        content = await self.sessions.ask(self.secret, lambda client: client.rights.letter(application_id, letter_id))
        self.hand_on(content, letter_id)

    def hand_on(self, content: bytes, name: str) -> None:
        """Answer a PDF as a file to keep, which runs nothing. Raises HTTPError for anything else."""
        if not content.startswith(_PDF):
            raise HTTPError(HTTPStatus.BAD_GATEWAY)
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", f'attachment; filename="letter-{name}.pdf"')
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
        self.finish(content)


class BreachLetterFile(LetterFile):
    """Hands on a letter of a breach that the service makes for this person (M-06)."""

    async def get(self, breach_id: str, kind: str, language: str) -> None:  # type: ignore[override]  # another address
        """Answer the file. The service decides whether this person may have it, and records its hash."""
        content = await self.sessions.ask(self.secret, lambda client: client.breaches.letter(breach_id, kind, language))
        self.hand_on(content, f"{kind}-{language}")
