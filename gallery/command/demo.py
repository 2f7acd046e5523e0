"""`leadbook demo`: the demonstration, running until it is interrupted."""

import json
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from gallery.command.installation import MARKER, NOTEBOOKS, exists, make, remove
from gallery.command.people import PEOPLE
from gallery.command.processes import Child, Children, demand_free_port, service_answers, start_service
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

FIRST_STEPS = (
    "1  Sign in as investigator, open a request, upload a picture from the probes folder, choose a face, submit",
    "2  Sign in as approver (another browser window or a private one), answer, approve",
    "3  Sign in as examiner1, lock notes on the probe, review the candidates, conclude; then as the next examiner",
    "4  Sign in as investigator again: acknowledge the limits and read the lead",
)


def demonstrate(settings: Settings, port: int, console: Console) -> None:
    """Make the demonstration where there is none, start service and dashboards, and watch over them.

    Raises:
        SettingsError: the port or the data folder is taken, or the disk is full.
        ChildFailed: service or dashboards ended by themselves.
    """
    demand_free_port(port)
    if service_answers(settings.socket):
        raise SettingsError(
            f"data folder {settings.data_dir}: expected nobody at work on it, a service answers on its socket; "
            "use the demonstration that runs, or stop it with Ctrl-C where it was started"
        )
    fresh = not exists(settings)
    if fresh:
        made = make(settings, lambda line: console.print(line, style="dim"))
        console.print(_passwords(made.passwords))
    with Children() as children:
        console.print("Starting the service and the dashboards", style="dim")
        start_service(children, settings)
        dashboards = start_dashboards(children, settings, port)
        console.print(_where(settings, port, fresh))
        try:
            children.watch()
        except KeyboardInterrupt:
            console.print(f"Stopping {dashboards.name} and service", style="dim")


def start_over(settings: Settings, console: Console) -> None:
    """Throw the demonstration away, after saying what goes."""
    if exists(settings):
        marker = json.loads((settings.data_dir / MARKER).read_text())
        console.print(f"Throwing away the demonstration of {marker['made_at']} in {settings.data_dir}")
    remove(settings)


def start_dashboards(children: Children, settings: Settings, port: int) -> Child:
    """Start the dashboards and wait until they answer."""
    arguments = ["-m", "widgets.dashboards", "--socket", str(settings.socket), "--port", str(port)]
    arguments += ["--notebooks", str(NOTEBOOKS / "dashboards")]
    child = children.start("dashboards", arguments, settings.data_dir / "run" / "dashboards.log")
    children.wait(child, lambda: _page_answers(port))
    return child


def _page_answers(port: int) -> bool:
    import httpx

    try:
        return httpx.get(f"http://127.0.0.1:{port}/sign-in", timeout=2.0).is_success
    except httpx.TransportError:
        return False


def _passwords(passwords: dict[str, str]) -> Table:
    table = Table(title="Accounts of this demonstration. The passwords are shown once and stored nowhere.")
    for column in ("user name", "password", "duty"):
        table.add_column(column, no_wrap=True)
    duties = {persona.username: str(persona.role) for persona in PEOPLE}
    for username, password in passwords.items():
        table.add_row(username, password, duties.get(username, "administrator"))
    return table


def _where(settings: Settings, port: int, fresh: bool) -> Panel:
    lines = [f"Open http://127.0.0.1:{port}", f"Pictures to upload: {probes_folder(settings)}", "", *FIRST_STEPS, ""]
    if not fresh:
        lines.append("Passwords were shown when this demonstration was made; `leadbook demo --fresh` makes a new one.")
    lines.append("Demonstration only: public photographs under numbers, never records of arrest. Ctrl-C stops it.")
    return Panel("\n".join(lines), title="Leadbook", expand=False)


def probes_folder(settings: Settings) -> Path:
    """The pictures that a newcomer may upload."""
    return settings.data_dir / "demonstration" / "probes"
