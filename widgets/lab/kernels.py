"""Kernels of the lab: each gets a ticket of the analyst who holds it, and an allow-listed environment."""

import shutil
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from kernel_lib.errors import SignInRequired
from widgets.dashboards.kernel_environment import kernel_environment
from widgets.dashboards.kernel_spec import NAME
from widgets.lab.owner import Owner


class AnalystKernels(AsyncMappingKernelManager):
    """Starts kernels for the holder of the lab only. What a caller offers as environment is dropped."""

    @property
    def _server(self) -> Any:
        return self.parent

    @property
    def home(self) -> Path:
        """The private home folder of the kernels, which holds snapshots and other temporary files."""
        return Path(self.connection_dir) / "home"

    async def clear_up(self) -> None:
        """End every kernel and remove what they left."""
        await ensure_async(self.shutdown_all(now=True))
        shutil.rmtree(self.home, ignore_errors=True)

    async def _async_start_kernel(self, *, kernel_id: str | None = None, path: Any = None, **_offered: Any) -> str:
        """Start a kernel in a folder of the analyst's work.

        Raises:
            SignInRequired: nobody holds the lab.
            Refused: the service gives no ticket.
        """
        self.home.mkdir(mode=0o700, exist_ok=True)
        ticket = await self._ticket()
        env = kernel_environment(socket=self._server.service_socket, ticket=ticket, query="", home=self.home)
        return await super()._async_start_kernel(kernel_id=kernel_id, path=path, kernel_name=NAME, env=env)

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # jupyter_server declares it as its own method

    async def _async_restart_kernel(self, kernel_id: str, now: bool = False) -> None:
        """Restart a kernel with a new ticket, since the one before is spent."""
        self.update_env(kernel_id=kernel_id, env={"LEADBOOK_TICKET": await self._ticket()})
        await super()._async_restart_kernel(kernel_id, now=now)  # type: ignore[no-untyped-call]  # untyped there

    restart_kernel = _async_restart_kernel  # type: ignore[assignment]  # as above

    async def _ticket(self) -> str:
        owner: Owner = self._server.owner
        if not owner.secret:
            raise SignInRequired("session.none", "Nobody is signed in here.", "Sign in and try again.")
        return await owner.sessions.ask(owner.secret, lambda client: client.ticket("lab"))
