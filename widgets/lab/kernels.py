"""Kernels of the lab: each gets a ticket of the analyst who holds it, and an allow-listed environment."""

from pathlib import Path
from typing import Any

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

    async def _async_start_kernel(self, *, kernel_id: str | None = None, path: Any = None, **_offered: Any) -> str:
        """Start a kernel in a folder of the analyst's work.

        Raises:
            SignInRequired: nobody holds the lab.
            Refused: the service gives no ticket.
        """
        owner: Owner = self._server.owner
        if not owner.secret:
            raise SignInRequired("session.none", "Nobody is signed in here.", "Sign in and try again.")
        ticket = await owner.sessions.ask(owner.secret, lambda client: client.ticket("lab"))
        home = Path(self.connection_dir) / "home"
        home.mkdir(mode=0o700, exist_ok=True)
        env = kernel_environment(socket=self._server.service_socket, ticket=ticket, query="", home=home)
        return await super()._async_start_kernel(kernel_id=kernel_id, path=path, kernel_name=NAME, env=env)

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # jupyter_server declares it as its own method
