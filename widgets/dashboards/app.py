"""Voila's own application, guarded: few routes, each behind the guard, and kernels that belong to somebody."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_core.utils import run_sync
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets.config import Config
from voila.app import Voila
from voila.paths import collect_static_paths, collect_template_paths

from kernel_lib.errors import SettingsError
from kernel_lib.settings import SOCKET_PATH_LIMIT
from widgets.dashboards.identity import GuardIdentity
from widgets.dashboards.kernel_spec import OneKernelSpec
from widgets.dashboards.kernels import PersonalKernels
from widgets.dashboards.listening import cannot_listen
from widgets.dashboards.origin import Address
from widgets.dashboards.presence import Nothing
from widgets.dashboards.routes import Route, routes
from widgets.dashboards.sessions import Sessions

TEMPLATES = Path(__file__).parent / "template"
BODY_LIMIT = 1024 * 1024
"""Bytes of any request but a picture."""

_KERNEL_SOCKET_NAME = len("/voila_12345678/kernel-00000000-0000-0000-0000-000000000000-ipc-1")
_TIDY_EVERY = 30_000
_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")


class Dashboards(Voila):  # type: ignore[misc]  # voila ships no types
    """The dashboards server. Made by `dashboards()`; `start()` serves until it is told to stop."""

    name = "voila"
    address: Address
    sessions: Sessions
    service_socket: Path
    on_ready: Callable[[str], None] = staticmethod(lambda _url: None)

    def load_config_file(self, *_names: Any, **_options: Any) -> None:
        """Read no configuration file: a file lying about could take the guard away."""

    def setup_template_dirs(self) -> None:
        """Use our template alone, with Voila's and nbconvert's front-end files beside it."""
        self.template_paths = [str(TEMPLATES / "leadbook"), *collect_template_paths(["voila", "nbconvert"], "lab")]
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab", prune=True)

    def init_settings(self) -> dict[str, Any]:
        """Add what the guard needs to the settings of every handler."""
        settings: dict[str, Any] = super().init_settings()
        self.sessions.on_end = self.kernel_manager.end_session
        return settings | {
            "leadbook_address": self.address,
            "leadbook_sessions": self.sessions,
            "leadbook_templates": settings["voila_jinja2_env"],
            "allow_remote_access": False,
            "default_handler_class": Nothing,
            "serve_traceback": False,
        }

    def init_handlers(self) -> list[Route]:
        """Keep of Voila's routes the few that are needed, each guarded, and add our own."""
        return routes(super().init_handlers(), self)

    def listen(self) -> None:
        """Listen on exactly the port that was asked for, and serve until a signal comes.

        Raises:
            SettingsError: the port is in use or may not be used.
        """
        try:
            self.app.listen(self.port, self.ip, max_body_size=BODY_LIMIT)
        except OSError as error:
            raise cannot_listen(self.port, error) from error
        self.ioloop = IOLoop.current()
        PeriodicCallback(self._tidy, _TIDY_EVERY).start()
        self.on_ready(self.address.url)
        self.ioloop.start()

    def start(self) -> None:
        """Serve until SIGINT or SIGTERM; then shut every kernel down."""
        try:
            super().start()
        except KeyboardInterrupt:
            self.log.info("Stopping.")
        finally:
            self.stop()

    def stop(self) -> None:
        """Shut every kernel down and remove their private folder."""
        if hasattr(self, "kernel_manager"):
            run_sync(self.kernel_manager.shutdown_all)(now=True)
        self.sessions.close()
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _tidy(self) -> None:
        self.kernel_manager.end_abandoned()
        self.sessions.end_idle()


def dashboards(*, socket: Path, port: int, notebooks: Path, address: Address, private: Path) -> Dashboards:
    """Make the server. `private` is the folder under which kernels' sockets lie; its path must be short.

    Raises:
        SettingsError: the notebooks are not there, or `private` is too long for a Unix socket.
    """
    if not notebooks.is_dir():
        raise SettingsError(f"notebooks: expected a folder at {notebooks}, got none; give --notebooks")
    length = len(str(private)) + _KERNEL_SOCKET_NAME
    if length > SOCKET_PATH_LIMIT:
        raise SettingsError(
            f"folder for kernels: expected a path that leaves room for a socket, got {private} "
            f"({length} bytes of {SOCKET_PATH_LIMIT}); set TMPDIR to a shorter one"
        )
    app = Dashboards(config=_configuration(port, notebooks, private))
    app.address, app.service_socket, app.sessions = address, socket, Sessions.at(socket)
    app.initialize([])
    return app


def _configuration(port: int, notebooks: Path, private: Path) -> Config:
    config = Config()
    config.Voila.update(
        {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(notebooks),
            "connection_dir_root": str(private),
            "identity_provider_class": GuardIdentity,
            "log_level": 30,
        }
    )
    config.VoilaConfiguration.update(
        {
            "template": "leadbook",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "http_header_envs": [],
            "preheat_kernel": False,
            "progressive_rendering": False,
            "show_tracebacks": False,
            "strip_sources": True,
            "multi_kernel_manager_class": PersonalKernels,
            "kernel_spec_manager_class": OneKernelSpec,
            "extension_allowlist": list(_EXTENSIONS),
        }
    )
    config.KernelManager.transport = "ipc"
    config.KernelRestarter.restart_limit = 0
    config.MappingKernelManager.update({"cull_idle_timeout": 900, "cull_interval": 60, "cull_connected": False})
    config.TemplateExporter.extra_template_basedirs = [str(TEMPLATES)]
    return config
