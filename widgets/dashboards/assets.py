"""Style sheets, scripts and fonts: nothing in them is secret, yet only the stylesheet is open."""

from typing import ClassVar

from jupyter_server.base.handlers import FileFindHandler
from tornado.web import RequestHandler, StaticFileHandler
from voila.static_file_handler import MultiStaticFileHandler

from widgets.dashboards.guard import Access, Guard

_KEPT_FOR = "private, max-age=3600"


class _Kept(RequestHandler):
    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep what belongs to the product and to no case."""
        self.set_header("Cache-Control", _KEPT_FOR)


class VoilaAsset(Guard, _Kept, MultiStaticFileHandler):  # type: ignore[misc]  # voila ships no types
    """Voila's front end."""


class ExtensionAsset(Guard, _Kept, FileFindHandler):  # type: ignore[misc]  # jupyter_server ships no types
    """The widget manager and anywidget."""


class OwnAsset(Guard, _Kept, StaticFileHandler):
    """Scripts of our own pages."""


class OpenAsset(OwnAsset):
    """The stylesheet, which the sign-in page needs."""

    access: ClassVar[Access] = Access.NOBODY
