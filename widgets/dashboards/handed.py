"""Files to keep over HTTP: what the service gives to one person, checked by its first bytes; none of it runs."""

from http import HTTPStatus

from tornado.web import HTTPError

from widgets.dashboards.guard import Guard

_BEGINS = {"application/zip": b"PK\x03\x04", "application/pdf": b"%PDF-"}
_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Handed(Guard):
    """Hands on a file that the service gives to this person, which runs nothing."""

    def hand_on(self, content: bytes, media_type: str, name: str) -> None:
        """Answer a file to keep. Raises HTTPError when it does not begin as its kind does."""
        if not content.startswith(_BEGINS[media_type]):
            raise HTTPError(HTTPStatus.BAD_GATEWAY)
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Content-Security-Policy", _NOTHING)
        self.finish(content)
