"""The whole table of routes. What is not here is not served, whatever a later Voila may add."""

from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import RequestHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from widgets.dashboards.assets import ExtensionAsset, OpenAsset, OwnAsset, VoilaAsset
from widgets.dashboards.kernel_handlers import KernelEnd, KernelSocket, KernelState
from widgets.dashboards.language import LanguageSwitch
from widgets.dashboards.letters import BreachLetterFile, LetterFile
from widgets.dashboards.packs import PackFile
from widgets.dashboards.page_handler import PageHandler
from widgets.dashboards.pages import PAGES
from widgets.dashboards.pictures import (
    FillerUpload,
    FurtherUpload,
    KnownTaskUpload,
    Picture,
    ProbeUpload,
    StaffPictureUpload,
)
from widgets.dashboards.presence import Alive, Nothing, Status
from widgets.dashboards.reports import ExtractFile, ReportFile, SampleFile
from widgets.dashboards.sign_in import SignIn, SignOut

Route = tuple[Any, ...]

STYLE = Path(__file__).parents[1] / "static"
SCRIPTS = Path(__file__).parent / "template" / "leadbook" / "static"

_KEPT_OF_VOILA: dict[type[RequestHandler], type[RequestHandler]] = {
    KernelHandler: KernelState,
    VoilaKernelWebsocketHandler: KernelSocket,
    VoilaShutdownKernelHandler: KernelEnd,
    MultiStaticFileHandler: VoilaAsset,
    FileFindHandler: ExtensionAsset,
}


def routes(offered: list[Route], voila: Any) -> list[Route]:
    """Return every route of the server: those of Voila's that are needed, guarded, and our own.

    Left out of Voila's: rendering by path, the tree, contents, files, templates, themes and Jupyter's sign-in.
    """
    kept = [(route[0], _KEPT_OF_VOILA[route[1]], *route[2:]) for route in offered if route[1] in _KEPT_OF_VOILA]
    pages = [(page.path, PageHandler, {"page": page, "voila": voila}) for page in PAGES]
    own: list[Route] = [
        ("/sign-in", SignIn),
        ("/sign-out", SignOut),
        ("/leadbook/language", LanguageSwitch),
        ("/leadbook/static/(style\\.css)", OpenAsset, {"path": str(STYLE)}),
        ("/leadbook/static/([a-z_]+\\.js)", OwnAsset, {"path": str(SCRIPTS)}),
        ("/leadbook/requests/([0-9A-Za-z-]{1,64})/probe", ProbeUpload),
        ("/leadbook/requests/([0-9A-Za-z-]{1,64})/further", FurtherUpload),
        ("/leadbook/arrays/([0-9A-Za-z-]{1,64})/fillers", FillerUpload),
        ("/leadbook/known-tasks/([0-9A-Za-z-]{1,64})/picture", KnownTaskUpload),
        ("/leadbook/staff-consent", StaffPictureUpload),
        ("/leadbook/pictures/(.*)", Picture),
        ("/leadbook/packs/([0-9A-Za-z-]{1,64})", PackFile),
        ("/leadbook/breach-letters/([0-9A-Za-z-]{1,64})/([a-z]{1,16})/([a-z]{2})", BreachLetterFile),
        ("/leadbook/letters/([0-9A-Za-z-]{1,64})/([0-9A-Za-z-]{1,64})", LetterFile),
        ("/leadbook/reports/([0-9A-Za-z-]{1,64})/([a-z]{3,4})", ReportFile),
        ("/leadbook/extracts/([0-9-]{10})/([0-9-]{10})", ExtractFile),
        ("/leadbook/samples/([0-9]{4}-[0-9]{2})", SampleFile),
        ("/leadbook/alive", Alive),
        ("/leadbook/status", Status),
    ]
    return [*kept, *pages, *own, ("/.*", Nothing)]
