"""`python -m widgets.lab --socket PATH --notebooks DIR`: JupyterLab for one analyst at a time, on 127.0.0.1."""

import argparse
import logging
import os
import sys
from pathlib import Path

from rich.console import Console

from kernel_lib.errors import SettingsError
from widgets.dashboards.listening import stop_without_parent
from widgets.dashboards.origin import Address
from widgets.lab.app import lab
from widgets.lab.privileges import decide, run_apart

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "investigations"


def main(arguments: list[str] | None = None) -> int:
    """Run the lab; return 2 when it cannot start."""
    options = _options().parse_args(arguments)
    console = Console()
    try:
        if not options.as_is:
            separation = decide(options.user)
            console.print(separation.words, soft_wrap=True)
            if separation.user is not None:
                return run_apart(separation.user, options.socket.absolute(), _handed_on(options))
        _serve(options, console)
    except SettingsError as error:
        Console(stderr=True).print(f"leadbook lab: {error}", soft_wrap=True)
        return 2
    return 0


def _serve(options: argparse.Namespace, console: Console) -> None:
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    parent = os.getppid()
    # Another host name than the dashboards', so that neither server is sent the other's cookie.
    address = Address(options.address or f"http://localhost:{options.port}")
    app = lab(
        socket=options.socket.absolute(),
        port=options.port,
        notebooks=options.notebooks.absolute(),
        work=(options.work or Path.home() / "leadbook-lab").absolute(),
        address=address,
    )
    app.on_ready = lambda url: console.print(f"Leadbook lab: {url}", soft_wrap=True)
    if options.end_with_parent:
        stop_without_parent(parent, app.io_loop.stop)
    try:
        app.start()
    finally:
        app.stop_and_tidy()


def _handed_on(options: argparse.Namespace) -> list[str]:
    handed = ["--port", str(options.port), "--notebooks", str(options.notebooks.absolute())]
    handed += ["--address", options.address] if options.address else []
    return handed + (["--work", str(options.work.absolute())] if options.work else [])


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m widgets.lab", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="the service's Unix socket")
    parser.add_argument("--port", type=int, default=8867, help="port on 127.0.0.1")
    parser.add_argument("--notebooks", type=Path, default=NOTEBOOKS, help="folder of the starting notebooks")
    parser.add_argument("--work", type=Path, help="folder of the analysts' work, outside the repository")
    parser.add_argument("--address", default="", help="address behind a proxy that speaks HTTPS")
    parser.add_argument("--user", help="user of this machine as whom analysts' code runs; needs root")
    parser.add_argument(
        "--end-with-parent", action="store_true", help="stop when the process that started this one ends"
    )
    parser.add_argument("--as-is", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
