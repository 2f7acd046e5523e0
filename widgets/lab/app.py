"""JupyterLab's server for analysts: its own sign-in, one person at a time, the guard before every route."""

import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import jinja2
from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

from kernel_lib.errors import SettingsError
from kernel_lib.wire.who import AccountView
from widgets.dashboards.app import TEMPLATES
from widgets.dashboards.identity import GuardIdentity
from widgets.dashboards.kernel_spec import OneKernelSpec
from widgets.dashboards.listening import demand_free, refuse_work_tree
from widgets.dashboards.origin import Address
from widgets.dashboards.routes import STYLE
from widgets.dashboards.sessions import Sessions
from widgets.lab.guard import guard_everything
from widgets.lab.kernels import AnalystKernels
from widgets.lab.owner import Owner
from widgets.lab.sign_in import LabSignIn, LabSignOut, LabStyle
from widgets.lab.work_folder import prepare_work_folder


class Lab(ServerApp):
    """The lab server. Made by `lab()`; `start()` serves until it is told to stop."""

    name = "leadbook-lab"
    address: Address
    owner: Owner
    service_socket: Path
    work: Path
    starting_notebooks: Path
    on_ready: Callable[[str], None] = staticmethod(lambda _url: None)

    def load_config_file(self, *_names: Any, **_options: Any) -> None:
        """Read no configuration file: a file lying about could take the guard away."""

    def init_signal(self) -> None:
        """Stop at once on SIGINT and SIGTERM; ask no question on the terminal."""
        signal.signal(signal.SIGINT, self._signal_stop)
        signal.signal(signal.SIGTERM, self._signal_stop)

    def start_ioloop(self) -> None:
        """Put the guard before everything that has been loaded, then serve."""
        self.guard()
        self.owner.on_change = self._hand_over
        self.owner.sessions.on_end = self.owner.ended
        self.on_ready(self.address.url)
        super().start_ioloop()

    def guard(self) -> None:
        """Add the sign-in to the routes and put the guard before each of them."""
        templates = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES / "leadbook"), autoescape=True)
        self.web_app.settings.update(
            leadbook_address=self.address,
            leadbook_sessions=self.owner.sessions,
            leadbook_owner=self.owner,
            leadbook_templates=templates,
        )
        own = [
            ("/sign-in", LabSignIn),
            ("/sign-out", LabSignOut),
            ("/logout", LabSignOut),
            ("/leadbook/static/(style\\.css)", LabStyle, {"path": str(STYLE)}),
        ]
        self.web_app.add_handlers(".*$", own)  # type: ignore[no-untyped-call]  # untyped in jupyter_server
        guard_everything(self.web_app)

    def stop_and_tidy(self) -> None:
        """Close the connections and remove the private folder."""
        self.owner.sessions.close()
        shutil.rmtree(self.runtime_dir, ignore_errors=True)

    def _hand_over(self, account: AccountView | None) -> None:
        """End the kernels of whoever was here with what they left, and open the folder of whoever comes."""
        self.io_loop.add_callback(cast("AnalystKernels", self.kernel_manager).clear_up)
        if account is not None:
            folder = prepare_work_folder(self.work, account.id, self.starting_notebooks)
            self.contents_manager.root_dir = str(folder)
            self.kernel_manager.root_dir = str(folder)


def lab(*, socket: Path, port: int, notebooks: Path, work: Path, address: Address) -> Lab:
    """Make the lab server. `work` is the folder that holds one folder for each analyst, outside the repository.

    Raises:
        SettingsError: the notebooks are not there, `work` lies in a git work tree, or the port is in use.
    """
    if not notebooks.is_dir():
        raise SettingsError(f"notebooks: expected a folder at {notebooks}, got none; give --notebooks")
    refuse_work_tree(work)
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    demand_free(port)
    private = Path(tempfile.mkdtemp(prefix="lb-", dir="/tmp"))  # short for sockets; 0700, random name
    app = Lab(config=_configuration(port, work, private))
    app.address, app.service_socket, app.work, app.starting_notebooks = address, socket, work, notebooks
    app.owner = Owner(Sessions.at(socket))
    app.runtime_dir, app.config_dir, app.data_dir = str(private), str(private / "config"), str(private / "data")
    app.initialize([], find_extensions=False)
    return app


def _configuration(port: int, work: Path, private: Path) -> Config:
    config = Config()
    config.ServerApp.update(
        {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "allow_root": True,
            "allow_remote_access": False,
            "root_dir": str(work),
            "default_url": "/lab",
            "quit_button": False,
            "terminals_enabled": False,
            "identity_provider_class": GuardIdentity,
            "kernel_manager_class": AnalystKernels,
            "kernel_spec_manager_class": OneKernelSpec,
            "jpserver_extensions": {"jupyterlab": True},
        }
    )
    config.Application.log_level = 40
    config.IdentityProvider.token = ""
    config.LabApp.update(
        {
            "extension_manager": "readonly",
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "news_url": None,
            "app_settings_dir": str(Path(__file__).parent / "settings"),
            "user_settings_dir": str(private / "settings"),
            "workspaces_dir": str(private / "workspaces"),
        }
    )
    config.KernelManager.transport = "ipc"
    config.MappingKernelManager.update({"cull_idle_timeout": 3600, "cull_interval": 300})
    config.ContentsManager.allow_hidden = False
    return config
