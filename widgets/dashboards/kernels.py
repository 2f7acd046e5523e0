"""Kernels that belong to somebody: each is started for one session of one person, and ends with it."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from kernel_lib.errors import NotFound
from kernel_lib.words.language import Language
from widgets.dashboards.kernel_environment import kernel_environment
from widgets.dashboards.kernel_spec import NAME
from widgets.dashboards.sessions import Sessions

UNCLAIMED_LIMIT = 120.0
"""Seconds after which a kernel that no browser has connected to is shut down."""


@dataclass(frozen=True)
class Asker:
    """For whom and for which page a kernel is started. `secret` is the session's and never leaves the server."""

    secret: str
    page: str
    query: str
    language: Language = "en"


class Socket(Protocol):
    """An open websocket of a browser."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close it."""
        ...


class PersonalKernels(AsyncMappingKernelManager):
    """Starts a kernel only for an `Asker`, with an allow-listed environment and a one-time ticket of that person."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]  # untyped in jupyter_server
        self._owners: dict[str, Asker] = {}
        self._started: dict[str, float] = {}
        self._sockets: dict[str, set[Socket]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def _sessions(self) -> Sessions:
        sessions: Sessions = self._server.sessions
        return sessions

    @property
    def _server(self) -> Any:
        return self.parent

    def belongs_to(self, kernel_id: str, secret: str) -> bool:
        """Say whether a kernel was started for this session. A kernel that does not exist belongs to nobody."""
        owner = self._owners.get(kernel_id)
        return owner is not None and owner.secret == secret

    async def _async_start_kernel(  # type: ignore[override]  # narrower on purpose: nobody starts a kernel for nobody
        self, *, kernel_id: str, asker: Asker, **_offered: Any
    ) -> str:
        """Start a kernel for one person's page. What else a caller offers, an environment included, is dropped.

        Raises:
            Refused: the service gives no ticket for this person and page, or the person left meanwhile (NotFound).
        """
        self._owners[kernel_id] = asker
        self._started[kernel_id] = time.monotonic()
        try:
            ticket = await self._sessions.ask(asker.secret, lambda client: client.ticket(asker.page))
            home = Path(self.connection_dir) / "home"
            home.mkdir(mode=0o700, exist_ok=True)
            env = kernel_environment(
                socket=self._server.service_socket,
                ticket=ticket,
                query=asker.query,
                home=home,
                language=asker.language,
            )
            await super()._async_start_kernel(kernel_id=kernel_id, kernel_name=NAME, cwd=self.root_dir, env=env)
        except BaseException:
            self._disown(kernel_id)
            raise
        if kernel_id not in self._owners:
            self.end(kernel_id)
            raise NotFound("kernel.left", "The page was left before it was there.", "Open it again.")
        return kernel_id

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # as above

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and tell the browsers that look at it."""
        self._disown(kernel_id)
        return super().remove_kernel(kernel_id)

    def connected(self, kernel_id: str, socket: Socket) -> None:
        """Note a browser's websocket, so that it can be closed with the kernel."""
        self._sockets.setdefault(kernel_id, set()).add(socket)

    def disconnected(self, kernel_id: str, socket: Socket) -> None:
        """Note that a websocket has closed."""
        self._sockets.get(kernel_id, set()).discard(socket)

    def end(self, kernel_id: str) -> None:
        """Shut a kernel down without waiting for it."""
        if kernel_id in self:
            task = asyncio.ensure_future(self._shut_down(kernel_id))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        else:
            self._disown(kernel_id)

    def end_session(self, secret: str) -> None:
        """Shut down every kernel that was started for a session."""
        for kernel_id in [kernel_id for kernel_id, owner in self._owners.items() if owner.secret == secret]:
            self.end(kernel_id)

    def end_abandoned(self) -> None:
        """Shut down the kernels whose session is over and those that no browser ever connected to."""
        for kernel_id in list(self._abandoned()):
            self.end(kernel_id)

    def _abandoned(self) -> Iterator[str]:
        for kernel_id, owner in self._owners.items():
            age = time.monotonic() - self._started[kernel_id]
            unclaimed = kernel_id not in self._sockets and age > UNCLAIMED_LIMIT
            if unclaimed or self._sessions.is_over(owner.secret):
                yield kernel_id

    async def _shut_down(self, kernel_id: str) -> None:
        await ensure_async(self.shutdown_kernel(kernel_id, now=True))  # type: ignore[no-untyped-call]  # untyped there

    def _disown(self, kernel_id: str) -> None:
        self._owners.pop(kernel_id, None)
        self._started.pop(kernel_id, None)
        for socket in self._sockets.pop(kernel_id, set()):
            socket.close(4404, "kernel ended")
