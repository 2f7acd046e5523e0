"""The three routes that name a kernel: its state, its websocket, its end. Each is for its owner only."""

from http import HTTPStatus
from typing import Any, ClassVar

from jupyter_server.services.kernels.handlers import KernelHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from widgets.dashboards.guard import Access, Guard


class KernelState(Guard, KernelHandler):  # type: ignore[misc]  # jupyter_server ships no types
    """Whether a kernel is there."""

    access: ClassVar[Access] = Access.OWNER


class KernelSocket(Guard, VoilaKernelWebsocketHandler):  # type: ignore[misc]  # voila ships no types
    """The websocket between a page's widgets and its kernel. Only comm, info and shutdown messages pass."""

    access: ClassVar[Access] = Access.OWNER

    async def open(self, kernel_id: str) -> None:
        """Connect, and let the kernel's end close this socket."""
        self.settings["kernel_manager"].connected(kernel_id, self)
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Disconnect."""
        self.settings["kernel_manager"].disconnected(self.kernel_id, self)
        super().on_close()


class KernelEnd(Guard, VoilaShutdownKernelHandler):  # type: ignore[misc]  # voila ships no types
    """The beacon of a page that is being left."""

    access: ClassVar[Access] = Access.OWNER

    async def post(self, kernel_id: str) -> Any:
        """Shut the kernel down, and do not make the leaving page wait."""
        self.settings["kernel_manager"].end(kernel_id)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()
