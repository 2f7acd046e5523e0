"""`python -m widgets.dashboards --socket PATH`: serve the dashboards on 127.0.0.1 until interrupted."""

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from kernel_lib.errors import SettingsError
from widgets.dashboards.app import dashboards
from widgets.dashboards.listening import stop_without_parent
from widgets.dashboards.origin import Address

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "dashboards"


def main(arguments: list[str] | None = None) -> int:
    """Run the server; return 2 when it cannot start."""
    options = _options().parse_args(arguments)
    address = Address(options.address or f"http://127.0.0.1:{options.port}")
    console = Console()
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    parent = os.getppid()
    try:
        app = dashboards(
            socket=options.socket.absolute(),
            port=options.port,
            notebooks=options.notebooks.absolute(),
            address=address,
            private=Path(tempfile.gettempdir()),
        )
        app.on_ready = lambda url: console.print(f"Leadbook dashboards: {url}", soft_wrap=True)
        if options.end_with_parent:
            stop_without_parent(parent, lambda: app.ioloop.stop())
        app.start()
    except SettingsError as error:
        Console(stderr=True).print(f"leadbook dashboards: {error}", soft_wrap=True)
        return 2
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m widgets.dashboards", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, help="the service's Unix socket")
    parser.add_argument("--port", type=int, default=8866, help="port on 127.0.0.1")
    parser.add_argument("--notebooks", type=Path, default=NOTEBOOKS, help="folder of the pages' notebooks")
    parser.add_argument(
        "--address", default="", help="address behind a proxy that speaks HTTPS, such as https://leadbook.example"
    )
    parser.add_argument(
        "--end-with-parent", action="store_true", help="stop when the process that started this one ends"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
