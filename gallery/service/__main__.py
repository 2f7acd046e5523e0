"""`python -m gallery.service [--data-dir DIR]` runs the service; `bootstrap` makes the first account."""

import argparse
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from audits.events import ServiceStopped
from gallery.accounts.people import People
from gallery.service.floor import open_floor
from gallery.service.unix import listen
from kernel_lib.errors import LeadbookError
from kernel_lib.settings import Settings

_GRACE_SECONDS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when it ended in good order, 1 with the reason on standard error when not."""
    given = _parser().parse_args(arguments)
    # Everything that this process makes is for its own user only.
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = Settings.from_env(data_dir=getattr(given, "data_dir", None))
        if given.command == "bootstrap":
            return _bootstrap(settings, given.username, as_json=given.json)
        return _serve(settings)
    except LeadbookError as error:
        sys.stderr.write(f"leadbook service: {error}\n")
        return 1


class _Server(uvicorn.Server):
    """Says one line when it answers; ends on SIGTERM and SIGINT."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        sys.stdout.write(self._ready + "\n")
        sys.stdout.flush()


def _serve(settings: Settings) -> int:
    # Loaded here, because making the first account needs no model and should not wait for one.
    from gallery.service.app import create_app
    from gallery.service.housekeeping import Housekeeper
    from gallery.service.scheduling import Scheduling
    from gallery.service.wiring import open_parts

    path = settings.socket
    parts = open_parts(settings)
    try:
        door = listen(path)
    except LeadbookError:
        parts.close()
        raise
    # uvicorn raises the signal again after it has ended; what follows here must still run.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ignore)
    try:
        with closing(parts.reporting.jobs), Housekeeper(parts), Scheduling(parts.reporting.schedule):
            _answer(create_app(parts), path, door.fileno())
    finally:
        door.close()
        path.unlink(missing_ok=True)
        parts.close()
    return 0


def _answer(app: FastAPI, path: Path, descriptor: int) -> None:
    config = uvicorn.Config(
        app,
        fd=descriptor,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    _Server(config, f"leadbook service: ready on {path}").run()


def _bootstrap(settings: Settings, username: str, *, as_json: bool) -> int:
    floor = open_floor(settings)
    try:
        made = People(floor.accounts).bootstrap(username)
    finally:
        floor.ledger.record(ServiceStopped(actor_id="system", role="system", details={"command": "bootstrap"}))
        floor.close()
    if as_json:
        sys.stdout.write(json.dumps({"username": made.account.username, "password": made.password}) + "\n")
    else:
        sys.stdout.write(f"Account {made.account.username}, password (told once): {made.password}\n")
    return 0


def _ignore(*_: object) -> None:
    """Let uvicorn's own handling end the loop."""


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, help="data folder; else LEADBOOK_DATA_DIR")
    parser = argparse.ArgumentParser(prog="python -m gallery.service", parents=[shared])
    commands = parser.add_subparsers(dest="command")
    first = commands.add_parser("bootstrap", parents=[shared], help="make the first administrator")
    first.add_argument("--username", default="admin")
    first.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
