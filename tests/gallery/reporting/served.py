"""A house that answers on its socket, so that notebooks can run against it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.gallery.house import House


@contextmanager
def served(house: House) -> Iterator[None]:
    """Answer on the socket of the house's settings while the context lasts."""
    house.settings.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = uvicorn.Config(house.app, uds=str(house.settings.socket), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
